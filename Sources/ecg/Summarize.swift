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
      console.warn("\(by) says nothing of \(Wording.count(summary.ungrouped, "recording")).")
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
    if jsonOption.json {
      try console.printJSON(summary)
    } else {
      try console.say(summary.text)
    }
  }
}

extension CohortPage {
  fileprivate init(_ summary: CohortSummary, of results: String) {
    let url = URL(filePath: results, directoryHint: .checkFileSystem).absoluteURL
    let folder = url.hasDirectoryPath ? url : url.deletingLastPathComponent()
    let all = summary.all
    let share = all.fibrillationHours.map {
      String(format: "%.1f %%", 100 * $0 / max(all.usableHours, 1e-9))
    }
    self.init(
      title: folder.standardizedFileURL.lastPathComponent,
      subtitle: "What \(Wording.count(all.recordings, "recording")) came to",
      numbers: [
        ("recordings", all.recordings.grouped, nil), ("failed", all.failed.grouped, nil),
        (
          "hours", String(format: "%.1f", all.hours),
          String(format: "%.1f usable", all.usableHours)
        ),
        ("beats", all.beats.grouped, nil),
      ] + (share.map { [("AF or flutter", $0, "of all usable hours")] } ?? []),
      tables: Self.tables(summary), version: Version.current)
  }

  private static func tables(_ summary: CohortSummary) -> [Table] {
    let charts = summary.all.quantities.compactMap { quantity in
      quantity.histogram.map { bins in
        Chart(quantity.name, bars: bins.map { ($0.label, $0.count) })
      }
    }
    let groups = summary.groupRows.map { rows in
      Table(
        "Groups", caption: "Medians with the quartiles, and numbers of recordings with their share",
        rows: rows)
    }
    let failures = summary.failures.map { [$0.path, $0.message] }
    let rest = summary.all.failed - failures.count
    return [
      Table(
        "Distributions",
        caption: """
          Each recording counts once, however long it is. SD: the sample's standard deviation; quantiles as R's type \
          7; missing: recordings that were read and of which it cannot be said.
          """, rows: summary.quantityRows, charts: charts),
      Table(
        "Recordings with findings",
        caption: "Of the recordings of which it can be said; intervals by Wilson",
        rows: summary.findingRows),
    ] + (groups.map { [$0] } ?? [])
      + (failures.isEmpty
        ? []
        : [
          Table(
            "Recordings that failed",
            caption: rest > 0 ? "The first; \(rest.grouped) more are in the results" : "",
            rows: [["recording", "why"]] + failures, isText: true)
        ])
  }
}
