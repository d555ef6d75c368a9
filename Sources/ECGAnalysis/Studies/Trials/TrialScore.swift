public import ECGEvaluation

/// A score that trials and runs are ordered by.
public struct TrialScore: Sendable {
  /// What it is called in options, JSON and CSV, such as `macroF1`.
  public var key: String { metric.key }
  /// What it is called in text.
  public var name: String { metric.name }
  /// Which way it gets better.
  public var direction: Metric.Direction { metric.direction }
  private let metric: Metric

  /// The mean F1 of the classes, which the largest class does not decide.
  public static let macroF1 = TrialScore(metric: .macroF1)

  /// All that there is.
  public static let all = [macroF1] + Metric.all.map { TrialScore(metric: $0) }

  /// The score of that key.
  public static func named(_ key: String) -> TrialScore? { all.first { $0.key == key } }

  /// The score of an evaluation; nil where it is not defined.
  public func value(of evaluation: Evaluation) -> Double? {
    metric.value(of: evaluation)
  }

  /// The score of a run that was kept; nil where it is not defined.
  func value(of run: StoredRun) -> Double? {
    metric.key == Self.macroF1.key ? run.macroF1 : run.metrics[metric].value
  }

  /// The interval of the score; nil for what the counts do not decide.
  public func interval(in intervals: BootstrapIntervals) -> Interval? {
    metric.key == Self.macroF1.key ? intervals.f1.macro : intervals.metrics[metric.key]
  }

  /// Whether one value is better than another; what is not defined is worse than all.
  public func isBetter(_ one: Double?, than other: Double?) -> Bool {
    guard let one, one.isFinite else { return false }
    guard let other, other.isFinite else { return true }
    return direction == .rising ? one > other : one < other
  }
}
