/// Reads JSON that people write: with JSON5's comments, trailing commas, single quotes, names
/// without quotes, hexadecimal numbers and dots without digits beside them.
///
/// Of our own, since Foundation's decoder (Swift 6.2 on Linux, `allowsJSON5`) says of broken text
/// that it "was not valid JSON", without a place, gives no lines for what is well-formed but wrong,
/// lets the first of two members of one name win without a word, and takes `01` and line breaks in
/// strings. Numbers must be finite.
package struct JSONParser {
  private var cursor: JSONCursor
  private var depth = 0

  /// What a text may nest: more than any person writes, and little enough for a thread's stack.
  private static let deepest = 64

  /// Reads a text of one value.
  ///
  /// - Throws: ``JSONSyntaxError`` at the first thing that is wrong.
  package static func parse(_ bytes: some Collection<UInt8>) throws -> JSONNode {
    let bytes = Array(bytes)
    guard String(validating: bytes, as: UTF8.self) != nil else {
      let valid = bytes.indices.first { end in
        // Where a prefix up to a line break is no UTF-8, that line is not.
        (bytes[end] == 10 || end == bytes.count - 1)
          && String(validating: bytes[...end], as: UTF8.self) == nil
      }
      throw JSONSyntaxError(
        line: 1 + bytes[..<(valid ?? 0)].count { $0 == 10 },
        problem: "expected text in UTF-8, found bytes of another encoding")
    }
    var parser = JSONParser(cursor: JSONCursor(bytes))
    try parser.cursor.skipSpace()
    let value = try parser.value(line: parser.cursor.line)
    try parser.cursor.skipSpace()
    guard parser.cursor.isAtEnd else { throw parser.cursor.error("the end of the text") }
    return value
  }

  private mutating func value(line: Int) throws -> JSONNode {
    guard let byte = cursor.byte else { throw cursor.error("a value") }
    switch byte {
    case UInt8(ascii: "{"): return JSONNode(try nested { try $0.object() }, line: line)
    case UInt8(ascii: "["): return JSONNode(try nested { try $0.array() }, line: line)
    case UInt8(ascii: "\""), UInt8(ascii: "'"):
      return JSONNode(.string(try cursor.string()), line: line)
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"),
      UInt8(ascii: "."):
      return JSONNode(.number(try cursor.number()), line: line)
    default:
      var ahead = cursor
      let word = ahead.word()
      let literals: [String: JSONNode.Value] = [
        "null": .null, "true": .bool(true), "false": .bool(false),
      ]
      guard let literal = literals[word] else { throw cursor.error("a value") }
      cursor = ahead
      return JSONNode(literal, line: line)
    }
  }

  private mutating func nested(
    _ body: (inout JSONParser) throws -> JSONNode.Value
  ) throws -> JSONNode.Value {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.deepest else {
      throw JSONSyntaxError(
        line: cursor.line,
        problem: "expected at most \(Self.deepest) brackets within one another, found more")
    }
    return try body(&self)
  }

  private mutating func array() throws -> JSONNode.Value {
    var elements: [JSONNode] = []
    cursor.advance()
    while true {
      try cursor.skipSpace()
      if cursor.take("]") { return .array(elements) }
      elements.append(try value(line: cursor.line))
      try cursor.skipSpace()
      if cursor.take(",") { continue }
      if cursor.take("]") { return .array(elements) }
      throw cursor.error("a comma or ] after a value")
    }
  }

  private mutating func object() throws -> JSONNode.Value {
    var members: [JSONNode.Member] = []
    var lines: [String: Int] = [:]
    cursor.advance()
    while true {
      try cursor.skipSpace()
      if cursor.take("}") { return .object(members) }
      let line = cursor.line
      let name = try cursor.name()
      if let first = lines.updateValue(line, forKey: name) {
        throw JSONSyntaxError(
          line: line,
          problem: "expected each field once, found \"\(name)\" again, which line \(first) has")
      }
      try cursor.skipSpace()
      guard cursor.take(":") else { throw cursor.error("a colon after \"\(name)\"") }
      try cursor.skipSpace()
      members.append(.init(name, try value(line: line)))
      try cursor.skipSpace()
      if cursor.take(",") { continue }
      if cursor.take("}") { return .object(members) }
      throw cursor.error("a comma or } after the value of \"\(name)\"")
    }
  }
}
