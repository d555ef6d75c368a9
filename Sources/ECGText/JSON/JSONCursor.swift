/// A place in a JSON text, and the tokens that begin there.
struct JSONCursor {
  private let bytes: [UInt8]
  private var position: Int
  /// The line of the place, counted from 1.
  private(set) var line = 1

  /// - Parameter bytes: valid UTF-8.
  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    // A byte order mark says nothing.
    position = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
  }

  var isAtEnd: Bool { position >= bytes.count }
  var byte: UInt8? { isAtEnd ? nil : bytes[position] }

  mutating func advance() {
    if byte == UInt8(ascii: "\n") { line += 1 }
    position += 1
  }

  /// Steps over a sign, where it is there.
  mutating func take(_ sign: Unicode.Scalar) -> Bool {
    guard byte == UInt8(ascii: sign) else { return false }
    advance()
    return true
  }

  /// An error here.
  func error(_ expected: String) -> JSONSyntaxError {
    JSONSyntaxError(line: line, problem: "expected \(expected), found \(here)")
  }

  /// What stands here, for messages: a word or a sign.
  private var here: String {
    guard !isAtEnd else { return "the end of the text" }
    var ahead = self
    let word = ahead.word()
    let rest = bytes[position...]
    if rest.first == UInt8(ascii: "\"") || rest.first == UInt8(ascii: "'") {
      return String(decoding: rest.prefix { $0 >= 32 }.prefix(20), as: UTF8.self)
    }
    let sign = String(decoding: rest.prefix(8), as: UTF8.self).first.map(String.init) ?? ""
    return word.isEmpty ? (sign == "\n" || sign == "\r\n" ? "the end of the line" : sign) : word
  }

  /// Steps over blanks and comments.
  mutating func skipSpace() throws {
    while let byte {
      switch byte {
      case UInt8(ascii: " "), 9...13: advance()
      case 0xC2 where bytes[position...].starts(with: [0xC2, 0xA0]): position += 2
      case UInt8(ascii: "/"): try skipComment()
      default: return
      }
    }
  }

  private mutating func skipComment() throws {
    let rest = bytes[position...]
    if rest.starts(with: "//".utf8) {
      while let byte, byte != UInt8(ascii: "\n") { advance() }
    } else if rest.starts(with: "/*".utf8) {
      let first = line
      position += 2
      while !bytes[position...].starts(with: "*/".utf8) {
        guard !isAtEnd else {
          throw JSONSyntaxError(
            line: first, problem: "expected */ at the end of a comment, found the end of the text")
        }
        advance()
      }
      position += 2
    } else {
      throw error("a value or a comment")
    }
  }

  /// Letters, digits, `_`, `$` and all that is not ASCII, as far as they go.
  mutating func word() -> String {
    let start = position
    while let byte, Self.isOfWord(byte) { position += 1 }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  private static func isOfWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "$"), 0x80...:
      true
    default: false
    }
  }

  /// The name of a member, in quotes or not.
  mutating func name() throws -> String {
    if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") { return try string() }
    let place = self
    let word = word()
    guard let first = word.utf8.first, !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first)
    else { throw place.error("the name of a field or }") }
    return word
  }

  /// A number in JSON's spelling.
  mutating func number() throws -> String {
    let place = self
    var isNegative = false
    if byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+") {
      isNegative = byte == UInt8(ascii: "-")
      position += 1
    }
    let start = position
    while let byte, Self.isOfWord(byte) || byte == UInt8(ascii: ".") || isSignOfExponent(start) {
      position += 1
    }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    guard let digits = Self.decimal(text) else {
      let sign = isNegative ? "-" : ""
      throw JSONSyntaxError(line: place.line, problem: "expected a number, found \(sign)\(text)")
    }
    return (isNegative ? "-" : "") + digits
  }

  /// Whether a `+` or `-` follows the `e` of a decimal number that began at `start`.
  private func isSignOfExponent(_ start: Int) -> Bool {
    guard byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-"), position > start,
      bytes[position - 1] | 0x20 == UInt8(ascii: "e")
    else { return false }
    return !bytes[start..<position].contains { $0 | 0x20 == UInt8(ascii: "x") }
  }

  /// A number without its sign as JSON spells it; nil where it is none, or not finite.
  private static func decimal(_ text: String) -> String? {
    if text.lowercased().hasPrefix("0x") {
      return UInt64(text.dropFirst(2), radix: 16).map { "\($0)" }
    }
    guard
      let match = text.wholeMatch(
        of: /(0|[1-9][0-9]*)?(?:(\.)([0-9]*))?([eE][+-]?[0-9]+)?/.asciiOnlyDigits()),
      match.1 != nil || !(match.3 ?? "").isEmpty, Double(text)?.isFinite ?? true
    else { return nil }
    let fraction = (match.3 ?? "").isEmpty ? (match.2 == nil ? "" : ".0") : ".\(match.3 ?? "")"
    let digits = "\(match.1 ?? "0")\(fraction)\(match.4 ?? "")"
    return Double(digits)?.isFinite == true ? digits : nil
  }
}
