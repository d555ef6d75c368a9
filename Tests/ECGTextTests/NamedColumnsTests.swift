import ECGText
import Testing

/// Tables whose first line names their columns.
@Suite struct NamedColumnsTests {
  @Test func cellsAreFoundByName() {
    let table = NamedColumns("\u{FEFF}\npatient,record,\n7,a,x\n\n8, b \n".utf8)
    #expect(table.names == ["patient", "record", ""])
    #expect(table.line == 2)
    #expect(table.rows.map(\.line) == [3, 5])
    #expect(table.rows.map { $0["record"] } == ["a", "b"])
    #expect(table.rows.map(\.cells.count) == [3, 2])
  }

  /// Columns that are not there, cells that are not, empty ones, and two columns of one name.
  @Test func whatIsNotThereIsNil() {
    let rows = NamedColumns("a,b,a\n1,,3\n4\n".utf8).rows
    #expect(rows.map { $0["a"] } == ["1", "4"])
    #expect(rows.map { $0["b"] } == [nil, nil])
    #expect(rows.map { $0["c"] } == [nil, nil])
  }

  @Test func anEmptyTextHasNoColumns() {
    let table = NamedColumns("".utf8)
    #expect(table.names.isEmpty && table.rows.isEmpty && table.line == 1)
  }
}
