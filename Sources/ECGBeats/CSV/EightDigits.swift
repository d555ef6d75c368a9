/// Eight ASCII digits read at once from a 64-bit word, the first digit in the lowest byte.
///
/// Mula and Lemire's method, as in fast_float (Lemire 2021, section 4).
enum EightDigits {
  /// Whether all eight bytes are ASCII digits.
  @inline(__always)
  static func are(_ word: UInt64) -> Bool {
    let high: UInt64 = 0xF0F0_F0F0_F0F0_F0F0
    return (word & high) | (((word &+ 0x0606_0606_0606_0606) & high) >> 4)
      == 0x3333_3333_3333_3333
  }

  /// The number the digits spell, 0 … 99,999,999.
  @inline(__always)
  static func value(_ word: UInt64) -> UInt64 {
    let digits = word &- 0x3030_3030_3030_3030
    let pairs = digits &* 10 &+ (digits >> 8)
    let even = (pairs & 0x0000_00FF_0000_00FF) &* 0x000F_4240_0000_0064
    let odd = ((pairs >> 16) & 0x0000_00FF_0000_00FF) &* 0x0000_2710_0000_0001
    return (even &+ odd) >> 32
  }

  /// The eight bytes at `text`.
  @inline(__always)
  static func load(_ text: UnsafePointer<UInt8>) -> UInt64 {
    UInt64(littleEndian: UnsafeRawPointer(text).loadUnaligned(as: UInt64.self))
  }
}
