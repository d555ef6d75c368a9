import Foundation

/// A coordinate of a drawing in CSS pixels, with one decimal.
///
/// Not by a format string: a page has some twenty thousand, and drawing it took most of the time of
/// classifying a recording of some minutes.
func coordinate(_ pixels: Double) -> String {
  let tenths = (pixels * 10).rounded()
  guard abs(tenths) < 1e15 else { return String(format: "%.1f", pixels) }
  let whole = Int(tenths.magnitude)
  return "\(tenths < 0 ? "-" : "")\(whole / 10).\(whole % 10)"
}
