import ECGText
import Testing

/// Lines cut into cells.
@Suite struct TextCellsTests {
  private func cells(_ line: String, _ separator: CellSeparator) -> [String] {
    Array(line.utf8).withUnsafeBufferPointer { TextCells.strings($0, separator: separator) }
  }

  @Test(
    arguments: [
      ("a,b", ["a", "b"]), ("a,,b,", ["a", "", "b", ""]), (" a , b\t", ["a", "b"]),
      ("", [""]), (",", ["", ""]), ("\"a,b\",c", ["a,b", "c"]), ("'a,b',c", ["a,b", "c"]),
      ("\"say \"\"a\"\"\",1", ["say \"a\"", "1"]), ("\"a,b", ["\"a", "b"]),
      ("\"a\"b,c", ["\"a\"b", "c"]), ("\" 1 \",2", ["1", "2"]), ("5' 3,1", ["5' 3", "1"]),
    ] as [(String, [String])])
  func areCutAtCommas(line: String, expected: [String]) {
    #expect(cells(line, .comma) == expected)
    let count = Array(line.utf8).withUnsafeBufferPointer {
      TextCells.count($0, separator: .comma)
    }
    #expect(count == expected.count)
  }

  @Test(arguments: [
    ("1 2", ["1", "2"]), ("  1 \t 2  ", ["1", "2"]), ("\"a b\" c", ["a b", "c"]), ("1", ["1"]),
  ])
  func areCutAtBlanks(line: String, expected: [String]) {
    #expect(cells(line, .blanks) == expected)
  }

  @Test func otherSeparatorsLeaveCommasAlone() {
    #expect(cells("0,5;1,5", .semicolon) == ["0,5", "1,5"])
    #expect(cells("a b\tc", .tab) == ["a b", "c"])
  }

  /// Line ends, blank lines and a byte order mark.
  @Test(arguments: ["\n", "\r\n", "\r"])
  func tablesHaveTheirLines(end: String) {
    let text = "\u{FEFF}record,patient" + end + end + " a , \"1,2\"" + end
    let rows = DelimitedText(text.utf8).rows
    #expect(rows.map(\.line) == [1, 3])
    #expect(rows.map(\.cells) == [["record", "patient"], ["a", "1,2"]])
    #expect(DelimitedText("".utf8).rows.isEmpty)
  }

  @Test func listsLeaveOutCommentsAndBlanks() {
    #expect(TextLines.listed(in: "# all\n 100 \n\r\n101\r\n#102\n") == ["100", "101"])
  }

  /// As `find -print0` writes it: nothing in a name ends it or makes a comment of it.
  @Test func listsWithNULAreTakenAsTheyStand() {
    #expect(TextLines.listed(in: "a/1.edf\0 b\n2\0#3\0") == ["a/1.edf", " b\n2", "#3"])
    #expect(TextLines.listed(in: "a\0b") == ["a", "b"])
  }
}
