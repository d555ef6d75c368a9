import Testing

import ECGText

@Suite("Comma-separated text")
struct CommaSeparatedTextTests {
  @Test func putsQuotesWhereTheyAreNeededAlone() {
    var table = CommaSeparatedText(columns: ["record", "of, or by", "value"])
    table.append(["patient \"7\"", "two\nlines", CommaSeparatedText.cell(0.1)])
    table.append(["5' 3", "", CommaSeparatedText.cell(nil)])
    table.append([" a", "'b'", "c\r"])
    #expect(
      table.description == """
        record,"of, or by",value
        "patient ""7\""","two
        lines",0.1
        5' 3,,
        " a","'b'","c\r"

        """)
  }

  @Test func isReadBackAsWritten() {
    let cells = ["a,b", "say \"a\"", "\"", "'quoted'", "5' 3", "\"\"", ",", ""]
    var table = CommaSeparatedText(columns: cells)
    table.append(cells.reversed())
    let rows = DelimitedText(table.description.utf8).rows
    #expect(rows.map(\.cells) == [cells, cells.reversed()])
  }
}
