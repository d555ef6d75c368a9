/// What a field of a CSV file says.
enum DecimalText: Equatable {
  /// A number; infinite where the text says so or the number is beyond `Float`.
  case number(Float)
  /// Nothing, or a word for it such as `nan` or `NA`.
  case missing
  /// Anything else.
  case text

  /// Reads one field, given without the white space and quotes around it.
  init(_ field: UnsafeBufferPointer<UInt8>, powers: UnsafePointer<DecimalRounding.Power>) {
    guard let start = field.baseAddress, !field.isEmpty else {
      self = .missing
      return
    }
    var scan = DecimalScan(at: start, before: start + field.count)
    if scan.run(), scan.position == scan.end {
      self = .number(
        scan.rounded(powers: powers) ?? DecimalText.roundedSlowly(field))
    } else {
      self = DecimalText.word(field)
    }
  }

  /// The number a field of valid decimal syntax spells, by the standard library's exact way.
  private static func roundedSlowly(_ field: UnsafeBufferPointer<UInt8>) -> Float {
    Float(String(decoding: field, as: UTF8.self)) ?? .nan
  }

  /// The words that mean nothing is there, as pandas knows them, and those for infinity.
  private static func word(_ field: UnsafeBufferPointer<UInt8>) -> DecimalText {
    guard field.count <= 9 else { return .text }
    switch String(decoding: field, as: UTF8.self).lowercased() {
    case "nan", "-nan", "+nan", "na", "n/a", "#n/a", "<na>", "null", "none": return .missing
    case "inf", "+inf", "infinity", "+infinity": return .number(.infinity)
    case "-inf", "-infinity": return .number(-.infinity)
    default: return .text
    }
  }
}

/// A walk over a decimal number: sign, digits, point, digits, exponent.
struct DecimalScan {
  /// The next byte.
  private(set) var position: UnsafePointer<UInt8>
  /// The first byte that is out of bounds.
  let end: UnsafePointer<UInt8>
  private var isNegative = false
  /// The first 19 significant digits, which is as many as always fit.
  private var significand: UInt64 = 0
  private var significantDigits = 0
  private var exponent = 0
  /// Whether a digit other than 0 was left out of `significand`.
  private var isCut = false

  /// Creates a walk over the bytes from `start` up to `end`.
  @inline(__always)
  init(at start: UnsafePointer<UInt8>, before end: UnsafePointer<UInt8>) {
    position = start
    self.end = end
  }

  /// Walks as far as a decimal number goes; false where there is none.
  @inline(__always)
  mutating func run() -> Bool {
    if position < end,
      position.pointee == UInt8(ascii: "-") || position.pointee == UInt8(ascii: "+")
    {
      isNegative = position.pointee == UInt8(ascii: "-")
      position += 1
    }
    let start = position
    digits(areFraction: false)
    var count = position - start
    if position < end, position.pointee == UInt8(ascii: ".") {
      position += 1
      let fraction = position
      digits(areFraction: true)
      count += position - fraction
    }
    return count > 0 && power()
  }

  /// The number walked over, or nil where the quick way of rounding cannot tell.
  @inline(__always)
  func rounded(powers: UnsafePointer<DecimalRounding.Power>) -> Float? {
    guard let low = DecimalRounding.round(significand, tenTo: exponent, powers: powers) else {
      return nil
    }
    // The whole number lies between the one cut off and the next: exact if both round alike.
    if isCut, DecimalRounding.round(significand + 1, tenTo: exponent, powers: powers) != low {
      return nil
    }
    return isNegative ? -low : low
  }

  @inline(__always)
  private mutating func digits(areFraction: Bool) {
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
  @inline(__always)
  private mutating func power() -> Bool {
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
