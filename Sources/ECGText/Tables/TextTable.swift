/// Rows of text in aligned columns, as all tables stand in the terminal.
package struct TextTable: CustomStringConvertible {
  /// How a column stands.
  package enum Alignment: Sendable { case left, right }

  /// The rows; one with fewer cells than the others ends early, an empty one leaves a line free.
  package var rows: [[String]]
  /// How the columns stand; those that are not named, to the right.
  package var alignments: [Alignment]

  package init(rows: [[String]], alignments: [Alignment] = [.left]) {
    (self.rows, self.alignments) = (rows, alignments)
  }

  /// Names with what there is to say of each, a line each.
  package init(facts: [(name: String, value: String)]) {
    self.init(rows: facts.map { [$0.name, $0.value] }, alignments: [.left, .left])
  }

  /// The columns' widths in characters.
  package var widths: [Int] {
    var widths: [Int] = []
    for row in rows {
      for (column, cell) in row.enumerated() {
        if column == widths.count { widths.append(0) }
        widths[column] = max(widths[column], cell.count)
      }
    }
    return widths
  }

  /// The width of the whole in characters.
  package var width: Int { widths.reduce(0, +) + Self.gap.count * max(widths.count - 1, 0) }

  /// The lines.
  package var lines: [String] {
    let widths = widths
    return rows.map { row in
      row.enumerated().map { column, cell in
        let alignment = column < alignments.count ? alignments[column] : .right
        guard alignment == .left else { return cell.padded(left: widths[column]) }
        // A line ends with its last cell.
        return column + 1 < row.count ? cell.padded(right: widths[column]) : cell
      }
      .joined(separator: Self.gap)
    }
  }

  /// The table, in lines without a newline at the end.
  package var description: String { lines.joined(separator: "\n") }

  /// The table without the columns that a terminal of `width` characters has no room for.
  ///
  /// - Parameter columns: those that may go, the least worth first.
  package func fitting(_ width: Int, dropping columns: [Int]) -> TextTable {
    var dropped: Set<Int> = []
    var table = self
    for column in columns where table.width > width {
      dropped.insert(column)
      table.rows = rows.map { row in row.indices.filter { !dropped.contains($0) }.map { row[$0] } }
      table.alignments = alignments.indices.filter { !dropped.contains($0) }.map { alignments[$0] }
    }
    return table
  }

  private static let gap = "  "
}

extension StringProtocol {
  /// The text at the right of a column; what is wider is not cut.
  package func padded(left width: Int) -> String {
    String(repeating: " ", count: Swift.max(width - count, 0)) + self
  }

  /// The text at the left of a column; what is wider is not cut.
  package func padded(right width: Int) -> String {
    self + String(repeating: " ", count: Swift.max(width - count, 0))
  }
}
