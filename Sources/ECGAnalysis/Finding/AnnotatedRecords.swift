public import ECGRecordings
import ECGFiles
import Foundation

/// Annotated WFDB records that a person names: one by one, by the folders they are in, or by lists.
public struct AnnotatedRecords: Sendable {
  /// The records' paths, without a suffix: in the order in which they were named, those of a folder
  /// in that of its list, or by name.
  public private(set) var paths: [String] = []
  /// Records of folders that lack the annotations, the header or the signals, see ``RecordFolder``.
  public private(set) var incomplete: [String] = []
  /// Records of folders that are not on the folder's list.
  public private(set) var unlisted: [String] = []

  /// Finds records.
  ///
  /// - Parameters:
  ///   - sources: a record (its path, with or without the suffix of one of its files), a folder
  ///     (the records of its `RECORDS` file, or all), or a text file with the path of a record in
  ///     each line, from its own folder on.
  ///   - annotator: the suffix of the annotations.
  /// - Throws: `FileError` of kind `noInput` where a place holds no records or a record that is
  ///   named has no annotations.
  public init(at sources: [String], annotator: String = AnnotationFile.expertAnnotator) throws {
    for source in sources {
      if let record = Self.record(at: source) {
        try add([record], from: source, annotator)
      } else if !Self.hasFile(source), FileManager.default.fileExists(atPath: source) {
        guard !UnfinishedFolder.isUnfinished(source) else {
          throw FileError(
            .noInput, path: source, "expected a whole download, found one that was ended before",
            remedy: "Complete it by \(.downloading) as before")
        }
        let folder = try RecordFolder(of: source, annotator: annotator)
        guard !folder.records.isEmpty else {
          throw FileError(
            .noInput, path: source,
            "expected records with annotations .\(annotator), found "
              + (folder.incomplete.isEmpty ? "no records" : "\(folder.incomplete.count) without"),
            remedy:
              "Name the folder that holds NAME.hea and NAME.\(annotator), or another suffix\(with: .annotator)"
          )
        }
        incomplete += folder.incomplete.map { "\(source)/\($0)" }
        unlisted += folder.unlisted.map { "\(source)/\($0)" }
        append(folder.records.map { "\(source)/\($0)" })
      } else {
        try add(try Self.records(ofList: source), from: source, annotator)
      }
    }
  }

  private mutating func add(_ records: [String], from source: String, _ annotator: String) throws {
    for record in records {
      guard Self.hasFile("\(record).hea") else {
        throw FileError(
          .noInput, path: source, "expected a record \(record), found no \(record).hea",
          remedy: "Name records by their paths without a suffix")
      }
      guard Self.hasFile("\(record).\(annotator)") else {
        throw FileError(
          .noInput, path: "\(record).\(annotator)",
          "expected the annotations of the record, found none",
          remedy: "Name the suffix of its annotations\(with: .annotator)")
      }
    }
    append(records)
  }

  /// Each record once, as often as it is named.
  private mutating func append(_ records: [String]) {
    var known = Set(paths.map(ExactName.init))
    paths += records.filter { known.insert(ExactName($0)).inserted }
  }

  /// The record of a path without a suffix, or with that of one of its files.
  private static func record(at path: String) -> String? {
    if hasFile("\(path).hea") { return path }
    guard let suffix = URL(filePath: path).pathExtension.nonEmpty, hasFile(path) else { return nil }
    let record = String(path.dropLast(suffix.count + 1))
    return hasFile("\(record).hea") ? record : nil
  }

  private static func records(ofList path: String) throws -> [String] {
    let folder = URL(filePath: path).deletingLastPathComponent().relativePath
    return try RecordFolder.names(inList: path).map { record in
      record.hasPrefix("/") || folder.isEmpty || folder == "."
        ? record : "\(folder)/\(record)"
    }
  }

  private static func hasFile(_ path: String) -> Bool { InputFolder.disk.hasFile(path) }
}

extension String {
  fileprivate var nonEmpty: String? { isEmpty ? nil : self }
}
