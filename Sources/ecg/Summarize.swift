import ArgumentParser
import ECGAnalysis
import ECGClassifier
import ECGFiles
import ECGReports
import ECGText
import Foundation

/// `ecg summarize`.
struct Summarize: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Sums up what many recordings came to.",
    discussion: """
      Reads the results that "ecg classify" or "ecg detect" wrote of many recordings, and tells how rates, \
      ectopic burden, the share of fibrillation, signal quality and pauses are distributed over them, and how \
      many have episodes and runs. With --output, a folder, also writes cohort.csv, cohort.json and a page, \
      cohort.html.

      \(Wording.disclaimer)
      """)

  @Argument(help: "The folder of the results, or its results.jsonl.", completion: .file())
  var results: String

  @Option(help: "The folder to write tables and page to.", completion: .directory)
  var output: String?

  @OptionGroup var overwriteOption: OverwriteOption
  @OptionGroup var jsonOption: JSONOption

  func run() throws {
    let console = jsonOption.console
    let overwrite = overwriteOption.overwrite
    let files = output.map { folder in
      ["cohort.csv", "cohort.json", "cohort.html"].map { OutputPaths.path(of: $0, in: folder) }
    }
    try OutputPlan(overwrite: overwrite).check(files: files ?? [])
    let summary = CohortSummary(try CohortSummary.results(at: results))
    if let files {
      let page = CohortPage(summary, of: URL(filePath: results).lastPathComponent)
      try OutputFile.write(summary.csv, to: files[0], overwrite: overwrite)
      try OutputFile.write(JSONText(summary).text, to: files[1], overwrite: overwrite)
      try OutputFile.write(page.page(), to: files[2], overwrite: overwrite)
      console.note("Written: \(files.joined(separator: ", ")).")
    }
    if jsonOption.json {
      try console.printJSON(summary)
    } else {
      try console.say(summary.text)
    }
  }
}

extension CohortPage {
  fileprivate init(_ summary: CohortSummary, of name: String) {
    self.init(
      title: name, subtitle: "What \(Wording.count(summary.recordings, "recording")) came to",
      numbers: [
        ("recordings", summary.recordings.grouped), ("failed", summary.failed.grouped),
        ("hours", String(format: "%.1f", summary.hours)), ("beats", summary.beats.grouped),
      ],
      tables: [
        Table(
          "Distributions",
          caption: "Each recording counts once, however long it is; quantiles as R's type 7",
          rows: [CohortSummary.columns] + summary.quantities.map(CohortSummary.cells)),
        Table(
          "Recordings with findings", caption: "Of the recordings of which it can be said",
          rows: [CohortSummary.findingColumns] + summary.findings.map(CohortSummary.cells)),
      ],
      version: Version.current)
  }
}
