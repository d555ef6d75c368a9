import ECGText
import Foundation

/// Numbers as the report and its figures write them, the same in every locale.
enum Numerals {
  /// A share as a percentage in one line: `82.8 %`.
  static func percent(_ share: Double) -> String {
    share.isFinite ? (100 * share).percent(decimals: 1).replacing(" ", with: "\u{A0}") : "–"
  }

  /// The level of an interval: `95 %`.
  static func level(_ level: Double) -> String { "\(short(100 * level))\u{A0}%" }

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
