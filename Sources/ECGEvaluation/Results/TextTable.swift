/// Rows of text in aligned columns: the first column to the left, the others to the right.
struct TextTable: CustomStringConvertible {
  /// The rows, each with the same number of cells; an empty row leaves a line free.
  var rows: [[String]]

  var description: String {
    let columns = rows.map(\.count).max() ?? 0
    let widths = (0..<columns).map { column in
      rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
    }
    return rows.map { row in
      row.enumerated().map { column, cell in
        let space = String(repeating: " ", count: widths[column] - cell.count)
        if column > 0 { return space + cell }
        // A line ends with its last cell.
        return row.count > 1 ? cell + space : cell
      }
      .joined(separator: "  ")
    }
    .joined(separator: "\n")
  }
}
