import ArgumentParser
import ECGAnalysis
import ECGClassifier
import ECGEvaluation
import ECGFiles
import ECGReports

/// `ecg runs compare`.
struct CompareRuns: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Says how runs differ that were scored on the same beats.",
    discussion: """
      Each run is compared with the first: its scores, how far they are apart with the 95 % interval of the \
      paired bootstrap, and McNemar's exact test of whether both are right equally often, with Holm's \
      correction where there are several. With --output also as runs.csv, runs.tex (a table for the LaTeX \
      package booktabs), runs.json and runs.html, a page that lays the training curves over one another.

      \(Wording.disclaimer)
      """)

  @Argument(help: "The folders of two runs or more.", completion: .directory)
  var runs: [String]

  @Option(parsing: .unconditional, help: "How often the beats are drawn for an interval.")
  var resamples = Interval.defaultResamples

  @Option(
    parsing: .unconditional, help: "The seed of the draws: the same seed gives the same intervals.")
  var seed: UInt64 = 1

  @Option(help: "The folder to write the tables to.", completion: .directory)
  var output: String?

  @OptionGroup var overwriteOption: OverwriteOption
  @OptionGroup var jsonOption: JSONOption

  func validate() throws {
    guard runs.count > 1 else {
      throw ValidationError("expected the folders of two runs or more, found \(runs.count)")
    }
    guard 10...1_000_000 ~= resamples else {
      throw ValidationError("--resamples: expected a number from 10 to 1000000, found \(resamples)")
    }
  }

  func run() throws {
    let console = jsonOption.console
    let names = ["runs.csv", "runs.tex", "runs.json", "runs.html"]
    let paths = names.map { name in output.map { OutputPaths.path(of: name, in: $0) } }
    try OutputPlan(overwrite: overwriteOption.overwrite).check(files: paths.compactMap(\.self))
    let stored = try runs.map { try StoredRun(path: $0) }
    let comparison = try RunComparison(stored, resamples: resamples, seed: seed)
    try console.answer(comparison, text: RunComparisonText(comparison).description)
    guard output != nil else { return }
    let texts = [
      comparison.csv, comparison.latex, try JSONText(comparison).text,
      try page(of: comparison, stored),
    ]
    for (path, text) in zip(paths, texts) {
      guard let path else { continue }
      try OutputFile.write(text, to: path, overwrite: overwriteOption.overwrite)
    }
    console.note("Written: \(paths.compactMap(\.self).joined(separator: ", ")).")
  }

  private func page(of comparison: RunComparison, _ stored: [StoredRun]) throws -> String {
    try ComparisonPage(
      runs: zip(comparison.runs, stored).map { entry, run in
        ComparisonPage.Run(
          name: entry.name, history: try run.histories.first, intervals: entry.intervals,
          pair: entry.pair, pValue: entry.correctedPValue)
      }, beats: comparison.beats, isSynthetic: comparison.isSynthetic,
      macroScope: comparison.macroScope, version: Version.current
    ).page()
  }
}
