import ArgumentParser
import ECGAnalysis
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
      ectopic burden, fibrillation, signal quality and pauses are distributed over them, and how many have \
      episodes and runs. With --by all of it is told of groups too, beside one another. With --output, a \
      folder, also writes cohort.csv, cohort-findings.csv, cohort.json and a page, cohort.html.

      \(Wording.disclaimer)
      """)

  @Argument(help: "The folder of the results, or its results.jsonl.", completion: .file())
  var results: String

  @Option(help: "The folder to write tables and page to.", completion: .directory)
  var output: String?

  @Option(
    help: """
      What to tell groups by: "folder" for the folders that the recordings are in, the first below what all \
      have in common; or a CSV file with the columns record and group.
      """, completion: .file())
  var by: String?

  @OptionGroup var overwriteOption: OverwriteOption
  @OptionGroup var jsonOption: JSONOption

  func run() throws {
    let console = jsonOption.console
    let overwrite = overwriteOption.overwrite
    let files = output.map { folder in
      ["cohort.csv", "cohort-findings.csv", "cohort.json", "cohort.html"].map {
        OutputPaths.path(of: $0, in: folder)
      }
    }
    try OutputPlan(overwrite: overwrite).check(files: files ?? [])
    let summary = try CohortSummary(
      of: results, by: by.map { try $0 == "folder" ? .folder : CohortGrouping(table: $0) })
    if summary.ungrouped > 0, let by {
      console.warn("\(by) says nothing of \(summary.ungrouped.counted("recording")).")
    }
    if let names = Wording.first(of: summary.absent, other: "recording"), let by {
      console.warn(
        "\(by) names \(names), which \(summary.absent.count == 1 ? "is" : "are") not among the results."
      )
    }
    if let files {
      let contents = [
        summary.quantitiesCSV, summary.findingsCSV, try JSONText(summary).text,
        try CohortPage(summary, of: results).page(),
      ]
      for (path, content) in zip(files, contents) {
        try OutputFile.write(content, to: path, overwrite: overwrite)
      }
      console.note("Written: \(files.joined(separator: ", ")).")
    }
    try console.answer(summary, text: summary.text)
  }
}
