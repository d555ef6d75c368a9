/// The text of a `Float` as C's `%.18e` gives it for the value widened to `Double`: correctly
/// rounded, ties to even, such as `9.779411554336547852e-01`.
///
/// A float is `m · 2^e` with `m < 2^24`, so the nineteen digits are the integer nearest to
/// `m · 5^q · 2^(e + q)` for the `q` that gives it nineteen digits. All of it is exact integer
/// arithmetic.
package enum ScientificFormat {
  /// The length of the text of a finite value without sign; `-` adds one.
  package static let width = 24

  /// The longest text, in bytes.
  package static let longest = width + 1

  /// Writes the text of `value` to `bytes`, which holds ``longest`` bytes, and returns its length.
  @inline(__always)
  package static func write(_ value: Float, to bytes: UnsafeMutablePointer<UInt8>) -> Int {
    if value.bitPattern == 0 {
      writeZero(to: bytes)
      return width
    }
    var start = bytes
    if value.sign == .minus, !value.isNaN {
      start[0] = UInt8(ascii: "-")
      start += 1
    }
    guard value.isFinite else { return writeSpecial(value, to: start) + (start - bytes) }
    let (digits, exponent) = decimal(of: value)
    write(digits: digits, exponent: exponent, to: start)
    return width + (start - bytes)
  }

  /// `0.000000000000000000e+00` in three words, as beats are padded with many.
  @inline(__always)
  private static func writeZero(to bytes: UnsafeMutablePointer<UInt8>) {
    let text = UnsafeMutableRawPointer(bytes)
    let zeros: UInt64 = 0x3030_3030_3030_3030
    // The text's first byte is a word's lowest.
    let point: UInt64 = 0x3030_3030_3030_2E30
    let exponent: UInt64 = 0x3030_2B65_3030_3030
    text.storeBytes(of: point.littleEndian, as: UInt64.self)
    text.storeBytes(of: zeros, toByteOffset: 8, as: UInt64.self)
    text.storeBytes(of: exponent.littleEndian, toByteOffset: 16, as: UInt64.self)
  }

  private static func writeSpecial(_ value: Float, to bytes: UnsafeMutablePointer<UInt8>) -> Int {
    let letters = Array((value.isNaN ? "nan" : "inf").utf8)
    bytes.update(from: letters, count: letters.count)
    return letters.count
  }

  // MARK: - Digits

  /// `digits · 10^(exponent - 18)`, rounded to nineteen digits; both 0 for 0.
  @inline(__always)
  private static func decimal(of value: Float) -> (digits: UInt64, exponent: Int) {
    let bits = value.bitPattern & 0x7FFF_FFFF
    guard bits != 0 else { return (0, 0) }
    let isNormal = bits >> 23 != 0
    let mantissa = UInt64(bits & 0x7F_FFFF) | (isNormal ? 0x80_0000 : 0)
    let exponent = max(Int(bits >> 23), 1) &- 150
    let magnitude = 63 &- mantissa.leadingZeroBitCount &+ exponent
    // floor(log10(2^magnitude)), right for all of Float's magnitudes: the decimal exponent or one
    // less.
    let power = (magnitude &* 1233) >> 12
    // With one digit more, it is computed anew rather than divided, so that it is rounded once;
    // 10^19 itself has a zero to spare.
    if let digits = quicklyScaled(mantissa, exponent, by: 18 &- power) {
      if digits < tenToThe19th { return (digits, power) }
      if let digits = quicklyScaled(mantissa, exponent, by: 17 &- power) {
        return (digits, power &+ 1)
      }
    }
    let digits = scaled(mantissa, exponent, by: 18 - power)
    if digits < tenToThe19th { return (UInt64(digits), power) }
    return (UInt64(scaled(mantissa, exponent, by: 17 - power)), power + 1)
  }

  private static let tenToThe19th: UInt64 = 10_000_000_000_000_000_000

  /// The integer nearest to `mantissa · 2^exponent · 10^power`, ties to even, or the largest number
  /// there is where it is larger; nil where that takes more than one product. It does not from
  /// about 1e-9 up to 64.
  @inline(__always)
  private static func quicklyScaled(
    _ mantissa: UInt64, _ exponent: Int, by power: Int
  ) -> UInt64? {
    let shift = exponent &+ power
    // 5^27 < 2^63, so the product fits.
    guard power >= 0, power < fives.count, shift < 0, shift > -64 else { return nil }
    let (high, low) = mantissa.multipliedFullWidth(by: fives[power])
    let down = UInt64(truncatingIfNeeded: 0 &- shift)
    guard high &>> down == 0 else { return .max }
    let up = 64 &- down
    let quotient = high &<< up | low &>> down
    // What is shifted out, as a share of 2^64.
    let rest = low &<< up
    let isUp = rest > 1 << 63 || (rest == 1 << 63 && quotient & 1 == 1)
    return quotient == .max ? quotient : quotient &+ (isUp ? 1 : 0)
  }

  /// The same whatever the factors.
  @inline(never)
  private static func scaled(_ mantissa: UInt64, _ exponent: Int, by power: Int) -> UInt128 {
    power >= 0
      ? scaledUp(mantissa, shift: exponent + power, by: power)
      : scaledDown(mantissa, exponent, by: -power)
  }

  /// Powers of 5 up to 5^27.
  private static let fives: [UInt64] = (1...27).reduce(into: [1]) { powers, _ in
    powers.append(powers[powers.count - 1] * 5)
  }

  private static func rounded(_ value: UInt128, shiftedRightBy shift: Int) -> UInt128 {
    let quotient = value >> UInt128(shift)
    let rest = value & ((1 << UInt128(shift)) - 1)
    let half: UInt128 = 1 << UInt128(shift - 1)
    return rest > half || (rest == half && quotient & 1 == 1) ? quotient + 1 : quotient
  }

  /// `mantissa · 5^power · 2^shift` for powers up to 63, whose product has up to 171 bits.
  private static func scaledUp(_ mantissa: UInt64, shift: Int, by power: Int) -> UInt128 {
    var high: UInt128 = 0
    var low = UInt128(mantissa)
    for _ in 0..<power {
      let product = low.multipliedFullWidth(by: 5)
      high = high * 5 + product.high
      low = product.low
    }
    if shift >= 0 { return low << UInt128(shift) }
    // The result has about 64 bits, so 32 can be taken off at a time while the product has 128;
    // of what is taken off only "more than nothing" matters.
    var rest = -shift
    var isInexact = false
    while high != 0 || low.leadingZeroBitCount == 0 {
      isInexact = isInexact || low & 0xFFFF_FFFF != 0
      low = low >> 32 | high << 96
      high >>= 32
      rest -= 32
    }
    // The lowest bit stands for what was taken off: it breaks ties and changes nothing else.
    return rounded(low << 1 | (isInexact ? 1 : 0), shiftedRightBy: rest + 1)
  }

  /// `mantissa · 2^exponent / 10^power` for values of 1e19 and more, which fit 128 bits.
  private static func scaledDown(_ mantissa: UInt64, _ exponent: Int, by power: Int) -> UInt128 {
    let value = UInt128(mantissa) << UInt128(exponent)
    let divisor = (0..<power).reduce(UInt128(1)) { product, _ in product * 10 }
    let (quotient, rest) = value.quotientAndRemainder(dividingBy: divisor)
    let isUp = rest > divisor - rest || (rest == divisor - rest && quotient & 1 == 1)
    return isUp ? quotient + 1 : quotient
  }

  // MARK: - Text

  /// `d.dddddddddddddddddde-01`; a float's exponent has two digits.
  @inline(__always)
  private static func write(
    digits: UInt64, exponent: Int, to bytes: UnsafeMutablePointer<UInt8>
  ) {
    let text = UnsafeMutableRawPointer(bytes)
    let (upper, lower) = digits.quotientAndRemainder(dividingBy: 10_000_000_000_000_000)
    let (first, second) = UInt32(truncatingIfNeeded: upper).quotientAndRemainder(dividingBy: 100)
    let (third, fourth) = lower.quotientAndRemainder(dividingBy: 100_000_000)
    // `0.00` and `e±00`, and what their digits add.
    let start = 0x3030_2E30 &+ (first | pair(second) << 16)
    let end =
      (exponent < 0 ? 0x3030_2D65 : 0x3030_2B65)
      &+ pair(UInt32(truncatingIfNeeded: exponent.magnitude)) << 16
    // The text's first byte is a word's lowest.
    text.storeBytes(of: start.littleEndian, as: UInt32.self)
    text.storeBytes(of: EightDigits.text(third).littleEndian, toByteOffset: 4, as: UInt64.self)
    text.storeBytes(of: EightDigits.text(fourth).littleEndian, toByteOffset: 12, as: UInt64.self)
    text.storeBytes(of: end.littleEndian, toByteOffset: 20, as: UInt32.self)
  }

  /// Two digits, the first in the lowest byte.
  @inline(__always)
  private static func pair(_ value: UInt32) -> UInt32 {
    let (tens, ones) = value.quotientAndRemainder(dividingBy: 10)
    return tens | ones << 8
  }
}
