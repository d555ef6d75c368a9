/// A confidence interval of one score.
public struct Interval: Codable, Equatable, Sendable {
  /// The lower bound.
  public let low: Double
  /// The upper bound.
  public let high: Double

  /// Creates an interval.
  public init(low: Double, high: Double) {
    self.low = low
    self.high = high
  }

  /// Whether `score` lies within, bounds included.
  public func contains(_ score: Double) -> Bool { low <= score && score <= high }
}

extension Interval {
  /// The middle `level` of `scores`, between order statistics linearly interpolated (method 7 of
  /// Hyndman and Fan, The American Statistician 50, 1996; NumPy's `percentile`).
  ///
  /// - Precondition: `scores` is not empty.
  package init(middle level: Double, of scores: [Double]) {
    let sorted = scores.sorted()
    func quantile(_ share: Double) -> Double {
      let position = share * Double(sorted.count - 1)
      let below = Int(position)
      let above = min(below + 1, sorted.count - 1)
      return sorted[below] + (sorted[above] - sorted[below]) * (position - Double(below))
    }
    self.init(low: quantile((1 - level) / 2), high: quantile((1 + level) / 2))
  }
}
