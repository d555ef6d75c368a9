import Foundation

/// A colour in sRGB.
struct Color: Equatable, Sendable {
  let red: Double
  let green: Double
  let blue: Double

  /// Creates a colour from parts in 0…1.
  init(red: Double, green: Double, blue: Double) {
    self.red = red
    self.green = green
    self.blue = blue
  }

  /// Creates a colour from `#RRGGBB`; what is not a number counts as black.
  init(hex: String) {
    let number = Int(hex.dropFirst(), radix: 16) ?? 0
    self.init(
      red: Double(number >> 16 & 255) / 255, green: Double(number >> 8 & 255) / 255,
      blue: Double(number & 255) / 255)
  }

  /// The colour as `#RRGGBB`.
  var hex: String {
    "#"
      + [red, green, blue].map { part in
        let byte = Int((min(max(part, 0), 1) * 255).rounded())
        return (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
      }.joined()
  }

  /// The colour mixed with `share` of another.
  func mixed(with other: Color, share: Double) -> Color {
    Color(
      red: red + (other.red - red) * share, green: green + (other.green - green) * share,
      blue: blue + (other.blue - blue) * share)
  }

  /// The colour mixed with `share` of white.
  func lightened(by share: Double) -> Color {
    mixed(with: Color(red: 1, green: 1, blue: 1), share: share)
  }

  /// Relative luminance (WCAG 2.2), 0 for black and 1 for white.
  var luminance: Double {
    func linear(_ part: Double) -> Double {
      part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
  }

  /// The contrast with another colour (WCAG 2.2), from 1 to 21.
  func contrast(with other: Color) -> Double {
    let (low, high) = (min(luminance, other.luminance), max(luminance, other.luminance))
    return (high + 0.05) / (low + 0.05)
  }
}
