import ECGText
import Testing

struct TextTableTests {
  private let table = TextTable(rows: [
    ["class", "F1", "beats"], ["N", "0.9962", "18,118"], [], ["all"],
  ])

  @Test func columnsAreAligned() {
    #expect(
      table.description == """
        class      F1   beats
        N      0.9962  18,118

        all
        """)
    #expect(table.width == 21)
  }

  @Test func columnsToTheLeft() {
    let table = TextTable(
      rows: [["a", "b", "1"], ["aa", "bbb", "22"]], alignments: [.left, .left])
    #expect(table.lines == ["a   b     1", "aa  bbb  22"])
  }

  @Test(arguments: [(21, 3), (20, 2), (13, 2), (12, 1), (0, 1)])
  func narrow(width: Int, columns: Int) {
    let narrow = table.fitting(width, dropping: [2, 1])
    #expect(narrow.rows[0] == Array(["class", "F1", "beats"].prefix(columns)))
    #expect(narrow.width <= max(width, 5))
  }

  @Test(arguments: [
    (0, "0"), (999, "999"), (1000, "1,000"), (-109_446, "-109,446"), (1_234_567, "1,234,567"),
  ])
  func thousands(number: Int, text: String) {
    #expect(number.grouped == text)
  }

  @Test func padding() {
    #expect("V".padded(left: 3) == "  V")
    #expect("V".padded(right: 3) == "V  ")
    #expect("normal".padded(left: 3) == "normal")
  }
}
