import ECGText
import Foundation
import Testing

struct JSONParserTests {
  private func parse(_ text: String) throws -> JSONNode { try JSONParser.parse(text.utf8) }

  /// What JSON5 adds to JSON, and values that rounding would spoil.
  private static let texts = [
    "{\n // c\n 'a': 1, b: [1,2,], /* x */ \"c\": 1e-3, d: +5, e: .5, f: 0x1F, i: 1., k: -1e30,\n}",
    "{\"a\": 'it\\'s \\u0041 b', \"n\\n\\t\\\"\": null, t: true, f: false}",
    "[]", "{}", "\u{FEFF}{\"a\": 1}", "{\r\n\"a\":\r\n 1}\r\n// end", "[[[1]], {a: {b: {}}}]",
    "\"\\ud83d\\ude00 ä\"", "[18446744073709551615, -9223372036854775808, 0.1, 1E+2, -.5e3, 0]",
    "{á: 1, $x_1: 3}",
  ]

  /// A value as Foundation decodes it.
  private enum Plain: Decodable, Equatable {
    case null
    case flag(Bool)
    case whole(UInt64)
    case number(Double)
    case text(String)
    case list([Plain])
    case object([String: Plain])

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if container.decodeNil() {
        self = .null
      } else if let flag = try? container.decode(Bool.self) {
        self = .flag(flag)
      } else if let whole = try? container.decode(UInt64.self) {
        self = .whole(whole)
      } else if let number = try? container.decode(Double.self) {
        self = .number(number)
      } else if let text = try? container.decode(String.self) {
        self = .text(text)
      } else if let list = try? container.decode([Plain].self) {
        self = .list(list)
      } else {
        self = .object(try container.decode([String: Plain].self))
      }
    }
  }

  /// Foundation reads the same text, by its own hand, and what is printed again.
  @Test(arguments: texts)
  func valuesAreThoseThatFoundationReads(_ text: String) throws {
    let decoder = JSONDecoder()
    decoder.allowsJSON5 = true
    func read(_ text: String) throws -> Plain {
      try decoder.decode(Plain.self, from: Data(text.utf8))
    }
    let node = try parse(text)
    let theirs = try read(text)
    #expect(try read(node.text) == theirs)
    #expect(try read(node.laidOut(width: 20)) == theirs)
    #expect(try read(node.laidOut(comments: ["a": "a comment"])) == theirs)
  }

  @Test func linesAreThoseOfNamesAndElements() throws {
    let node = try parse(
      """
      // first
      {
        a: 1, /* two
        lines */ b:
          [1,
           {c: 'x'}],
      }
      """)
    #expect(node.line == 2)
    #expect(node["a"]?.line == 3)
    #expect(node["b"]?.line == 4)
    #expect(node[path: ["b", "0"]]?.line == 5)
    #expect(node[path: ["b", "1", "c"]]?.line == 6)
    #expect(node[path: ["b", "2"]] == nil)
    #expect(node[path: ["a", "c"]] == nil)
    #expect(node.withoutLines["a"]?.line == nil)
  }

  /// As JSON5 has it; Foundation keeps the line break.
  @Test(arguments: ["\n", "\r\n", "\r"])
  func aStringGoesOnInTheNextLine(_ end: String) throws {
    let node = try parse("{a: 'one \\\(end)two', b: 1}")
    #expect(node["a"]?.value == .string("one two"))
  }

  @Test func digitsStay() throws {
    #expect(
      try parse("[0.1000000000000000055, 18446744073709551615]").text
        == "[0.1000000000000000055, 18446744073709551615]")
  }

  @Test(arguments: [
    ("", 1, "expected a value, found the end of the text"),
    (
      "{\n\"a\": 1\n\"b\": 2}", 3, "expected a comma or } after the value of \"a\", found \"b\": 2}"
    ),
    ("{\"a\": 1,\n", 2, "expected the name of a field or }, found the end of the text"),
    ("[1,\n2,,3]", 2, "expected a value, found ,"),
    ("[1 2]", 1, "expected a comma or ] after a value, found 2"),
    ("{\"a\": tru}", 1, "expected a value, found tru"),
    ("{\"a\": 1}\nx", 2, "expected the end of the text, found x"),
    ("{'a':\n\"x\ny\"}", 2, "expected a quote at the end of a string, found the end of the line"),
    ("[\n'x", 2, "expected a quote at the end of a string, found the end of the text"),
    ("{\r\n\"a\"\r\n 1}", 3, "expected a colon after \"a\", found 1"),
    ("{\"a\":1,\n\"a\":2}", 2, "expected each field once, found \"a\" again, which line 1 has"),
    ("{\"a\": 1\n/* open", 2, "expected */ at the end of a comment, found the end of the text"),
    ("[01]", 1, "expected a number, found 01"), ("[1.5e]", 1, "expected a number, found 1.5e"),
    ("[1e400]", 1, "expected a number, found 1e400"), ("[-]", 1, "expected a number, found -"),
    ("[NaN]", 1, "expected a value, found NaN"), ("[.]", 1, "expected a number, found ."),
    ("[1 / 2]", 1, "expected a value or a comment, found /"),
    ("{1: 2}", 1, "expected the name of a field or }, found 1"),
    ("[\"\\uD800\"]", 1, "expected the second half of a pair of surrogates, found \"]"),
    ("[\"\\u12\"]", 1, "expected four hexadecimal digits after \\u, found \"]"),
    (
      String(repeating: "[", count: 100), 1,
      "expected at most 64 brackets within one another, found more"
    ),
  ])
  func saysWhereAndWhatIsWrong(_ text: String, _ line: Int, _ problem: String) throws {
    let error = try #require(throws: JSONSyntaxError.self) { try parse(text) }
    #expect(error.line == line)
    #expect(error.problem == problem)
  }

  @Test func otherEncodingsAreRefused() throws {
    let error = try #require(throws: JSONSyntaxError.self) {
      try JSONParser.parse([0x7B, 0x0A, 0xE4, 0x0A])
    }
    #expect(error.line == 2)
  }

  /// Whatever is cut off or changed, the parser ends with a value or an error that names
  /// one of the lines.
  @Test func damagedTextsEnd() throws {
    func parse(_ bytes: some Collection<UInt8>) throws {
      do {
        _ = try JSONParser.parse(bytes)
      } catch let error as JSONSyntaxError {
        #expect(!error.problem.isEmpty)
        #expect((1...bytes.count { $0 == 10 || $0 == 13 } + 1).contains(error.line))
      }
    }
    for text in Self.texts {
      let bytes = Array(text.utf8)
      for place in bytes.indices {
        try parse(bytes[..<place])
        for byte: UInt8 in [0, 34, 39, 44, 47, 92, 123, 125, 255] {
          var changed = bytes
          changed[place] = byte
          try parse(changed)
        }
      }
    }
  }

  @Test func whatFitsStandsInALine() throws {
    let node = try parse(
      #"{"a":{"b":1,"c":[1,2]},"layers":[{"x":1},{"y":[{"z":2}]}],"e":[],"f":{}}"#)
    #expect(
      node.laidOut() == """
        {
          "a": {"b": 1, "c": [1, 2]},
          "layers": [
            {"x": 1},
            {
              "y": [
                {"z": 2}
              ]
            }
          ],
          "e": [],
          "f": {}
        }
        """)
  }
}
