import ECGDatasets
import ECGRandom

/// Confidence intervals of the scores from resampling the beats.
///
/// The percentile bootstrap (Efron and Tibshirani, "An Introduction to the Bootstrap", 1993,
/// section 13.3): `N` beats are drawn with replacement, scored as the whole was scored, and so on;
/// the interval holds the middle `level` of the scores. Resamples in which a score is not defined,
/// such as the recall of a class that was not drawn, are left out of its interval. Means over
/// classes are over those that occur among all beats, and 0 counts for one that was not drawn.
/// Beats are taken as independent. Those of one patient are not, so the intervals say how much a
/// score owes to the choice of beats, nothing about new patients.
public struct BootstrapIntervals: Equatable, Sendable {
  /// Intervals of one averaged score.
  public struct Averaged: Codable, Equatable, Sendable {
    /// Of the plain mean over the classes.
    public let macro: Interval
    /// Of the mean weighted by the classes' beats.
    public let weighted: Interval
  }

  /// Intervals of one class's scores, each nil where the score is not defined: where it is 0
  /// for want of beats.
  public struct Class: Equatable, Sendable {
    /// The class's short name.
    public let symbol: String
    /// Of its precision.
    public let precision: Interval?
    /// Of its recall.
    public let recall: Interval?
    /// Of its F1.
    public let f1: Interval?
  }

  /// The share of the resamples' scores an interval holds, such as 0.95.
  public let level: Double
  /// The number of resamples.
  public let resamples: Int
  /// The seed of the draws.
  public let seed: UInt64
  /// Of the metrics that the counts alone decide, by ``Metric/key``; those that are not
  /// defined are not in it.
  public let metrics: [String: Interval]
  /// Of the averaged precision.
  public let precision: Averaged
  /// Of the averaged recall.
  public let recall: Averaged
  /// Of the averaged F1.
  public let f1: Averaged
  /// Of each class's scores: `K`.
  public let classes: [Class]

  /// Resamples the beats that `matrix` counts.
  ///
  /// Every score here depends on a beat through its cell of the matrix alone, so a resample draws
  /// cells and counts them. Time grows with `resamples × N`.
  ///
  /// - Parameters:
  ///   - matrix: The counts of the evaluation.
  ///   - resamples: How often the beats are drawn.
  ///   - level: The share of the resamples' scores an interval holds.
  ///   - seed: The seed of the draws; the same seed gives the same intervals.
  /// - Precondition: at least one resample; a level between 0 and 1.
  public init(
    _ matrix: ConfusionMatrix, resamples: Int = Interval.defaultResamples,
    level: Double = Interval.defaultLevel, seed: UInt64
  ) {
    precondition(resamples > 0 && (0...1).contains(level))
    var generator = SeededGenerator(seed: seed)
    let sampler = CellSampler(matrix.counts)
    let draws = (0..<resamples).map { _ in sampler.resampledCounts(using: &generator) }
    let scores = draws.map { ConfusionScores($0, drawnFrom: matrix.counts) }
    let whole = ConfusionScores(matrix.counts)
    func interval(_ score: (ConfusionScores) -> Double?) -> Interval? {
      Interval(of: score(whole), draws: scores.map(score), level: level)
    }
    func averaged(_ score: (ConfusionScores) -> AveragedScore) -> Averaged {
      let averages = scores.map(score)
      return Averaged(
        macro: Interval(middle: level, of: averages.map(\.macro)),
        weighted: Interval(middle: level, of: averages.map(\.weighted)))
    }
    self.level = level
    self.resamples = resamples
    self.seed = seed
    metrics = Self.metrics(
      of: matrix, draws: draws.map { ConfusionMatrix(classes: matrix.classes, counts: $0) },
      level: level)
    precision = averaged(\.averagedPrecision)
    recall = averaged(\.averagedRecall)
    f1 = averaged(\.averagedF1)
    classes = matrix.classes.indices.map { index in
      Class(
        symbol: matrix.classes[index].symbol,
        precision: interval { $0.definedPrecision(ofClass: index) },
        recall: interval { $0.definedRecall(ofClass: index) },
        f1: interval { $0.definedF1(ofClass: index) })
    }
  }
}

extension BootstrapIntervals {
  /// The intervals of the metrics over the counts of the resamples.
  private static func metrics(
    of matrix: ConfusionMatrix, draws: [ConfusionMatrix], level: Double
  ) -> [String: Interval] {
    var intervals: [String: Interval] = [:]
    for metric in Metric.all {
      intervals[metric.key] = Interval(
        of: metric.value(ofCounts: matrix),
        draws: draws.map { metric.value(ofCounts: $0, drawnFrom: matrix) }, level: level)
    }
    return intervals
  }

  /// Of the accuracy.
  public var accuracy: Interval? { metrics["accuracy"] }
}

extension BootstrapIntervals.Class: Encodable {
  private enum CodingKeys: CodingKey { case name, precision, recall, f1 }

  /// Encodes the intervals, with null for those of scores that are not defined.
  public func encode(to encoder: any Encoder) throws {
    // Written out because the synthesised method leaves nil out instead of encoding null.
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(symbol, forKey: .name)
    try container.encode(precision, forKey: .precision)
    try container.encode(recall, forKey: .recall)
    try container.encode(f1, forKey: .f1)
  }
}

extension BootstrapIntervals: Encodable {
  private enum CodingKeys: CodingKey { case level, resamples, seed, precision, recall, f1, classes }

  /// Encodes the intervals, those of metrics under the metrics' keys.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(level, forKey: .level)
    try container.encode(resamples, forKey: .resamples)
    try container.encode(seed, forKey: .seed)
    try container.encode(precision, forKey: .precision)
    try container.encode(recall, forKey: .recall)
    try container.encode(f1, forKey: .f1)
    try container.encode(classes, forKey: .classes)
    var named = encoder.container(keyedBy: MetricKey.self)
    for (key, interval) in metrics {
      try named.encode(interval, forKey: MetricKey(stringValue: key))
    }
  }
}
