/// A value in a JSON text, with the line that it begins on.
///
/// For texts that people write: what is wrong with a value is told with its line, and members
/// keep their order.
package struct JSONNode: Equatable, Sendable {
  /// What it is.
  package indirect enum Value: Equatable, Sendable {
    case null
    case bool(Bool)
    /// A number as JSON spells it; the digits are those of the text, so that nothing
    /// is rounded twice.
    case number(String)
    case string(String)
    case array([JSONNode])
    case object([Member])
  }

  /// A named value of an object.
  package struct Member: Equatable, Sendable {
    package let name: String
    package var value: JSONNode

    package init(_ name: String, _ value: JSONNode) {
      self.name = name
      self.value = value
    }
  }

  /// What it is.
  package var value: Value
  /// The line, counted from 1, that it begins on, for a member that of its name; nil where
  /// it is of no text.
  package let line: Int?

  package init(_ value: Value, line: Int? = nil) {
    self.value = value
    self.line = line
  }
}

extension JSONNode {
  /// The member called `name`; nil where this is no object or has none.
  package subscript(name: String) -> JSONNode? {
    guard case .object(let members) = value else { return nil }
    return members.first { $0.name == name }?.value
  }

  /// The value at the end of a path of names and indices; nil where there is none.
  package subscript(path path: some Collection<String>) -> JSONNode? {
    guard let first = path.first else { return self }
    let next: JSONNode? =
      if case .array(let elements) = value {
        Int(first).flatMap { elements.indices.contains($0) ? elements[$0] : nil }
      } else {
        self[first]
      }
    return next?[path: path.dropFirst()]
  }

  /// What it is, in a word or two, for messages: scalars as they are spelt.
  package var found: String {
    switch value {
    case .null, .bool, .number: text
    case .string(let string): "\"\(string.prefix(40))\""
    case .array: "a list"
    case .object: "an object"
    }
  }

  /// The same value, of no text.
  package var withoutLines: JSONNode {
    switch value {
    case .array(let elements): JSONNode(.array(elements.map(\.withoutLines)))
    case .object(let members):
      JSONNode(.object(members.map { Member($0.name, $0.value.withoutLines) }))
    default: JSONNode(value)
    }
  }

  /// The value as JSON text, in one line.
  package var text: String {
    switch value {
    case .null: "null"
    case .bool(let flag): flag ? "true" : "false"
    case .number(let digits): digits
    case .string(let string): Self.quoted(string)
    case .array(let elements): "[" + elements.map(\.text).joined(separator: ", ") + "]"
    case .object(let members):
      "{"
        + members.map { "\(Self.quoted($0.name)): \($0.value.text)" }.joined(separator: ", ") + "}"
    }
  }

  private static func quoted(_ string: String) -> String {
    var text = "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"", "\\": text += "\\\(scalar)"
      case "\n": text += "\\n"
      case "\t": text += "\\t"
      case "\r": text += "\\r"
      case "\0"..<" ":
        let digits = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text + "\""
  }
}
