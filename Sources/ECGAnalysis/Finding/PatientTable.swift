import ECGFiles
import ECGText
import Foundation

/// Which patient each record is of, and whether it is to train with or to test with: a CSV file with the
/// columns `record`, `patient` and, optionally, `part` (`train` or `test`).
public struct PatientTable: Sendable {
  /// What the table says of a record.
  public struct Entry: Equatable, Sendable {
    /// Whose record it is.
    public let patient: String
    /// Whether it is to test with.
    public let isTest: Bool
  }

  /// The entries by the records' names.
  public let entries: [String: Entry]
  /// Whether the table says which records are to train with and which to test with.
  public let hasParts: Bool

  /// Reads a table.
  ///
  /// - Throws: `FileError` where it cannot be read, a column is missing, a line has other columns than the
  ///   first, a record comes twice, a part is neither, or a patient is in both parts.
  public init(path: String) throws {
    let data = try InputFile.read(path: path)
    guard String(data: data, encoding: .utf8) != nil else {
      throw FileError(
        .badData, path: path, "expected a CSV file in UTF-8, found other bytes",
        remedy: Self.remedy)
    }
    let rows = DelimitedText(data).rows
    let header = rows.first?.cells ?? [""]
    guard let record = header.firstIndex(of: "record"),
      let patient = header.firstIndex(of: "patient")
    else {
      throw FileError(
        .badData, path: path, at: .line(rows.first?.line ?? 1),
        "expected the columns record and patient, found \(header.joined(separator: ", "))",
        remedy: Self.remedy)
    }
    let part = header.firstIndex(of: "part")
    var entries: [String: Entry] = [:]
    var tested: [String: Bool] = [:]
    for row in rows.dropFirst() {
      let cells = row.cells
      func bad(_ problem: String) -> FileError {
        FileError(.badData, path: path, at: .line(row.line), problem, remedy: Self.remedy)
      }
      guard cells.count == header.count else {
        throw bad("expected \(header.count) columns, found \(cells.count)")
      }
      guard !cells[record].isEmpty, !cells[patient].isEmpty else {
        throw bad("expected a record and its patient, found an empty cell")
      }
      let isTest = part.map { cells[$0] == "test" } ?? false
      if let part, !["train", "test"].contains(cells[part]) {
        throw bad("expected the part train or test, found \(cells[part])")
      }
      guard entries[cells[record]] == nil else {
        throw bad("expected each record once, found \(cells[record]) again")
      }
      guard tested[cells[patient]] ?? isTest == isTest else {
        throw bad("expected the patient \(cells[patient]) in one part, found both")
      }
      tested[cells[patient]] = isTest
      entries[cells[record]] = Entry(patient: cells[patient], isTest: isTest)
    }
    self.entries = entries
    hasParts = part != nil
  }

  private static let remedy: Remedy =
    "Give it a line \"record,patient\" or \"record,patient,part\" and one for each record"
}
