public import ECGDatasets

/// How many of a record's beats were classified correctly.
public struct RecordAccuracy: Equatable, Sendable {
  /// The record's name.
  public let record: String
  /// Its beats that were scored.
  public let beats: Int
  /// Those that were classified correctly.
  public let correct: Int

  /// The share of its beats that were classified correctly.
  public var accuracy: Double { ratio(correct, beats) }

  /// The interval of ``accuracy`` (Wilson). It takes beats as independent of one another, which
  /// those of a record are not.
  public var interval: Interval { .wilson(share: accuracy, of: beats) }

  /// Counts the beats of each record.
  ///
  /// - Parameters:
  ///   - evaluation: what the beats were taken for.
  ///   - origins: where each beat comes from: `N`; nil where that is not known.
  /// - Returns: the records, those with the lowest accuracy first; none where it is not known which
  ///   they are, or where `origins` are not as many as the beats.
  public static func each(of evaluation: Evaluation, origins: [BeatOrigin]?) -> [RecordAccuracy] {
    guard let origins, origins.count == evaluation.labels.count else { return [] }
    var tallies: [String: (beats: Int, correct: Int)] = [:]
    for (beat, origin) in origins.enumerated() {
      let isCorrect = evaluation.predictions[beat] == evaluation.labels[beat]
      tallies[origin.record, default: (0, 0)].beats += 1
      tallies[origin.record, default: (0, 0)].correct += isCorrect ? 1 : 0
    }
    return tallies.map { RecordAccuracy(record: $0, beats: $1.beats, correct: $1.correct) }
      .sorted { ($0.accuracy, $0.record) < ($1.accuracy, $1.record) }
  }
}
