/// What is held together where beats are dealt to the folds of a cross-validation.
public enum FoldDivision: String, CaseIterable, Encodable, Sendable {
  /// Nothing: beats of one patient are in training and test.
  case beat
  /// The beats of a record.
  case record
  /// The beats of a patient, who may have several records.
  case patient
}
