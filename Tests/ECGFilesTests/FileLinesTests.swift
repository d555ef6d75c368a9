import ECGFiles
import ECGTestSupport
import Foundation
import Testing

/// A file read line by line.
@Suite struct FileLinesTests {
  private func lines(of content: Data) throws -> [(String, Range<Int>)] {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "lines").path
      try content.write(to: URL(filePath: path))
      var lines = try FileLines(path: path)
      var found: [(String, Range<Int>)] = []
      while let (line, place) = try lines.next() {
        found.append((String(decoding: line, as: UTF8.self), place))
      }
      return found
    }
  }

  @Test(arguments: [
    ("", []), ("\n", ["\n"]), ("a", ["a"]), ("a\n\nbc\nd", ["a\n", "\n", "bc\n", "d"]),
  ])
  func isCutAtNewlines(text: String, expected: [String]) throws {
    #expect(try lines(of: Data(text.utf8)).map(\.0) == expected)
  }

  /// Lines of all lengths, some longer than what is read at once, and places that give them back.
  @Test func linesOfAnyLength() throws {
    let lengths = [0, 1, 262_143, 262_144, 5, 262_145, 700_000, 0, 3]
    let expected = lengths.enumerated().map {
      String(repeating: Character(Unicode.Scalar(UInt8(97 + $0))), count: $1) + "\n"
    }
    let content = Data(expected.joined().utf8)
    let found = try lines(of: content)
    #expect(found.map(\.0) == expected)
    #expect(found.allSatisfy { Data($0.0.utf8) == content[$0.1] })
  }
}
