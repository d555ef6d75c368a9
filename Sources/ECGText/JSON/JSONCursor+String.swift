extension JSONCursor {
  /// What stands between two quotes, single or double.
  mutating func string() throws -> String {
    let first = line
    guard let quote = byte else { throw error("a string") }
    advance()
    var bytes: [UInt8] = []
    while let byte {
      switch byte {
      case quote:
        advance()
        return String(decoding: bytes, as: UTF8.self)
      case UInt8(ascii: "\\"):
        advance()
        try escape(into: &bytes)
      case 0..<32 where byte != 9:
        throw JSONSyntaxError(
          line: first, problem: "expected a quote at the end of a string, found the end of the line"
        )
      default:
        bytes.append(byte)
        advance()
      }
    }
    throw JSONSyntaxError(
      line: first, problem: "expected a quote at the end of a string, found the end of the text")
  }

  /// What a backslash says of the signs after it.
  private mutating func escape(into bytes: inout [UInt8]) throws {
    guard let byte else { return }
    let signs: [UInt8: UInt8] = [
      UInt8(ascii: "n"): 10, UInt8(ascii: "t"): 9, UInt8(ascii: "r"): 13, UInt8(ascii: "b"): 8,
      UInt8(ascii: "f"): 12,
    ]
    switch byte {
    case UInt8(ascii: "u"):
      advance()
      bytes += String(try escapedScalar()).utf8
    case 13:
      // A line that goes on in the next.
      advance()
      _ = take("\n")
    case 10: advance()
    default:
      bytes.append(signs[byte] ?? byte)
      advance()
    }
  }

  private mutating func escapedScalar() throws -> Character {
    let high = try fourDigits()
    if let scalar = Unicode.Scalar(high) { return Character(scalar) }
    // UTF-16 writes what is beyond 16 bits in two.
    guard (0xD800..<0xDC00).contains(high), take("\\"), take("u") else {
      throw error("the second half of a pair of surrogates")
    }
    let low = try fourDigits()
    guard (0xDC00..<0xE000).contains(low),
      let scalar = Unicode.Scalar(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00))
    else { throw error("the second half of a pair of surrogates") }
    return Character(scalar)
  }

  private mutating func fourDigits() throws -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard let byte, let digit = Character(Unicode.Scalar(byte)).hexDigitValue, byte < 0x80 else {
        throw error("four hexadecimal digits after \\u")
      }
      value = value << 4 + UInt32(digit)
      advance()
    }
    return value
  }
}
