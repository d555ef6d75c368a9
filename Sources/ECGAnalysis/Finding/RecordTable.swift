import ECGFiles
import ECGText
import Foundation

/// A table that a person wrote about records: a CSV file whose first line names its columns.
struct RecordTable {
  /// The lines below the names, each with as many cells as there are names.
  let rows: [NamedColumns.Row]
  /// The names of the columns.
  let names: [String]
  private let path: String
  private let remedy: Remedy

  /// Reads a table.
  ///
  /// - Parameters:
  ///   - required: the columns that there have to be.
  ///   - remedy: what to do where the table is not as it should be.
  /// - Throws: `FileError` where it cannot be read or is no text, a column is missing, or a line
  ///   has other columns than the first.
  init(path: String, with required: [String], remedy: Remedy) throws {
    (self.path, self.remedy) = (path, remedy)
    let content = try InputFile.read(path: path)
    guard String(data: content, encoding: .utf8) != nil else {
      throw FileError(
        .badData, path: path, "expected a CSV file in UTF-8, found other bytes", remedy: remedy)
    }
    let table = NamedColumns(content)
    (names, rows) = (table.names, table.rows)
    guard required.allSatisfy(names.contains) else {
      throw error(
        table.line,
        "expected the columns \(required.joined(separator: " and ")), found "
          + names.joined(separator: ", ").quoted)
    }
    for row in rows where row.cells.count != names.count {
      throw error(row.line, "expected \(names.count) columns, found \(row.cells.count)")
    }
  }

  /// What is wrong in a line.
  func error(_ line: Int, _ problem: String) -> FileError {
    FileError(.badData, path: path, at: .line(line), problem, remedy: remedy)
  }
}
