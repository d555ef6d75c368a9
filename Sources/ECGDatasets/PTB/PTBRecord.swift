import ECGFiles
import ECGRecordings
import ECGText
import Foundation

/// A record of the PTB Diagnostic ECG Database, as far as its header and a table beside it say.
public struct PTBRecord: Equatable, Sendable {
  /// The record's name, such as `s0010_re`.
  public let name: String
  /// Its path without an extension.
  public let path: String
  /// The patient, such as `patient001`; the record's name where nothing says whose it is.
  public let patient: String
  /// The reason for admission, such as `Healthy control`; `n/a` where it is not known.
  public let diagnosis: String

  /// The class as an index into those of ``BeatTask/infarction``; nil for other diagnoses.
  public var label: Int? {
    switch diagnosis.lowercased() {
    case "healthy control": BeatTask.negativeLabel
    case "myocardial infarction": BeatTask.positiveLabel
    default: nil
    }
  }

  /// What a header says before the diagnosis.
  static let diagnosisKey = "Reason for admission:"

  /// The records in a folder and its subfolders one level down, sorted by path: PhysioNet has a
  /// folder for each patient.
  ///
  /// Diagnosis and patient come from the header's comments and, where these say nothing, from
  /// a table `labels.csv` with columns `record`, `patient` and `reason_for_admission`, or
  /// from the folder.
  ///
  /// - Throws: `FileError` where there is no such folder, there are no records in it, or a header
  ///   is damaged.
  public static func all(in folder: String) throws -> [PTBRecord] {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder),
      isFolder.boolValue
    else {
      throw FileError(
        .noInput, path: folder, "expected a folder of records, found none",
        remedy: "Name the folder with the records of the PTB Diagnostic ECG Database")
    }
    let root = URL(filePath: folder)
    let names = PTBRecord.names(in: root)
    let folders = [root] + names.map { root.appending(path: $0) }
    let headers = folders.flatMap { folder in
      PTBRecord.names(in: folder).filter { $0.hasSuffix(".hea") }.map { folder.appending(path: $0) }
    }
    guard !headers.isEmpty else {
      throw FileError(
        .noInput, path: folder, "expected records, found no .hea file",
        remedy: "Name the folder with the records of the PTB Diagnostic ECG Database")
    }
    let table = try PTBLabels(folder: root)
    return try headers.map { try PTBRecord(header: $0, table: table) }
      .sorted { $0.path < $1.path }
  }

  /// Whether a folder is one of PTB records, by the names of its files and its first header.
  package static func mayBe(in folder: String, names: [String]) -> Bool {
    if names.contains("RECORDS"), names.contains(where: { patient(in: $0) != nil }) { return true }
    guard let header = names.first(where: { $0.hasSuffix(".hea") }),
      let comments = try? RecordHeader.read(path: "\(folder)/\(header)").comments
    else { return false }
    return comments.contains { $0.hasPrefix(diagnosisKey) }
  }

  /// Whether a folder is that of one patient, by its name: `patient001`.
  package static func isOfPatient(folder: String) -> Bool {
    patient(in: URL(filePath: folder).lastPathComponent) != nil
  }

  private init(header url: URL, table: PTBLabels) throws {
    path = url.deletingPathExtension().relativePath
    name = url.deletingPathExtension().lastPathComponent
    let comments = try RecordHeader.read(path: url.relativePath).comments
    let said = comments.first { $0.hasPrefix(PTBRecord.diagnosisKey) }?
      .dropFirst(PTBRecord.diagnosisKey.count).trimmingCharacters(in: .whitespaces)
    let row = table.rows[name]
    diagnosis = said.flatMap { $0.isEmpty ? nil : $0 } ?? row?.diagnosis ?? "n/a"
    let source = comments.first { $0.hasPrefix("Source:") } ?? ""
    patient =
      PTBRecord.patient(in: url.deletingLastPathComponent().lastPathComponent)
      ?? PTBRecord.patient(in: source) ?? row?.patient ?? name
  }

  /// The patient that a path names.
  private static func patient(in path: String) -> String? {
    path.split { $0 == "/" || $0 == " " }
      .first { $0.hasPrefix("patient") && $0.dropFirst(7).allSatisfy(\.isNumber) && $0.count > 7 }
      .map(String.init)
  }

  private static func names(in folder: URL) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).sorted()
  }
}

/// A table `labels.csv` beside the records; empty where there is none.
struct PTBLabels {
  /// What it says of a record.
  struct Row {
    let patient: String?
    let diagnosis: String?
  }

  private(set) var rows: [String: Row] = [:]

  init(folder: URL) throws {
    let url = folder.appending(path: "labels.csv")
    guard FileManager.default.fileExists(atPath: url.path) else { return }
    for row in NamedColumns(try InputFile.read(path: url.relativePath)).rows {
      guard let record = row["record"] else { continue }
      rows[record] = Row(patient: row["patient"], diagnosis: row["reason_for_admission"])
    }
  }
}
