import ECGRandom

extension LabelledRecording {
  /// Deals records out to parts for cross-validation, so that each part has its share of the beats
  /// of each class, as far as whole records allow.
  ///
  /// - Parameters:
  ///   - records: the records. Those of one ``patient`` stay together.
  ///   - count: the number of parts, at most that of the patients.
  ///   - seed: what the order of records that are alike follows from.
  /// - Returns: the part of each record.
  public static func folds(of records: [LabelledRecording], count: Int, seed: UInt64) -> [Int] {
    var patients: [String] = []
    var counts: [[Int]] = []
    for record in records {
      let position = patients.firstIndex(of: record.patient) ?? patients.count
      if position == patients.count {
        patients.append(record.patient)
        counts.append(Array(repeating: 0, count: BeatTask.arrhythmia.classes.count))
      }
      for case let label? in record.annotated.labels { counts[position][label] += 1 }
    }
    let parts = RecordPartition(
      counts: counts, shares: Array(repeating: 1 / Double(count), count: count), seed: seed
    ).parts
    return records.map { parts[patients.firstIndex(of: $0.patient) ?? 0] }
  }

  /// The record twice, each time with a part of the annotated beats alone: those to train with, and
  /// those to test with. Which is which is drawn beat by beat.
  ///
  /// - Parameters:
  ///   - testShare: the share of the beats to test with, 0 to 1.
  ///   - seed: what the draw follows from.
  public func splitByBeat(
    testShare: Double, seed: UInt64
  ) -> (training: LabelledRecording, test: LabelledRecording) {
    var generator = SeededGenerator(
      seed: seed, purpose: "split by beat \(name)")
    let isTest = annotated.labels.map { _ in generator.uniform() < testShare }
    func part(_ isWanted: (Bool) -> Bool) -> LabelledRecording {
      var part = self
      part.annotated.labels = zip(annotated.labels, isTest).map { isWanted($1) ? $0 : nil }
      return part
    }
    return (part { !$0 }, part { $0 })
  }
}
