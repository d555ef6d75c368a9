import ECGFiles
import ECGRecordings
import Foundation

/// Finds the files that belong together: two files, or in two folders and those below them
/// those of each record.
public struct AnnotationPairFinder: Sendable {
  /// What was found.
  public struct Finding: Equatable, Sendable {
    /// The records' files.
    public let pairs: [AnnotationPair]
    /// The records of the reference's folder that the test's folder has nothing for, where no list
    /// of records was given.
    public let withoutTest: [String]
    /// The records of the test's folder that the reference's folder has nothing for, likewise.
    public let withoutReference: [String]
  }

  /// The annotator of the reference, which is the suffix of its files.
  public let referenceAnnotator: String
  /// The annotator of the test; nil where there is only one to choose.
  public let testAnnotator: String?
  /// The records to compare; nil for all that the test's folder has.
  public let records: [String]?

  /// The experts' annotations in PhysioNet's databases.
  public static let defaultReferenceAnnotator = AnnotationFile.expertAnnotator

  /// Creates a finder.
  public init(
    referenceAnnotator: String = defaultReferenceAnnotator, testAnnotator: String? = nil,
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
  ///     Records in folders below belong together where their paths below the two folders are the
  ///     same or, where the trees begin at different folders, end alike and no other's do.
  ///   - test: likewise; where one is a folder and the other a file, the file's record is taken
  ///     from the folder.
  /// - Throws: `FileError` of kind `noInput` where a file or folder is missing, where a folder has
  ///   no annotations or those of several annotators, and where a record that is listed lacks the
  ///   other side, or all do.
  public func find(reference: String, test: String) throws -> Finding {
    switch (try isFolder(reference), try isFolder(test)) {
    case (false, false):
      guard records == nil else {
        throw FileError(
          .noInput, path: reference, "expected a folder to look for records in, found a file",
          remedy: "Name two folders, or leave out the list of records")
      }
      return Finding(
        pairs: [AnnotationPair(reference: reference, test: test)], withoutTest: [],
        withoutReference: [])
    case (false, true):
      let (record, tree) = (FileName(reference).stem, try AnnotationTree(test))
      return one(
        record, reference,
        try tree.file(
          of: record, annotator(of: [record], in: tree), saidBy: .testAnnotator))
    case (true, false):
      let record = FileName(test).stem
      let file = try AnnotationTree(reference).file(
        of: record, referenceAnnotator, saidBy: .referenceAnnotator)
      return one(record, file, test)
    case (true, true):
      return try findAll(in: AnnotationTree(reference), AnnotationTree(test))
    }
  }

  private func one(_ record: String, _ reference: String, _ test: String) -> Finding {
    Finding(
      pairs: [AnnotationPair(record: record, reference: reference, test: test)], withoutTest: [],
      withoutReference: [])
  }

  private func findAll(in reference: AnnotationTree, _ test: AnnotationTree) throws -> Finding {
    let known = reference.records(referenceAnnotator)
    guard !known.isEmpty || records != nil else {
      throw FileError(
        .noInput, path: reference.folder, "expected annotations .\(referenceAnnotator), found none",
        remedy: "Name a folder with some, or their suffix\(with: .referenceAnnotator)")
    }
    let annotator = try annotator(of: records ?? known, in: test)
    let tested = records ?? test.records(annotator)
    guard !tested.isEmpty else { throw noAnnotations(annotator, in: test) }
    var withoutReference: [String] = []
    let pairs = try tested.compactMap { record -> AnnotationPair? in
      // Only a record that was asked for may not go missing.
      let file =
        records == nil
        ? try reference.fileIfThere(of: record, referenceAnnotator)
        : try reference.file(of: record, referenceAnnotator, saidBy: .referenceAnnotator)
      guard let file else {
        withoutReference.append(record)
        return nil
      }
      return AnnotationPair(
        record: record, reference: file,
        test: try test.file(of: record, annotator, saidBy: .testAnnotator))
    }
    if pairs.isEmpty, let first = withoutReference.first {
      _ = try reference.file(of: first, referenceAnnotator, saidBy: .referenceAnnotator)
    }
    try checkOnce(pairs)
    let compared = Set(pairs.map(\.reference))
    let left = known.filter { !compared.contains(reference.path(of: $0, referenceAnnotator)) }
    return Finding(
      pairs: pairs, withoutTest: records == nil ? left : [], withoutReference: withoutReference)
  }

  /// Refuses two records of the test that would be compared with the same annotations.
  private func checkOnce(_ pairs: [AnnotationPair]) throws {
    var seen: [String: String] = [:]
    for pair in pairs {
      guard let other = seen.updateValue(pair.test, forKey: pair.reference) else { continue }
      throw FileError(
        .noInput, path: pair.reference,
        "expected one test of these annotations, found \(other) and \(pair.test)",
        remedy: "Name a folder that has each record once")
    }
  }

  /// The test's annotator: the one named, or the only one with annotations of any of the records.
  private func annotator(of records: [String], in tree: AnnotationTree) throws -> String {
    if let testAnnotator { return testAnnotator }
    let suffixes = tree.suffixes(of: records).subtracting(Self.otherSuffixes)
    let candidates = suffixes.count == 1 ? suffixes : suffixes.subtracting([referenceAnnotator])
    guard candidates.count < 2 else {
      throw FileError(
        .noInput, path: tree.folder,
        "expected annotations of one annotator, found \(candidates.sorted().joined(separator: ", "))",
        remedy: "Name one\(with: .testAnnotator)")
    }
    guard let annotator = candidates.first else { throw noAnnotations(nil, in: tree) }
    return annotator
  }

  private func noAnnotations(_ annotator: String?, in tree: AnnotationTree) -> FileError {
    FileError(
      .noInput, path: tree.folder,
      "expected annotations\(annotator.map { " .\($0)" } ?? " of the reference's records"), found none",
      remedy: "Name a folder with some")
  }

  /// What lies beside annotations and is none.
  private static let otherSuffixes = RecordingFormat.allEndings.union([
    "", "dat", "xws", "json", "html", "htm", "md", "pdf", "png", "svg", "mat", "safetensors",
  ])

  private func isFolder(_ path: String) throws -> Bool {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw FileError(
        .noInput, path: path, "there is no such file or folder", remedy: "Check the path")
    }
    return isFolder.boolValue
  }
}
