import ECGSignals

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
  /// How often is drawn for an interval where nothing else is asked for.
  public static let defaultResamples = 1000
  /// The share of the draws' scores that an interval holds where nothing else is asked for.
  public static let defaultLevel = 0.95

  /// The interval of a score from those of draws; nil where the score is not defined,
  /// or is in no draw.
  ///
  /// A draw in which the score is not defined says nothing of it and is left out: it is no 0.
  ///
  /// - Parameters:
  ///   - score: the score of the whole.
  ///   - draws: the score in each draw.
  ///   - level: the share of the draws' scores that the interval holds.
  package init?(of score: Double?, draws: [Double?], level: Double = Interval.defaultLevel) {
    let defined = draws.compactMap(\.self)
    guard score != nil, !defined.isEmpty else { return nil }
    self.init(middle: level, of: defined)
  }

  /// The middle `level` of `scores`, between two quantiles.
  ///
  /// - Precondition: `scores` is not empty.
  package init(middle level: Double, of scores: [Double]) {
    let sorted = scores.sorted()
    self.init(
      low: sorted.risingQuantile((1 - level) / 2), high: sorted.risingQuantile((1 + level) / 2))
  }
}

extension Interval {
  /// The 95 % score interval of a share (Wilson, Journal of the American Statistical Association
  /// 22, 1927), which stays within 0…1 and has a width where the share is 0 or 1.
  ///
  /// - Parameters:
  ///   - share: the share that was seen, 0…1.
  ///   - count: of how many; for none the interval is 0…1.
  public static func wilson(share: Double, of count: Int) -> Interval {
    guard count > 0 else { return Interval(low: 0, high: 1) }
    let (n, z) = (Double(count), 1.959_963_984_540_054)
    let middle = share + z * z / (2 * n)
    let reach = z * (share * (1 - share) / n + z * z / (4 * n * n)).squareRoot()
    let scale = 1 + z * z / n
    return Interval(
      low: max(0, (middle - reach) / scale), high: min(1, (middle + reach) / scale))
  }
}
