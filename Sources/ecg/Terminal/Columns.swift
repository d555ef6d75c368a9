/// Rows of text in aligned columns: the first column to the left, the others to the right.
struct Columns {
  /// The rows' cells.
  var rows: [[String]]

  /// The table, in lines without a newline at the end.
  var text: String {
    let count = rows.map(\.count).max() ?? 0
    let widths = (0..<count).map { column in
      rows.map { $0.indices.contains(column) ? $0[column].count : 0 }.max() ?? 0
    }
    return rows.map { row in
      row.enumerated().map { column, cell in
        let space = String(repeating: " ", count: widths[column] - cell.count)
        return column == 0 ? cell + space : space + cell
      }
      .joined(separator: "  ")
    }
    .joined(separator: "\n")
  }
}
