/// A small table in memory whose first line names its columns, which may stand in any order.
package struct NamedColumns: Sendable {
  /// A line below the names.
  package struct Row: Sendable {
    /// Its number, counted from 1.
    package let line: Int
    /// Its cells, in order; there may be more or fewer than names.
    package let cells: [String]
    fileprivate let names: [String]

    /// What stands in the first column of that name; nil where there is no such column,
    /// or nothing in it.
    package subscript(_ name: String) -> String? {
      guard let column = names.firstIndex(of: name), cells.indices.contains(column),
        !cells[column].isEmpty
      else { return nil }
      return cells[column]
    }
  }

  /// The names; empty where the text is.
  package let names: [String]
  /// The line that the names stand in.
  package let line: Int
  /// The lines below the names that are not blank.
  package let rows: [Row]

  /// Reads a text, as ``DelimitedText`` does.
  package init(_ bytes: some Collection<UInt8>) {
    let lines = DelimitedText(bytes).rows
    let names = lines.first?.cells ?? []
    (self.names, line) = (names, lines.first?.line ?? 1)
    rows = lines.dropFirst().map { Row(line: $0.line, cells: $0.cells, names: names) }
  }
}
