public import ArgumentParser
public import ECGSignals
import ECGEvaluation

extension ClassMap: ExpressibleByArgument {}

/// What is compared, and how.
struct ComparisonOptions: ParsableArguments {
  @Option(parsing: .unconditional, help: "Where the comparison begins, in seconds.")
  var from: Double = ComparisonSettings.learningPeriod

  @Option(parsing: .unconditional, help: "Where it ends, in seconds. (default: the record's end)")
  var to: Double?

  @Option(
    parsing: .unconditional, help: "The most that two marks of one beat may lie apart, in seconds.")
  var window: Double = ComparisonSettings.standardWindow

  @Option(
    help: """
      The classes of escape beats (e, j, n): bxb takes them for supraventricular ectopic, the \
      literature on the MIT-BIH database for normal.
      """)
  var map: ClassMap = .bxb

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

  @Option(
    help: "A CSV file to write every beat to on which the two sides disagree.", completion: .file())
  var disagreements: String?

  func validate() throws {
    do {
      _ = try settings
    } catch {
      throw ValidationError("--from, --to, --window: \(error)")
    }
  }

  var settings: ComparisonSettings {
    get throws(ComparisonError) {
      try ComparisonSettings(start: from, end: to, window: window, map: map)
    }
  }

  var finder: AnnotationPairFinder {
    get throws {
      AnnotationPairFinder(
        referenceAnnotator: referenceAnnotator, testAnnotator: testAnnotator,
        records: try records.map { try RecordList($0).names })
    }
  }
}
