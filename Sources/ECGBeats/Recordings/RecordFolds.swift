import SeededRandom

extension LabelledRecording {
  /// Deals records out to parts for cross-validation, so that each part has its share of the beats of
  /// each class, as far as whole records allow.
  ///
  /// - Parameters:
  ///   - records: the records; no person may have more than one of them.
  ///   - count: the number of parts, at most that of the records.
  /// - Returns: the part of each record.
  public static func folds(of records: [LabelledRecording], count: Int, seed: UInt64) -> [Int] {
    let counts = records.map { record in
      record.annotated.labels.reduce(
        into: Array(repeating: 0, count: BeatTask.arrhythmia.classes.count)
      ) { counts, label in
        if let label { counts[label] += 1 }
      }
    }
    return RecordPartition(
      counts: counts, shares: Array(repeating: 1 / Double(count), count: count), seed: seed
    ).parts
  }

  /// The record twice, each time with a part of the annotated beats alone: those to train with, and
  /// those to test with. Which is which is drawn beat by beat.
  ///
  /// - Parameter testShare: the share of the beats to test with, 0 to 1.
  public func splitByBeat(
    testShare: Double, seed: UInt64
  ) -> (training: LabelledRecording, test: LabelledRecording) {
    var generator = SeededGenerator(
      seed: seed, purpose: "split by beat \(name)")
    let isTest = annotated.labels.map { _ in generator.uniform() < testShare }
    func part(_ isWanted: (Bool) -> Bool) -> LabelledRecording {
      var part = self
      part.annotated.labels = zip(annotated.labels, isTest).map { isWanted($1) ? $0 : nil }
      part.detected.labels = part.detected.labels.map { _ in nil }
      return part
    }
    return (part { !$0 }, part { $0 })
  }
}
