import ECGFiles
import ECGText

extension TableRows {
  /// Refuses rows of several leads or people one after the other, as a column says whose name tells
  /// of them: read from top to bottom they would make one signal. Passes over all rows once where
  /// there is such a column.
  func checkOneRecording() throws {
    for (index, column) in layout.columns.enumerated()
    where TableLayout.tellsRecording(column) && layout.columns.count > 1 {
      // Samples of a lead change with nearly every row.
      guard let change = try firstChange(in: index) else { continue }
      throw FileError(
        .badData, path: bytes.path, at: .line(lineNumber(of: change.row)),
        "expected rows of one recording, with a column for each lead, found \(change.found.quoted) after "
          + "\(change.previous.quoted) in column \(column.name.quoted)",
        remedy: "Give each lead a column of its own, and each recording a file")
    }
  }

  /// In a block of rows of one lead or person are so many at least.
  private static let shortestBlock = 32

  /// The row in which a column changes that says the same in long blocks of rows; nil
  /// where it does not.
  private func firstChange(
    in column: Int
  ) throws -> (row: Int, previous: String, found: String)? {
    var first: (row: Int, previous: String, found: String)?
    var (last, start) = ([UInt8](), 0)
    var seen: Set<[UInt8]> = []
    var isInBlocks = true
    for begin in stride(from: 0, to: count, by: Self.rowsAtOnce) where isInBlocks {
      try Task.checkCancellation()
      try forEach(in: begin..<min(begin + Self.rowsAtOnce, count)) { row, line in
        guard isInBlocks, let cell = cell(in: line, column: column), !cell.isEmpty,
          !cell.elementsEqual(last)
        else { return }
        if !last.isEmpty {
          // What comes again is a state, such as that of a switch.
          isInBlocks =
            row - start >= Self.shortestBlock && seen.insert(last).inserted
            && !seen.contains(Array(cell))
          first = first ?? (row, TextCells.text(last), TextCells.text(cell))
        }
        (last, start) = (Array(cell), row)
      }
    }
    return isInBlocks && count - start >= Self.shortestBlock ? first : nil
  }
}
