package import ECGDatasets

/// The beats to train on, and those set apart to choose epoch, learning rate, temperature
/// and threshold by.
package struct BeatSplit: Sendable {
  /// The indices of the beats to train on, ascending.
  package let training: [Int]
  /// The indices of the beats set apart, ascending.
  package let validation: [Int]
  /// Whether the patients of the beats are known, on whom it then depends.
  package let hasPatients: Bool
  /// Whether no patient has beats in both.
  package let isByPatient: Bool

  /// What there is to say of patients who are in both though they are known, in a sentence;
  /// nil for nothing.
  package var remark: String? {
    guard hasPatients, !isByPatient, !validation.isEmpty else { return nil }
    return """
      There are too few patients to set some of them apart and leave enough beats of every class for training: \
      validation beats are of patients that are trained on, too, and scores on them say nothing of new ones.
      """
  }

  /// A short name for which beats are set apart: the same beats, of other patients, have others.
  var fingerprint: String { Self.fingerprint(ofValidation: validation) }

  static func fingerprint(ofValidation indices: [Int]) -> String {
    var fingerprint = Fingerprint()
    fingerprint.add(labels: indices)
    return fingerprint.text
  }
}

extension Recipe {
  /// The beats to train on and those set apart: other patients where the patients are known and
  /// enough, otherwise beats of every class; see ``BeatSplit/remark``.
  package func split(of dataset: BeatDataset) -> BeatSplit {
    let hasPatients = dataset.origins.map { $0.allSatisfy { $0.patient != nil } } ?? false
    if hasPatients, let split = patientSplit(of: dataset) {
      return BeatSplit(
        training: split.training, validation: split.validation, hasPatients: true,
        isByPatient: true)
    }
    let split = StratifiedSplit(
      labels: dataset.labels, validationShare: validationShare, seed: splitSeed)
    return BeatSplit(
      training: split.training, validation: split.validation, hasPatients: hasPatients,
      isByPatient: false)
  }

  /// The split by patient; nil where they are too few for every class to be trained on, or for
  /// those set apart to have about their share.
  private func patientSplit(of dataset: BeatDataset) -> RecordSplit? {
    guard
      let split = RecordSplit(dataset, validationShare: validationShare, seed: splitSeed),
      Set(split.training.map { dataset.labels[$0] }) == Set(dataset.labels),
      !takesTooMuch(split, of: dataset)
    else { return nil }
    return split
  }

  /// Of all beats, no more is set apart by patient than so many times the share.
  private static let mostOfShare = 2.5

  /// Whether patients set apart have far more than their share: more than two and a half times as
  /// many beats as were to be, or more than half of a class (than twice the share of it, where
  /// that is more). What is left may then be too little to learn from, whatever the score of the
  /// beats set apart.
  private func takesTooMuch(_ split: RecordSplit, of dataset: BeatDataset) -> Bool {
    let apart = dataset.selecting(split.validation)
    guard Double(apart.count) <= Self.mostOfShare * validationShare * Double(dataset.count) else {
      return true
    }
    let mostOfClass = max(0.5, 2 * validationShare)
    return zip(apart.classCounts, dataset.classCounts).contains {
      Double($0.0) > mostOfClass * Double($0.1)
    }
  }
}
