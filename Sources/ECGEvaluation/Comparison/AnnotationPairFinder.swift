import ECGFiles
import Foundation

/// Finds the files that belong together: two files, or in two folders those of each record.
public struct AnnotationPairFinder: Sendable {
  /// What was found.
  public struct Finding: Equatable, Sendable {
    /// The records' files.
    public let pairs: [AnnotationPair]
    /// The records of the reference's folder that the test's folder has nothing for, where no list
    /// of records was given.
    public let withoutTest: [String]
  }

  /// The annotator of the reference, which is the suffix of its files.
  public let referenceAnnotator: String
  /// The annotator of the test; nil where there is only one to choose.
  public let testAnnotator: String?
  /// The records to compare; nil for all that the test's folder has.
  public let records: [String]?

  /// The experts' annotations in PhysioNet's databases.
  public static let standardReference = "atr"

  /// Creates a finder.
  public init(
    referenceAnnotator: String = standardReference, testAnnotator: String? = nil,
    records: [String]? = nil
  ) {
    self.referenceAnnotator = referenceAnnotator
    self.testAnnotator = testAnnotator
    self.records = records
  }

  /// Finds pairs.
  ///
  /// - Parameters:
  ///   - reference: an annotation file or a folder of them; with a list of records, a folder.
  ///   - test: likewise; where one is a folder and the other a file, the file's record is taken from
  ///     the folder.
  /// - Throws: `FileError` of kind `noInput` where a file or folder is missing, where a folder has no
  ///   annotations or those of several annotators, and where a record of either side lacks the other.
  public func find(reference: String, test: String) throws -> Finding {
    switch (try isFolder(reference), try isFolder(test)) {
    case (false, false):
      guard records == nil else {
        throw FileError(
          .noInput, path: reference, "expected a folder to look for records in, found a file",
          remedy: "Name two folders, or leave out the list of records")
      }
      return Finding(pairs: [AnnotationPair(reference: reference, test: test)], withoutTest: [])
    case (false, true):
      let record = FileName(reference).stem
      let annotator = try annotator(of: [record], in: test)
      return one(record, reference, try path(of: record, annotator, in: test))
    case (true, false):
      let record = FileName(test).stem
      return one(record, try path(of: record, referenceAnnotator, in: reference), test)
    case (true, true):
      return try findAll(reference: reference, test: test)
    }
  }

  private func one(_ record: String, _ reference: String, _ test: String) -> Finding {
    Finding(
      pairs: [AnnotationPair(record: record, reference: reference, test: test)], withoutTest: [])
  }

  private func findAll(reference: String, test: String) throws -> Finding {
    let known = try names(in: reference).filter { $0.suffix == referenceAnnotator }.map(\.stem)
    guard !known.isEmpty || records != nil else {
      throw FileError(
        .noInput, path: reference, "expected annotations .\(referenceAnnotator), found none",
        remedy: "Name a folder with some, or their suffix\(with: .referenceAnnotator)")
    }
    let annotator = try annotator(of: records ?? known, in: test)
    let tested =
      try records ?? names(in: test).filter { $0.suffix == annotator }.map(\.stem)
    guard !tested.isEmpty else { throw noAnnotations(annotator, in: test) }
    let pairs = try tested.map { record in
      AnnotationPair(
        record: record, reference: try path(of: record, referenceAnnotator, in: reference),
        test: try path(of: record, annotator, in: test))
    }
    let left = records == nil ? Set(known).subtracting(tested).sorted() : []
    return Finding(pairs: pairs, withoutTest: left)
  }

  /// The test's annotator: the one named, or the only one with annotations of any of the records.
  private func annotator(of records: [String], in folder: String) throws -> String {
    if let testAnnotator { return testAnnotator }
    let records = Set(records)
    let suffixes = Set(
      try names(in: folder).filter { records.contains($0.stem) }.map(\.suffix)
    ).subtracting(Self.otherSuffixes)
    let candidates = suffixes.count == 1 ? suffixes : suffixes.subtracting([referenceAnnotator])
    guard candidates.count < 2 else {
      throw FileError(
        .noInput, path: folder,
        "expected annotations of one annotator, found \(candidates.sorted().joined(separator: ", "))",
        remedy: "Name one\(with: .testAnnotator)")
    }
    guard let annotator = candidates.first else { throw noAnnotations(nil, in: folder) }
    return annotator
  }

  private func noAnnotations(_ annotator: String?, in folder: String) -> FileError {
    FileError(
      .noInput, path: folder,
      "expected annotations\(annotator.map { " .\($0)" } ?? " of the reference's records"), found none",
      remedy: "Name a folder with some")
  }

  /// What lies beside annotations and is none.
  private static let otherSuffixes: Set<String> = [
    "", "hea", "dat", "xws", "txt", "csv", "json", "html", "htm", "md", "pdf", "png", "svg", "edf",
    "mat", "safetensors",
  ]

  private func names(in folder: String) throws -> [FileName] {
    do {
      return try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        .filter { !$0.hasPrefix(".") }.map { FileName($0) }
    } catch {
      throw FileError(
        .noInput, path: folder, "the folder cannot be read",
        remedy: "Check its permissions")
    }
  }

  private func path(of record: String, _ annotator: String, in folder: String) throws -> String {
    let path = (folder.hasSuffix("/") ? folder : folder + "/") + "\(record).\(annotator)"
    guard FileManager.default.fileExists(atPath: path) else {
      throw FileError(
        .noInput, path: path, "there is no such file, so that the record cannot be compared",
        remedy: "Name the records to compare\(with: .records)")
    }
    return path
  }

  private func isFolder(_ path: String) throws -> Bool {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw FileError(
        .noInput, path: path, "there is no such file or folder", remedy: "Check the path")
    }
    return isFolder.boolValue
  }
}
