import ECGFiles
import Foundation

/// Annotated records that a person named, and what is known of whose they are.
package struct RecordSelection: Sendable {
  /// A record.
  package struct Entry: Sendable {
    /// The record, without a suffix.
    package let path: String
    /// Who it is of, where a table says so.
    package let patient: String?
    /// Whether it is to test with.
    package let isTest: Bool

    /// The record's name.
    package var name: String { RecordSelection.name(path) }
  }

  /// The records by name: the order in which they are named must not matter.
  package let entries: [Entry]
  /// The suffix of their annotations.
  package let annotator: String
  /// Whether a table says which are to train with and which to test with.
  let hasParts: Bool
  /// What was left out: sentences.
  package private(set) var remarks: [String] = []
  /// The same where it is a reason to worry.
  package private(set) var warnings: [String] = []

  /// Finds records.
  ///
  /// - Parameters:
  ///   - paths: what a person named, see ``AnnotatedRecords``.
  ///   - annotator: the suffix of the annotations.
  ///   - patients: the path of a table of patients, see ``PatientTable``; nil for none.
  ///   - onlyTest: whether records to train with are left out, where the table says
  ///     which those are.
  /// - Throws: `FileError` where there are none, or two have one name.
  package init(
    at paths: [String], annotator: String, patients: String?, onlyTest: Bool = false
  ) throws {
    self.annotator = annotator
    let found = try AnnotatedRecords(at: paths, annotator: annotator)
    if !found.incomplete.isEmpty {
      remarks.append(
        "Left out for want of a header, annotations .\(annotator) or signals: "
          + "\(Self.list(found.incomplete)).")
    }
    if !found.unlisted.isEmpty {
      remarks.append(
        "Left out, as the list of their folder does not name them: \(Self.list(found.unlisted)).")
    }
    let table = try patients.map { try PatientTable(path: $0) }
    hasParts = table?.hasParts ?? false
    var paths = found.paths
    try Self.checkNames(paths)
    if let table, let patients {
      let names = Set(paths.map(Self.name))
      let missing = table.entries.keys.filter { !names.contains($0) }.sorted()
      if !missing.isEmpty {
        warnings.append("\(patients) names records that are not there: \(Self.list(missing)).")
      }
      let unnamed = paths.filter { table.entries[Self.name($0)] == nil }
      if !unnamed.isEmpty {
        remarks.append("Left out, as \(patients) does not name them: \(Self.list(unnamed)).")
      }
      paths.removeAll { table.entries[Self.name($0)] == nil }
      guard !paths.isEmpty else {
        throw FileError(
          .noInput, path: patients, "expected the names of the records, found none of them",
          remedy: "Give them as in \(found.paths.prefix(3).map(Self.name).joined(separator: ", "))")
      }
    }
    let all = paths.sorted { (Self.name($0), $0) < (Self.name($1), $1) }.map { path in
      let entry = table?.entries[Self.name(path)]
      return Entry(path: path, patient: entry?.patient, isTest: entry?.isTest ?? false)
    }
    entries = onlyTest && hasParts ? all.filter(\.isTest) : all
  }

  /// The names of the records of which a table says whose they are.
  var known: Set<String> { Set(entries.filter { $0.patient != nil }.map(\.name)) }

  private static func name(_ path: String) -> String { URL(filePath: path).lastPathComponent }

  /// Two records of one name would be taken for those of one patient.
  private static func checkNames(_ paths: [String]) throws {
    let groups = Dictionary(grouping: paths, by: name).filter { $1.count > 1 }
    guard let (name, twice) = groups.min(by: { $0.key < $1.key }) else { return }
    throw FileError(
      .badData, path: twice[1],
      "expected records of different names, found \(name) in "
        + twice.map { URL(filePath: $0).deletingLastPathComponent().relativePath }
        .joined(separator: " and "),
      remedy: "Rename one of them")
  }

  /// Names for a message: not more than anyone reads.
  package static func list(_ names: [String]) -> String {
    let most = 8
    let shown = names.prefix(most).joined(separator: ", ")
    return names.count > most ? "\(shown) and \(names.count - most) more" : shown
  }
}
