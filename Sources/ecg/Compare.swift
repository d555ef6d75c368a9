import ArgumentParser
import ECGEvaluation
import ECGFiles

/// `ecg compare`.
struct Compare: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Compares annotations with a reference, beat by beat.",
    discussion: """
      Counts and tables are those of PhysioNet's bxb. Reference and test are two annotation files, \
      as in "ecg compare mitdb/100.atr out/100.blm", or two folders, of which all records are \
      compared that the test's folder has. Records' headers lie beside the reference's annotations. \
      The first 5 minutes are left out unless --from says otherwise.

      \(Wording.disclaimer)
      """)

  @Argument(
    help: "The experts' annotations: a file, or a folder of records.", completion: .file())
  var reference: String

  @Argument(help: "The annotations to be tested: a file, or a folder.", completion: .file())
  var test: String

  @OptionGroup var options: ComparisonOptions
  @OptionGroup var overwriteOption: OverwriteOption
  @OptionGroup var jsonOption: JSONOption

  func run() throws {
    let console = jsonOption.console
    try OutputPlan(overwrite: overwriteOption.overwrite).check(
      files: options.disagreements.map { [$0] } ?? [])
    let settings = try options.settings
    let finding = try options.pairs.find(reference: reference, test: test)
    let summary = try ComparisonSummary(finding.pairs, settings: settings)
    ComparisonRemarks(finding, summary).tell(console)
    if let path = options.disagreements {
      try OutputFile.write(
        DisagreementList(summary.records).description, to: path,
        overwrite: overwriteOption.overwrite)
      console.note("Disagreements written to \(path).")
    }
    try console.answer(
      ComparisonReport(summary, settings: settings), text: ComparisonText(summary).description)
  }
}
