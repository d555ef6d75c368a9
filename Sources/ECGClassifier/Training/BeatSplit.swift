package import ECGDatasets

/// The beats to train on, and those set apart to choose epoch, learning rate, temperature and threshold by.
package struct BeatSplit: Sendable {
  /// The indices of the beats to train on, ascending.
  package let training: [Int]
  /// The indices of the beats set apart, ascending.
  package let validation: [Int]
  /// Whether the patients of the beats are known, on whom it then depends.
  package let hasPatients: Bool

  /// A short name for which beats are set apart: the same beats, of other patients, have others.
  var fingerprint: String {
    var fingerprint = Fingerprint()
    fingerprint.add(labels: validation)
    return fingerprint.text
  }
}

extension Recipe {
  /// The beats to train on and those set apart: other patients where the patients are known, otherwise beats of every
  /// class.
  package func split(of dataset: BeatDataset) -> BeatSplit {
    let hasPatients = dataset.origins.map { $0.allSatisfy { $0.patient != nil } } ?? false
    if hasPatients, let split = patientSplit(of: dataset) {
      return BeatSplit(training: split.training, validation: split.validation, hasPatients: true)
    }
    let split = StratifiedSplit(
      labels: dataset.labels, validationShare: validationShare, seed: splitSeed)
    return BeatSplit(
      training: split.training, validation: split.validation, hasPatients: hasPatients)
  }

  /// The split by patient; nil where they are too few for every class to be trained on.
  private func patientSplit(of dataset: BeatDataset) -> RecordSplit? {
    guard
      let split = RecordSplit(dataset, validationShare: validationShare, seed: splitSeed),
      Set(split.training.map { dataset.labels[$0] }) == Set(dataset.labels)
    else { return nil }
    return split
  }
}
