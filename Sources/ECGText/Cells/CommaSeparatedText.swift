/// A table as comma-separated text after RFC 4180, as spreadsheets, R and pandas read it: the one
/// writer of small tables, as ``DelimitedText`` is their reader. Rows of samples are written in
/// place by what holds them.
package struct CommaSeparatedText: CustomStringConvertible, Sendable {
  /// The lines, each with a newline at its end.
  package private(set) var description = ""

  /// Creates a table with no rows but its head.
  package init(columns: [String]) { append(columns) }

  /// Adds a row. Cells with commas, quotation marks or ends of lines, those that begin or end with
  /// white space, and those that begin with an apostrophe stand between quotation marks.
  package mutating func append(_ cells: [String]) {
    for (column, cell) in cells.enumerated() {
      if column > 0 { description += "," }
      description += Self.needsQuotes(cell) ? Self.quoted(cell) : cell
    }
    description += "\n"
  }

  /// The shortest decimals that give a number back; nothing for one that is not defined.
  package static func cell(_ value: Double?) -> String { value.map { "\($0)" } ?? "" }

  private static func needsQuotes(_ cell: String) -> Bool {
    guard let first = cell.utf8.first, let last = cell.utf8.last else { return false }
    return first == UInt8(ascii: "'") || [first, last].contains { TextCells.isSpace($0) }
      || cell.utf8.contains { ",\"\r\n".utf8.contains($0) }
  }

  private static func quoted(_ cell: String) -> String {
    "\"\(cell.replacing("\"", with: "\"\""))\""
  }
}
