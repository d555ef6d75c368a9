import ECGSignals

/// What `compare --json` prints: every count and score, by stable names.
///
/// Scores that are not defined, such as the sensitivity for a class without beats, are `null`.
public struct ComparisonReport: Encodable, Sendable {
  private let summary: ComparisonSummary
  private let settings: ComparisonSettings

  /// Creates a report on records that were compared with `settings`.
  public init(_ summary: ComparisonSummary, settings: ComparisonSettings) {
    (self.summary, self.settings) = (summary, settings)
  }

  private enum CodingKeys: CodingKey {
    case from, to, window, map, detectionAlone, rows, columns, records, leftOut, total, gross
    case average
  }

  /// Encodes the report; rows of counts are in the order of `rows`, columns in that of `columns`.
  public func encode(to encoder: any Encoder) throws {
    let letters = BeatLabel.allCases.map { String($0.letter) }
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(settings.start, forKey: .from)
    try container.encode(settings.end, forKey: .to)
    try container.encode(settings.window, forKey: .window)
    try container.encode(settings.map.rawValue, forKey: .map)
    try container.encode(summary.matrix.isOfDetection, forKey: .detectionAlone)
    try container.encode(letters, forKey: .rows)
    try container.encode(letters.map { $0.lowercased() }, forKey: .columns)
    try container.encode(summary.records, forKey: .records)
    try container.encode(summary.leftOut, forKey: .leftOut)
    try container.encode(summary.matrix, forKey: .total)
    try container.encode(summary.gross, forKey: .gross)
    try container.encode(Average(summary), forKey: .average)
  }

  /// The average statistics with the RR error.
  private struct Average: Encodable {
    private let summary: ComparisonSummary

    init(_ summary: ComparisonSummary) { self.summary = summary }

    private enum CodingKeys: CodingKey { case rmsRRErrorMilliseconds }

    func encode(to encoder: any Encoder) throws {
      try summary.average.encode(to: encoder)
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(summary.averageIntervalError, forKey: .rmsRRErrorMilliseconds)
    }
  }
}

extension RecordComparison: Encodable {
  private enum CodingKeys: CodingKey {
    case record, samplingRate, beatsInFlutter, rmsRRErrorMilliseconds, shutdownSeconds
  }

  /// Encodes everything but the pairs.
  public func encode(to encoder: any Encoder) throws {
    try matrix.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(record, forKey: .record)
    try container.encode(samplingRate, forKey: .samplingRate)
    try container.encode(beatsInFlutter, forKey: .beatsInFlutter)
    try container.encode(rmsIntervalError, forKey: .rmsRRErrorMilliseconds)
    try container.encode(shutdownTime, forKey: .shutdownSeconds)
  }
}

extension BeatMatrix: Encodable {
  private enum CodingKeys: CodingKey {
    case counts, qrs, classes, accuracy, cohensKappa, jIndex, jKappaIndex
  }

  /// Encodes the counts and the scores that follow from them.
  public func encode(to encoder: any Encoder) throws {
    let tallies = BeatLabel.classes.map { (String($0.letter), tally(of: $0)) }
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(counts, forKey: .counts)
    try container.encode(qrs, forKey: .qrs)
    try container.encode(Dictionary(uniqueKeysWithValues: tallies), forKey: .classes)
    try container.encode(accuracy, forKey: .accuracy)
    try container.encode(cohensKappa, forKey: .cohensKappa)
    try container.encode(jIndex, forKey: .jIndex)
    try container.encode(jKappaIndex, forKey: .jKappaIndex)
  }
}

extension DetectionTally: Encodable {
  private enum CodingKeys: CodingKey {
    case truePositives, falseNegatives, falsePositives, sensitivity, positivePredictivity, f1
  }

  /// Encodes the counts and the scores that follow from them.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(truePositives, forKey: .truePositives)
    try container.encode(falseNegatives, forKey: .falseNegatives)
    try container.encode(falsePositives, forKey: .falsePositives)
    try container.encode(sensitivity, forKey: .sensitivity)
    try container.encode(positivePredictivity, forKey: .positivePredictivity)
    try container.encode(f1, forKey: .f1)
  }
}

extension ComparisonStatistics: Encodable {
  private enum CodingKeys: CodingKey {
    case qrsSensitivity, qrsPositivePredictivity, vebSensitivity, vebPositivePredictivity
    case svebSensitivity, svebPositivePredictivity
  }

  /// Encodes the statistics; those that are not defined as `null`.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(qrsSensitivity, forKey: .qrsSensitivity)
    try container.encode(qrsPositivePredictivity, forKey: .qrsPositivePredictivity)
    try container.encode(vebSensitivity, forKey: .vebSensitivity)
    try container.encode(vebPositivePredictivity, forKey: .vebPositivePredictivity)
    try container.encode(svebSensitivity, forKey: .svebSensitivity)
    try container.encode(svebPositivePredictivity, forKey: .svebPositivePredictivity)
  }
}
