import Foundation

/// Scores as tables show them.
package enum ScoreText {
  /// A score, with its interval behind it where there is one, as `0.9123 (0.8801–0.9410)`; a dash
  /// for one that is not defined.
  package static func cell(
    _ score: Double?, _ interval: Interval? = nil, places: Int = 4
  ) -> String {
    guard let score else { return "–" }
    let number = String(format: "%.\(places)f", score)
    return interval.map { "\(number) (\(range($0, places: places)))" } ?? number
  }

  /// The bounds of an interval, as `0.8801–0.9410`.
  package static func range(_ interval: Interval, places: Int = 4) -> String {
    String(format: "%.\(places)f–%.\(places)f", interval.low, interval.high)
  }
}
