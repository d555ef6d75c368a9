/// Eight ASCII digits read or made at once as a 64-bit word, the first digit in the lowest byte.
///
/// Reading is Mula and Lemire's method, as in fast_float (Lemire 2021, section 4); making halves
/// the number three times, each time all parts at once (Khuong 2017).
package enum EightDigits {
  /// Whether all eight bytes are ASCII digits.
  @inlinable @inline(__always)
  package static func are(_ word: UInt64) -> Bool {
    let high: UInt64 = 0xF0F0_F0F0_F0F0_F0F0
    return (word & high) | (((word &+ 0x0606_0606_0606_0606) & high) >> 4)
      == 0x3333_3333_3333_3333
  }

  /// The number the digits spell, 0 … 99,999,999.
  @inlinable @inline(__always)
  package static func value(_ word: UInt64) -> UInt64 {
    let digits = word &- 0x3030_3030_3030_3030
    let pairs = digits &* 10 &+ (digits >> 8)
    let even = (pairs & 0x0000_00FF_0000_00FF) &* 0x000F_4240_0000_0064
    let odd = ((pairs >> 16) & 0x0000_00FF_0000_00FF) &* 0x0000_2710_0000_0001
    return (even &+ odd) >> 32
  }

  /// The digits before the first byte that is none, and the number they spell; 0
  /// where there are none.
  @inlinable @inline(__always)
  package static func leading(in word: UInt64) -> (count: Int, value: UInt64) {
    let digits = word ^ 0x3030_3030_3030_3030
    // Bit 7 is set from 10 on. A carry reaches later bytes only.
    let others = ((digits &+ 0x7676_7676_7676_7676) | digits) & 0x8080_8080_8080_8080
    let count = others.trailingZeroBitCount / 8
    // Zeros come before the first digit; in two halves, since a shift by all 64 bits is not one of
    // the processor's.
    let half = UInt64(32 - 4 * count)
    return (count, EightDigits.value(0x3030_3030_3030_3030 &+ (digits &<< half) &<< half))
  }

  /// The digits of a number from 0 to 99,999,999, with leading zeros.
  @inlinable @inline(__always)
  package static func text(_ value: UInt64) -> UInt64 {
    // Two numbers of four digits, four of two, eight of one. Division is multiplication by a
    // reciprocal that is exact for as many digits: 10486 / 2^20 and 103 / 2^10.
    let (high, low) = value.quotientAndRemainder(dividingBy: 10_000)
    let fours = high | low &<< 32
    let hundreds = (fours &* 10_486) &>> 20 & 0x0000_007F_0000_007F
    let twos = hundreds | (fours &- 100 &* hundreds) &<< 16
    let tens = (twos &* 103) &>> 10 & 0x000F_000F_000F_000F
    return 0x3030_3030_3030_3030 | tens | (twos &- 10 &* tens) &<< 8
  }

  /// The eight bytes at `text`.
  @inlinable @inline(__always)
  package static func load(_ text: UnsafePointer<UInt8>) -> UInt64 {
    UInt64(littleEndian: UnsafeRawPointer(text).loadUnaligned(as: UInt64.self))
  }
}
