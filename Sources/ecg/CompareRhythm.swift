import ArgumentParser
import ECGEvaluation
import ECGFiles

/// `ecg compare-rhythm`.
struct CompareRhythm: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Compares the episodes of a rhythm with a reference.",
    discussion: """
      Counts and durations are those of PhysioNet's epicmp: an episode is found, or right, that shares \
      any time with one of the other side; Se is the share of the reference that is found, +P the share \
      of the test that is right. Where AFIB is asked for alone, flutter (AFL) in the reference counts \
      neither for nor against; --rhythm AFIB,AFL takes both for one, as "ecg classify" does. Files and \
      folders are named as for "ecg compare". The first 5 minutes are left out unless --from says \
      otherwise, and so are records that end within them.

      \(Wording.disclaimer)
      """)

  @Argument(
    help: "The experts' annotations: a file, or a folder of records.", completion: .file())
  var reference: String

  @Argument(help: "The annotations to be tested: a file, or a folder.", completion: .file())
  var test: String

  @Option(
    help: """
      The rhythm, as MIT-BIH's annotations name it: AFIB, VT, SVTA, B …; several, separated by \
      commas, count as one.
      """)
  var rhythm = "AFIB,AFL"

  @OptionGroup var pairs: AnnotationPairOptions
  @OptionGroup var jsonOption: JSONOption

  func validate() throws {
    do {
      _ = try settings
    } catch {
      throw ValidationError("--from, --to: \(error)")
    }
    guard !rhythms.isEmpty, rhythms.allSatisfy({ !$0.isEmpty && !$0.hasPrefix("(") }) else {
      throw ValidationError(
        "--rhythm: expected a rhythm such as AFIB, or several separated by commas, found \"\(rhythm)\""
      )
    }
  }

  private var settings: ComparisonSettings {
    get throws(ComparisonError) { try ComparisonSettings(start: pairs.from, end: pairs.to) }
  }

  private var rhythms: [String] {
    rhythm.split(separator: ",", omittingEmptySubsequences: false).map { String($0) }
  }

  func run() throws {
    let console = jsonOption.console
    let finding = try pairs.find(reference: reference, test: test)
    for sentence in finding.sentences { console.warn(sentence) }
    let summary = try EpisodeSummary(finding.pairs, rhythms: rhythms, settings: settings)
    for remark in summary.remarks { console.warn("\(remark).") }
    if let sentence = ComparisonRemarks.sentence(leftOut: summary.leftOut) {
      console.warn(sentence)
    }
    try console.answer(summary, text: summary.description)
  }
}
