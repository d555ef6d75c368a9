import ECGFiles
import ECGText

/// Decimal commas in a table whose cells seem to be separated by commas: `0,145` is two cells then.
///
/// Whole numbers are written neither as `-0` nor with zeros before them, fractions are.
struct SplitDecimals {
  /// What is to be done about them.
  enum Verdict: Equatable {
    /// There are none.
    case none
    /// The table is one column of numbers with decimal commas.
    case oneColumn
    /// What is a comma between cells and what a decimal one cannot be told.
    case refused
  }

  let verdict: Verdict
  private let rows: TableForm.Rows

  init(_ rows: TableForm.Rows, header: TableSample.Line?) {
    self.rows = rows
    let names = header.map { $0.cells(.comma).count }
    let isNamed = names == rows.count
    let pairs = (0..<max(rows.count - 1, 0)).filter { Self.mayBePair(rows, $0) }
    let isEvident = pairs.contains { Self.isEvident(rows, $0, isNamed: isNamed) }
    let counts = rows.count == 2 && Self.counts(rows)
    if rows.count == 2, !pairs.isEmpty, !isNamed, isEvident || names == 1 && !counts {
      verdict = .oneColumn
    } else {
      verdict = isEvident ? .refused : .none
    }
  }

  /// Whether a column and the next may be the two halves of numbers.
  private static func mayBePair(_ rows: TableForm.Rows, _ column: Int) -> Bool {
    rows.rows.allSatisfy { row in
      Int(row.cells[column]) != nil && row.cells[column + 1].utf8.allSatisfy { $0 &- 48 < 10 }
        && !row.cells[column + 1].isEmpty
    }
  }

  /// - Parameter isNamed: whether the header has a name for each half; then numbers may be written
  ///   with zeros before them.
  private static func isEvident(_ rows: TableForm.Rows, _ column: Int, isNamed: Bool) -> Bool {
    let hasSign = rows.rows.contains { $0.cells[column].hasPrefix("-0") }
    let fractions = rows.rows.map { $0.cells[column + 1] }
    let hasZeros = fractions.contains { $0.count > 1 && $0.hasPrefix("0") && Int($0) != 0 }
    return hasSign || !isNamed && hasZeros
  }

  private static func counts(_ rows: TableForm.Rows) -> Bool {
    let numbers = rows.rows.compactMap { Int($0.cells[0]) }
    return numbers.count > 7 && zip(numbers, numbers.dropFirst()).allSatisfy { $1 == $0 + 1 }
  }

  func refusal(_ sample: TableSample) -> FileError {
    let line = rows.rows[0].line
    return FileError(
      .badData, path: sample.path, at: .line(line.number),
      "expected commas between numbers or within them, found both in \(line.text.quoted)",
      remedy: "Export the table with semicolons between its columns, or with decimal points")
  }
}
