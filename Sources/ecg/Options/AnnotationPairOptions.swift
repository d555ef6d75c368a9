import ArgumentParser
import ECGEvaluation
import ECGFiles

/// Which files are compared, and which time.
struct AnnotationPairOptions: ParsableArguments {
  @Option(parsing: .unconditional, help: "Where the comparison begins, in seconds.")
  var from: Double = ComparisonSettings.learningPeriod

  @Option(parsing: .unconditional, help: "Where it ends, in seconds. (default: the record's end)")
  var to: Double?

  @Option(help: "The suffix of the reference's files in a folder.")
  var referenceAnnotator: String = AnnotationPairFinder.defaultReferenceAnnotator

  @Option(help: "The suffix of the test's files in a folder, where there are several.")
  var testAnnotator: String?

  @Option(
    help: """
      The records to compare: names separated by commas, or a file with one in each line. \
      (default: all in the test's folder)
      """, completion: .file())
  var records: String?

  /// Finds the annotations that belong together.
  ///
  /// - Throws: `FileError`.
  func find(reference: String, test: String) throws -> AnnotationPairFinder.Finding {
    for path in [reference, test] where Archive.isArchive(path) {
      throw FileError(
        .badData, path: path, "expected annotations or a folder of them, found an archive",
        remedy: "Unpack it, and name its folder")
    }
    let finder = AnnotationPairFinder(
      referenceAnnotator: referenceAnnotator, testAnnotator: testAnnotator,
      records: try records.map { try RecordList($0).names })
    return try finder.find(reference: reference, test: test)
  }
}
