public import ArgumentParser
public import ECGSignals
import ECGEvaluation

extension ClassMap: ExpressibleByArgument {}

/// What is compared, and how.
struct ComparisonOptions: ParsableArguments {
  @OptionGroup var pairs: AnnotationPairOptions

  @Option(
    parsing: .unconditional, help: "The most that two marks of one beat may lie apart, in seconds.")
  var window: Double = ComparisonSettings.standardWindow

  @Option(
    help: """
      The classes of escape beats (e, j, n): bxb takes them for supraventricular ectopic, the \
      literature on the MIT-BIH database for normal.
      """)
  var map: ClassMap = .bxb

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
      try ComparisonSettings(start: pairs.from, end: pairs.to, window: window, map: map)
    }
  }
}
