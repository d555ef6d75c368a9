/// Which class an annotation's symbol belongs to.
///
/// The two maps differ in escape beats alone.
public enum ClassMap: String, CaseIterable, Sendable {
  /// That of PhysioNet's `bxb`: atrial, nodal and supraventricular escape beats (`e`, `j`, `n`) are
  /// supraventricular ectopic.
  case bxb
  /// That of the literature on the MIT-BIH database since de Chazal (IEEE Transactions on
  /// Biomedical Engineering 51, 2004): escape beats are normal.
  case literature
}
