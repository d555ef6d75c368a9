import ECGFiles
import ECGText

/// Which patient each record is of, and whether it is to train with or to test with: a CSV file
/// with the columns `record`, `patient` and, optionally, `part` (`train` or `test`).
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
  /// - Throws: `FileError` where it cannot be read, a column is missing, a line has other columns
  ///   than the first, a record comes twice, a part is neither, or a patient is in both parts.
  public init(path: String) throws {
    let table = try RecordTable(path: path, with: ["record", "patient"], remedy: Self.remedy)
    hasParts = table.names.contains("part")
    var entries: [String: Entry] = [:]
    var tested: [String: Bool] = [:]
    for row in table.rows {
      guard let record = row["record"], let patient = row["patient"] else {
        throw table.error(row.line, "expected a record and its patient, found an empty cell")
      }
      let part = row["part"] ?? ""
      if hasParts, !["train", "test"].contains(part) {
        throw table.error(row.line, "expected the part train or test, found \(part)")
      }
      let isTest = part == "test"
      guard entries[record] == nil else {
        throw table.error(row.line, "expected each record once, found \(record) again")
      }
      guard tested[patient] ?? isTest == isTest else {
        throw table.error(row.line, "expected the patient \(patient) in one part, found both")
      }
      tested[patient] = isTest
      entries[record] = Entry(patient: patient, isTest: isTest)
    }
    self.entries = entries
  }

  private static let remedy: Remedy =
    "Give it a line \"record,patient\" or \"record,patient,part\" and one for each record"
}
