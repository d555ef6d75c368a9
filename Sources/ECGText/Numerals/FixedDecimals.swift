import Foundation

extension Double {
  /// The number with so many decimals, as C's `%.nf` has it: correctly rounded, ties to even.
  ///
  /// - Parameter decimals: at most 9.
  package func fixed(_ decimals: Int) -> String {
    var text: [UInt8] = []
    text.append(self, decimals: decimals)
    return String(decoding: text, as: UTF8.self)
  }
}

extension [UInt8] {
  /// Appends a number with so many decimals, as C's `%.nf` has it: correctly rounded, ties to even.
  ///
  /// A table of a day's beats has a million of them, which by `String(format:)` took as long as
  /// finding the beats.
  ///
  /// - Parameter decimals: at most 9.
  package mutating func append(_ number: Double, decimals: Int) {
    let power = Self.powers[decimals]
    let scaled = number.magnitude * power
    // Up to here whole numbers and halves of them are exact.
    guard scaled < 0x1p52 else {
      return append(contentsOf: String(format: "%.\(decimals)f", number).utf8)
    }
    var whole = UInt64(scaled)
    // How far the product is above a half, and what was lost when it was rounded: their sum
    // has the right sign.
    let above = scaled - Double(whole) - 0.5
    let lost = (-scaled).addingProduct(number.magnitude, power)
    let rest = above + lost
    if rest > 0 || rest == 0 && !whole.isMultiple(of: 2) { whole += 1 }
    if number.sign == .minus { append(UInt8(ascii: "-")) }
    appendDigits(whole, decimals: decimals)
  }

  private static let powers: [Double] = (0...9).map {
    (0..<$0).reduce(1.0) { power, _ in power * 10 }
  }

  /// Appends the digits of a number in units of the last decimal.
  private mutating func appendDigits(_ number: UInt64, decimals: Int) {
    let start = count
    var (rest, digits) = (number, 0)
    repeat {
      if digits == decimals, decimals > 0 { append(UInt8(ascii: ".")) }
      let (next, digit) = rest.quotientAndRemainder(dividingBy: 10)
      append(UInt8(ascii: "0") + UInt8(digit))
      (rest, digits) = (next, digits + 1)
    } while rest > 0 || digits <= decimals
    self[start...].reverse()
  }
}
