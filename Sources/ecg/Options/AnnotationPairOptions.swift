import ArgumentParser
import ECGEvaluation

/// Which files are compared, and which time.
struct AnnotationPairOptions: ParsableArguments {
  @Option(parsing: .unconditional, help: "Where the comparison begins, in seconds.")
  var from: Double = ComparisonSettings.learningPeriod

  @Option(parsing: .unconditional, help: "Where it ends, in seconds. (default: the record's end)")
  var to: Double?

  @Option(help: "The suffix of the reference's files in a folder.")
  var referenceAnnotator: String = AnnotationPairFinder.standardReference

  @Option(help: "The suffix of the test's files in a folder, where there are several.")
  var testAnnotator: String?

  @Option(
    help: """
      The records to compare: names separated by commas, or a file with one in each line. \
      (default: all in the test's folder)
      """, completion: .file())
  var records: String?

  var finder: AnnotationPairFinder {
    get throws {
      AnnotationPairFinder(
        referenceAnnotator: referenceAnnotator, testAnnotator: testAnnotator,
        records: try records.map { try RecordList($0).names })
    }
  }
}
