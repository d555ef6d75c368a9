/// A split by record, or by patient where the patients are known: none has beats in both parts.
///
/// Scores on such a validation part tell how a model does on people it has not seen; where patients
/// are not known, as long as no person has records in both parts.
public struct RecordSplit: Equatable, Sendable {
  /// The indices of the beats to train on, ascending.
  public let training: [Int]
  /// The indices of the beats to validate on, ascending.
  public let validation: [Int]
  /// The names of the records, or patients, to validate on, sorted.
  public let validationRecords: [String]

  /// Splits a data set so that each class's share in the validation part is as near to
  /// `validationShare` as a seeded search gets; nil where origins or labels are unknown, where
  /// there are fewer than two records, or where the share is not between 0 and 1.
  public init?(_ dataset: BeatDataset, validationShare: Double, seed: UInt64) {
    guard validationShare > 0, validationShare < 1 else { return nil }
    let folds = RecordSplit.folds(
      of: dataset, shares: [1 - validationShare, validationShare], seed: seed)
    guard let split = folds?.last else { return nil }
    self = split
  }

  /// Splits for cross-validation: each record is in the validation part of exactly one of them.
  ///
  /// - Returns: `count` splits, or nil where origins or labels are unknown, where there are fewer
  ///   records than splits, or for fewer than two splits.
  public static func folds(_ count: Int, of dataset: BeatDataset, seed: UInt64) -> [RecordSplit]? {
    guard count >= 2, count <= dataset.count else { return nil }
    return folds(
      of: dataset, shares: Array(repeating: 1 / Double(count), count: count), seed: seed)
  }

  private static func folds(
    of dataset: BeatDataset, shares: [Double], seed: UInt64
  ) -> [RecordSplit]? {
    guard let origins = dataset.origins, dataset.isLabelled else { return nil }
    let records = Set(origins.map(\.patientOrRecord)).sorted()
    guard records.count >= shares.count else { return nil }
    let indices = Dictionary(uniqueKeysWithValues: zip(records, records.indices))
    let recordOfBeat = origins.map { indices[$0.patientOrRecord] ?? 0 }
    var counts = Array(
      repeating: Array(repeating: 0, count: dataset.task.classes.count), count: records.count)
    for (record, label) in zip(recordOfBeat, dataset.labels) { counts[record][label] += 1 }
    let parts = RecordPartition(counts: counts, shares: shares, seed: seed).parts
    return shares.indices.map { part in
      RecordSplit(
        training: recordOfBeat.indices.filter { parts[recordOfBeat[$0]] != part },
        validation: recordOfBeat.indices.filter { parts[recordOfBeat[$0]] == part },
        validationRecords: records.indices.filter { parts[$0] == part }.map { records[$0] })
    }
  }

  private init(training: [Int], validation: [Int], validationRecords: [String]) {
    self.training = training
    self.validation = validation
    self.validationRecords = validationRecords
  }
}
