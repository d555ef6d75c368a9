/// A walk over a decimal number: sign, digits, point, digits, exponent.
package struct DecimalScan {
  /// The next byte.
  package var position: UnsafePointer<UInt8>
  /// The first byte that is out of bounds.
  package let end: UnsafePointer<UInt8>
  /// The decimal mark, a point or a comma.
  @usableFromInline let mark: UInt8
  @usableFromInline var isNegative = false
  /// The first 19 significant digits, which is as many as always fit.
  @usableFromInline var significand: UInt64 = 0
  @usableFromInline var significantDigits = 0
  @usableFromInline var exponent = 0
  /// Whether a digit other than 0 was left out of `significand`.
  @usableFromInline var isCut = false

  /// Creates a walk over the bytes from `start` up to `end`.
  @inlinable @inline(__always)
  package init(
    at start: UnsafePointer<UInt8>, before end: UnsafePointer<UInt8>,
    mark: UInt8 = UInt8(ascii: ".")
  ) {
    position = start
    self.end = end
    self.mark = mark
  }

  /// Walks as far as a decimal number goes; false where there is none.
  @inlinable @inline(__always)
  package mutating func run() -> Bool {
    if position < end,
      position.pointee == UInt8(ascii: "-") || position.pointee == UInt8(ascii: "+")
    {
      isNegative = position.pointee == UInt8(ascii: "-")
      position += 1
    }
    let start = position
    digits(areFraction: false)
    var count = position - start
    if position < end, position.pointee == mark {
      position += 1
      let fraction = position
      digits(areFraction: true)
      count += position - fraction
    }
    return count > 0 && power()
  }

  /// Reads a number and moves `position` behind it, all in one call since nothing is inlined across
  /// targets; nil where there is none, or where the quick way of rounding cannot tell.
  package static func float(
    at position: inout UnsafePointer<UInt8>, before end: UnsafePointer<UInt8>, mark: UInt8,
    powers: UnsafePointer<DecimalRounding.Power>
  ) -> Float? {
    var scan = DecimalScan(at: position, before: end, mark: mark)
    guard scan.run() else { return nil }
    position = scan.position
    return scan.rounded(powers: powers)
  }

  /// The number walked over, or nil where the quick way of rounding cannot tell.
  @inlinable @inline(__always)
  package func rounded(powers: UnsafePointer<DecimalRounding.Power>) -> Float? {
    guard let low = DecimalRounding.round(significand, tenTo: exponent, powers: powers) else {
      return nil
    }
    // The whole number lies between the one cut off and the next: exact if both round alike.
    if isCut, DecimalRounding.round(significand + 1, tenTo: exponent, powers: powers) != low {
      return nil
    }
    return isNegative ? -low : low
  }

  @inlinable @inline(__always)
  mutating func digits(areFraction: Bool) {
    while end - position >= 8, significantDigits <= 11 {
      let word = EightDigits.load(position)
      guard EightDigits.are(word) else { break }
      let value = EightDigits.value(word)
      if significand != 0 || value != 0 { significantDigits += 8 }
      significand = significand &* 100_000_000 &+ value
      if areFraction { exponent -= 8 }
      position += 8
    }
    while position < end, position.pointee &- UInt8(ascii: "0") < 10 {
      let digit = position.pointee &- UInt8(ascii: "0")
      if significantDigits < 19 {
        significand = significand &* 10 &+ UInt64(digit)
        if significand != 0 { significantDigits += 1 }
        if areFraction { exponent -= 1 }
      } else {
        isCut = isCut || digit != 0
        if !areFraction { exponent += 1 }
      }
      position += 1
    }
  }

  /// The power of ten, where there is one; false where an `e` has no digits after it.
  @inlinable @inline(__always)
  mutating func power() -> Bool {
    guard position < end, position.pointee | 0x20 == UInt8(ascii: "e") else { return true }
    position += 1
    var isDown = false
    if position < end,
      position.pointee == UInt8(ascii: "-") || position.pointee == UInt8(ascii: "+")
    {
      isDown = position.pointee == UInt8(ascii: "-")
      position += 1
    }
    let start = position
    var power = 0
    while position < end, position.pointee &- UInt8(ascii: "0") < 10 {
      // Far beyond any `Float`, the rest of the digits no longer matters.
      if power < 100_000 { power = power * 10 + Int(position.pointee &- UInt8(ascii: "0")) }
      position += 1
    }
    exponent += isDown ? -power : power
    return position > start
  }
}
