public import ECGEvaluation

/// A score that trials are ordered by.
public struct TrialScore: Sendable {
  /// What it is called in options, JSON and CSV, such as `macroF1`.
  public let key: String
  /// What it is called in text.
  public let name: String
  /// Which way it gets better.
  public let direction: Metric.Direction
  private let metric: Metric?

  /// The mean F1 of the classes, which the largest class does not decide.
  public static let macroF1 = TrialScore(
    key: "macroF1", name: "macro F1", direction: .rising, metric: nil)

  /// All that there is.
  public static let all =
    [macroF1]
    + Metric.all.map {
      TrialScore(key: $0.key, name: $0.name, direction: $0.direction, metric: $0)
    }

  /// The score of that key.
  public static func named(_ key: String) -> TrialScore? { all.first { $0.key == key } }

  /// The score of an evaluation; nil where it is not defined.
  public func value(of evaluation: Evaluation) -> Double? {
    guard let metric else { return evaluation.f1.macro }
    return metric.value(of: evaluation)
  }

  /// The interval of the score; nil for what the counts do not decide.
  public func interval(in intervals: BootstrapIntervals) -> Interval? {
    guard let metric else { return intervals.f1.macro }
    return intervals.metrics[metric.key]
  }

  /// Whether one value is better than another; what is not defined is worse than all.
  public func isBetter(_ one: Double?, than other: Double?) -> Bool {
    guard let one, one.isFinite else { return false }
    guard let other, other.isFinite else { return true }
    return direction == .rising ? one > other : one < other
  }
}
