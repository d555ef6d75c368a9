import ECGDatasets
import ECGRandom

/// Confidence intervals of the scores from resampling the beats.
///
/// The percentile bootstrap (Efron and Tibshirani, "An Introduction to the Bootstrap", 1993, section
/// 13.3): `N` beats are drawn with replacement, scored as the whole was scored, and so on; the
/// interval holds the middle `level` of the scores. Beats are taken as independent. Those of one
/// patient are not, so the intervals say how much a score owes to the choice of beats, nothing about
/// new patients.
public struct BootstrapIntervals: Encodable, Equatable, Sendable {
  /// Intervals of one averaged score.
  public struct Averaged: Codable, Equatable, Sendable {
    /// Of the plain mean over the classes.
    public let macro: Interval
    /// Of the mean weighted by the classes' beats.
    public let weighted: Interval
  }

  /// Intervals of one class's scores.
  public struct Class: Encodable, Equatable, Sendable {
    /// The class's short name.
    public let symbol: String
    /// Of its precision.
    public let precision: Interval
    /// Of its recall.
    public let recall: Interval
    /// Of its F1.
    public let f1: Interval

    private enum CodingKeys: String, CodingKey {
      case symbol = "name"
      case precision, recall, f1
    }
  }

  /// The share of the resamples' scores an interval holds, such as 0.95.
  public let level: Double
  /// The number of resamples.
  public let resamples: Int
  /// The seed of the draws.
  public let seed: UInt64
  /// Of the accuracy.
  public let accuracy: Interval
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
    _ matrix: ConfusionMatrix, resamples: Int = 1000, level: Double = 0.95, seed: UInt64
  ) {
    precondition(resamples > 0 && (0...1).contains(level))
    var generator = SeededGenerator(seed: seed)
    let sampler = CellSampler(matrix.counts)
    let scores = (0..<resamples).map { _ in
      ConfusionScores(sampler.resample(using: &generator))
    }
    func interval(_ score: (ConfusionScores) -> Double) -> Interval {
      Interval(middle: level, of: scores.map(score))
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
    accuracy = interval(\.accuracy)
    precision = averaged(\.averagedPrecision)
    recall = averaged(\.averagedRecall)
    f1 = averaged(\.averagedF1)
    classes = matrix.classes.indices.map { index in
      Class(
        symbol: matrix.classes[index].symbol, precision: interval { $0.precision[index] },
        recall: interval { $0.recall[index] }, f1: interval { $0.f1[index] })
    }
  }
}
