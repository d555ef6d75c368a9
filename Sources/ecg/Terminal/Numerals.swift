import Foundation

/// Numbers as they are shown in a terminal.
enum Numerals {
  /// A count with its thousands apart: `109,446`.
  static func count(_ value: Int) -> String {
    var text = String(value.magnitude)
    var place = text.endIndex
    while let next = text.index(place, offsetBy: -3, limitedBy: text.startIndex),
      next > text.startIndex
    {
      text.insert(",", at: next)
      place = next
    }
    return value < 0 ? "-" + text : text
  }

  /// The size of a file in powers of ten: `411.5 MB`.
  static func size(ofFile path: String) -> String {
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    let bytes = Double((attributes?[.size] as? NSNumber)?.intValue ?? 0)
    return bytes < 1e6
      ? String(format: "%.1f kB", bytes / 1e3) : String(format: "%.1f MB", bytes / 1e6)
  }
}
