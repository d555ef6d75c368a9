package import ECGAnalysis
import ECGClassifier
import ECGFiles
import ECGText
import Foundation

extension CohortPage {
  /// The page on a cohort.
  ///
  /// - Parameter results: the folder of the results that were summed up, or a file in it.
  package init(_ summary: CohortSummary, of results: String) {
    let url = URL(filePath: results, directoryHint: .checkFileSystem).absoluteURL
    let folder = url.hasDirectoryPath ? url : url.deletingLastPathComponent()
    let all = summary.all
    self.init(
      title: folder.standardizedFileURL.lastPathComponent,
      subtitle: "What \(all.recordings.counted("recording")) came to",
      numbers: [
        ("recordings", all.recordings.grouped, nil), ("failed", all.failed.grouped, nil),
        (
          "hours", String(format: "%.1f", all.hours),
          String(format: "%.1f usable", all.usableHours)
        ),
        (
          "beats", all.beats.grouped, all.unclassified.map { "\($0.grouped) left unclassified" }
        ),
      ]
        + (all.ventricularFlutter.map { [("VF or flutter", $0, "of all hours")] } ?? [])
        + (all.fibrillationShare.map {
          [("AF or flutter", $0.percent(decimals: 1), all.rhythmTime.map { "of the \($0)" })]
        } ?? []),
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
