import ECGDatasets
import ECGFiles
import ECGRecordings
import ECGText
import Foundation

/// A folder of annotated WFDB records: header, signal and annotation files.
public struct RecordFolder: Equatable, Sendable {
  /// The folder's path.
  public let path: String
  /// The names of the records that have a header, annotations and signals: in the order of the
  /// folder's list, or ascending. Those of subfolders, which a list may name, are paths.
  public let records: [String]
  /// The names of the other records, likewise.
  public let incomplete: [String]
  /// The names of those that lie in the folder, complete, and are not on its list, ascending:
  /// they are not read.
  public let unlisted: [String]

  /// Whether it holds all records of the MIT-BIH Arrhythmia Database, which Kaggle's
  /// files are made from.
  public var isMITBIH: Bool { Set(MITBIHBeats.recordNames).isSubset(of: records) }

  /// The folder and its number of records, in words.
  public var summary: String {
    let missing = incomplete.isEmpty ? "" : ", \(incomplete.count) more incomplete"
    let others = unlisted.isEmpty ? "" : ", \(unlisted.count) more not on its list"
    return "\(records.count.counted("record")) in \(path)\(missing)\(others)"
  }

  /// Looks for the records of a folder: what is told of it, and what is read.
  ///
  /// A `RECORDS` file says which records count; without one, all do. Names in it that lead out of
  /// the folder are left out: nothing outside it is looked at.
  ///
  /// - Parameters:
  ///   - path: the folder.
  ///   - annotator: the suffix of the annotations.
  ///   - files: the names of what is in it, where they are known.
  /// - Throws: `FileError` where the folder, or its list, cannot be read.
  init(of path: String, annotator: String, files: [String]? = nil) throws {
    guard let files = files ?? (try? FileManager.default.contentsOfDirectory(atPath: path)) else {
      throw FileError(
        .noInput, path: path, "the folder cannot be read", remedy: "Check its permissions")
    }
    let lists = files.filter { $0.uppercased() == Self.list && Self.hasFile("\(path)/\($0)") }
      .sorted()
    let present = files.filter { $0.hasSuffix(".hea") }.map { String($0.dropLast(4)) }.sorted()
    let names =
      try lists.first.map { try Self.names(inList: "\(path)/\($0)").filter(Self.isWithin) }
      ?? present
    var known: Set<ExactName> = []
    let listed = names.filter { known.insert(ExactName($0)).inserted }
    let isComplete = listed.map { Self.isComplete("\(path)/\($0)", annotator: annotator) }
    self.path = path
    records = zip(listed, isComplete).filter(\.1).map(\.0)
    incomplete = zip(listed, isComplete).filter { !$0.1 }.map(\.0)
    unlisted = present.filter {
      !known.contains(ExactName($0)) && Self.isComplete("\(path)/\($0)", annotator: annotator)
    }
  }

  /// The name of the file that lists a folder's records, in capitals: which letters it has
  /// does not matter.
  private static let list = "RECORDS"

  /// The records of a list, by their paths from its folder on and without a suffix.
  ///
  /// - Throws: `FileError` where it is no text.
  static func names(inList path: String) throws -> [String] {
    guard let text = String(data: try InputFile.read(path: path), encoding: .utf8) else {
      throw FileError(
        .badData, path: path, "expected a list of records, found no text",
        remedy: "Name a folder, records by their paths, or a file with a record in each line")
    }
    return TextLines.listed(in: text).map { String($0.hasSuffix(".hea") ? $0.dropLast(4) : $0) }
  }

  private static func isWithin(_ name: String) -> Bool {
    // By bytes: a slash with an accent behind it is one character to a reader, and a
    // slash to the system.
    let parts = name.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    return !(parts.first?.isEmpty ?? true) && !parts.contains { $0.elementsEqual("..".utf8) }
  }

  /// Whether a record has a header, annotations and any signal. One whose header cannot be read is
  /// not left out: whoever reads it is told what is wrong.
  private static func isComplete(_ record: String, annotator: String) -> Bool {
    guard hasFile("\(record).hea"), hasFile("\(record).\(annotator)") else { return false }
    if hasFile("\(record).dat") { return true }
    guard let header = try? RecordHeader.read(path: "\(record).hea") else { return true }
    let folder = URL(filePath: record).deletingLastPathComponent()
    return header.signals.isEmpty
      || header.signals.contains { hasFile(folder.appending(path: $0.fileName).relativePath) }
  }

  private static func hasFile(_ path: String) -> Bool { InputFolder.disk.hasFile(path) }
}
