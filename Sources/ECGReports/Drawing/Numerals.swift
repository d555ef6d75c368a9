import Foundation

/// Numbers as the report and its figures write them, the same in every locale.
enum Numerals {
  /// A share as a percentage: `82.8 %`; shares that would round to 0 or 100 but are not say so.
  static func percent(_ share: Double) -> String {
    guard share.isFinite else { return "–" }
    if share > 0 && share < 0.0005 { return "< 0.1 %" }
    if share < 1 && share >= 0.9995 { return "> 99.9 %" }
    return String(format: "%.1f", share * 100) + "\u{A0}%"
  }

  /// A score between 0 and 1: `0.986`.
  static func score(_ value: Double?, places: Int = 3) -> String {
    guard let value, value.isFinite else { return "–" }
    return String(format: "%.\(places)f", value)
  }

  /// A number in few digits: `0.00015`, `2.5e-07`.
  static func short(_ value: Double) -> String {
    value.isFinite ? String(format: "%.4g", value) : "–"
  }
}
