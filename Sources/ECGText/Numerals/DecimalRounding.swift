/// Rounds decimal numbers to `Float`, correctly (to nearest, ties to even).
///
/// A decimal `w × 10^q` with a 64-bit `w` is multiplied by a 64-bit lower bound of `10^q`, after
/// Lemire, "Number parsing at a gigabyte per second" (Software: Practice and Experience 51, 2021),
/// section 5. The upper half of the product is below the true value by less than two units. Where
/// every number in that interval rounds to the same `Float`, that is the answer; otherwise, and
/// outside the table's range, there is none and the caller takes the slow way. A number is thus
/// never rounded twice.
package enum DecimalRounding {
  /// The powers of ten in the table: `10^q` for `q` of this range.
  @inlinable package static var exponents: ClosedRange<Int> { -38...38 }

  /// `10^q ≈ significand × 2^exponent`, the significand's highest bit set and rounded down.
  package struct Power: Sendable {
    @usableFromInline let significand: UInt64
    @usableFromInline let exponent: Int
  }

  /// The powers in order of `exponents`.
  package static let powers: [Power] = exponents.map(power)

  /// The `Float` nearest to `w × 10^q`, or nil where this quick way cannot tell.
  @inlinable @inline(__always)
  package static func round(_ w: UInt64, tenTo q: Int, powers: UnsafePointer<Power>) -> Float? {
    if w == 0 { return 0 }
    guard exponents.contains(q) else { return nil }
    let power = powers[q - exponents.lowerBound]
    let shift = w.leadingZeroBitCount
    let high = (w &<< UInt64(shift)).multipliedFullWidth(by: power.significand).high
    // `high` has 63 or 64 significant bits; 24 of them are kept.
    let dropped = 40 - high.leadingZeroBitCount
    let half: UInt64 = 1 &<< UInt64(dropped &- 1)
    let rest = high & (half &* 2 &- 1)
    guard rest &+ 2 <= half || rest > half else { return nil }
    let significand = UInt32(truncatingIfNeeded: high &>> UInt64(dropped)) &+ (rest > half ? 1 : 0)
    let biased = dropped &+ (23 + 64 + 127) &- shift &+ power.exponent
    guard 1...253 ~= biased else { return nil }
    // A carry out of the significand raises the exponent by one, as it should.
    return Float(bitPattern: UInt32(biased - 1) << 23 &+ significand)
  }

  private static func power(_ q: Int) -> Power {
    let ten = (0..<abs(q)).reduce(into: UInt128(1)) { power, _ in power *= 10 }
    let bits = 128 - ten.leadingZeroBitCount
    if q >= 0 {
      let significand = bits <= 64 ? ten << UInt128(64 - bits) : ten >> UInt128(bits - 64)
      return Power(significand: UInt64(significand), exponent: bits - 64)
    }
    // Long division of 2^(bits + 63) by 10^-q, bit by bit: 64 bits of quotient.
    var remainder = UInt128(1) << UInt128(bits - 1)
    var quotient: UInt64 = 0
    for _ in 0..<64 {
      remainder <<= 1
      quotient <<= 1
      if remainder >= ten {
        remainder -= ten
        quotient |= 1
      }
    }
    return Power(significand: quotient, exponent: -(bits + 63))
  }
}
