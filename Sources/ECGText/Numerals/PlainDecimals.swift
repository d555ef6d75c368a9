/// Numbers such as `0.0784983` or `-12`, one behind the other with a delimiter after each,
/// as most fields of most tables of samples are: a sign or none, up to three digits, a mark,
/// up to 15 digits.
///
/// Whatever else there is, exponents, more digits, quotation marks, stops the walk and is for
/// ``DecimalScan``. Two words of eight digits are read whether there are so many or not, since
/// lengths that change from number to number are what a processor guesses wrong.
///
/// Up to 2^53 the digits are a `Double`, and 10^15 is one, so that their quotient is rounded once.
/// Rounding it again to a `Float` gives the nearest one unless it lies halfway between two, which
/// its bits tell (Clinger 1990; Figueroa 1995).
package enum PlainDecimals {
  /// The bytes that may be looked at for one number.
  private static let reach = 24
  private static let mostWholeDigits = 3
  private static let mostDecimals = 15

  /// 10^0 … 10^16.
  private static let powers: [UInt64] = (0...16).map { power in
    (0..<power).reduce(1) { value, _ in value * 10 }
  }

  /// Reads up to `count` numbers into `values` and moves `position` behind the
  /// delimiter of the last.
  ///
  /// - Parameters:
  ///   - count: How many are wanted.
  ///   - position: Where the first begins.
  ///   - end: The first byte that must not be looked at.
  ///   - delimiter: The byte behind each number, no digit.
  ///   - mark: The decimal mark.
  ///   - values: Room for them.
  /// - Returns: How many were read: fewer where one is of another form, or close to the end.
  package static func read(
    _ count: Int, at position: inout UnsafePointer<UInt8>, before end: UnsafePointer<UInt8>,
    delimiter: UInt8, mark: UInt8, into values: UnsafeMutablePointer<Float>
  ) -> Int {
    powers.withUnsafeBufferPointer { powers in
      guard let powers = powers.baseAddress else { return 0 }
      var read = 0
      while read < count, end - position >= reach {
        let isNegative = position.pointee == UInt8(ascii: "-")
        var next = position + (isNegative ? 1 : 0)
        guard let whole = wholeNumber(at: &next) else { return read }
        var (digits, decimals) = (whole, 0)
        if next.pointee == mark {
          next += 1
          (digits, decimals) = fraction(behind: whole, at: next, powers: powers)
          next += decimals
        }
        guard next.pointee == delimiter,
          let value = quotient(digits, decimals, powers: powers)
        else { return read }
        values[read] = isNegative ? -value : value
        read += 1
        position = next + 1
      }
      return read
    }
  }

  /// One to three digits; nil where there are none.
  @inline(__always)
  private static func wholeNumber(at position: inout UnsafePointer<UInt8>) -> UInt64? {
    var value = UInt64(position.pointee &- UInt8(ascii: "0"))
    guard value < 10 else { return nil }
    position += 1
    for _ in 1..<mostWholeDigits {
      let digit = position.pointee &- UInt8(ascii: "0")
      guard digit < 10 else { break }
      value = value &* 10 &+ UInt64(digit)
      position += 1
    }
    return value
  }

  /// The digits from `position` on, of which the first 16 count, put behind those of `whole`;
  /// and their number.
  @inline(__always)
  private static func fraction(
    behind whole: UInt64, at position: UnsafePointer<UInt8>, powers: UnsafePointer<UInt64>
  ) -> (digits: UInt64, count: Int) {
    let first = EightDigits.leading(in: EightDigits.load(position))
    let second = EightDigits.leading(in: EightDigits.load(position + 8))
    let more = first.count == 8 ? second.count : 0
    // Without the second word its value is not wanted: times zero rather than by a jump.
    let rest = first.count == 8 ? second.value : 0
    let count = first.count &+ more
    let digits = whole &* powers[count] &+ first.value &* powers[more] &+ rest
    return (digits, count)
  }

  /// The `Float` nearest to `digits / 10^decimals`; nil where this way cannot tell.
  @inline(__always)
  private static func quotient(
    _ digits: UInt64, _ decimals: Int, powers: UnsafePointer<UInt64>
  ) -> Float? {
    guard digits <= 1 &<< 53, decimals <= mostDecimals else { return nil }
    let quotient =
      Double(Int64(bitPattern: digits)) / Double(Int64(bitPattern: powers[decimals]))
    // The 29 bits that a Float lacks: a one and zeros are the middle between two.
    guard quotient.bitPattern & 0x1FFF_FFFF != 0x1000_0000 else { return nil }
    return Float(quotient)
  }
}
