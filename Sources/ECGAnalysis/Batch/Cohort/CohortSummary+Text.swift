import ECGEvaluation
import ECGText
import Foundation

/// Tables of a cohort, for terminal, page and files.
extension CohortSummary {
  /// A number in as many digits as can be read.
  static func text(_ value: Double) -> String {
    if abs(value) < 9.995 { return String(format: "%.2f", value) }
    if abs(value) < 999.95 { return String(format: "%.1f", value) }
    return Int(exactly: value.rounded())?.grouped ?? String(format: "%.3g", value)
  }

  /// A share of recordings in percent.
  private static func percent(_ share: Double) -> String {
    share.percent(decimals: share < 9.995 ? 2 : 1)
  }

  private static let quantileNames = CohortPart.shares.map { String(format: "%.0f %%", 100 * $0) }

  /// How the numbers are distributed: the names of the columns, and a row for each.
  package var quantityRows: [[String]] {
    let columns = ["", "n", "missing", "mean", "SD", "min"] + Self.quantileNames + ["max"]
    return [columns]
      + all.quantities.map { quantity in
        [
          quantity.name, quantity.count.grouped, quantity.missing.grouped,
          Self.text(quantity.mean), quantity.deviation.map(Self.text) ?? "–",
          Self.text(quantity.minimum),
        ] + quantity.quantiles.map(Self.text) + [Self.text(quantity.maximum)]
      }
  }

  /// How many recordings have what.
  package var findingRows: [[String]] {
    [["recordings with", "n", "of", "%", "95 % interval"]]
      + all.findings.map { finding in
        [
          finding.name, finding.count.grouped, finding.of.grouped,
          String(Self.percent(finding.share).dropLast(2)),
          "\(Self.text(finding.interval.low)) to \(Self.text(finding.interval.high))",
        ]
      }
  }

  /// The groups beside one another: medians with the quartiles, and numbers of recordings
  /// with their share.
  package var groupRows: [[String]]? {
    guard let groups else { return nil }
    let parts = [("all", all)] + groups.map { ($0.name, $0.part) }
    let counts: [(String, (CohortPart) -> String)] = [
      ("recordings", { $0.recordings.grouped }), ("failed", { $0.failed.grouped }),
      ("hours", { Self.text($0.hours) }), ("beats", { $0.beats.grouped }),
    ]
    let quantities = all.quantities.map { asked in
      [asked.name]
        + parts.map { _, part in
          part.quantities.first { $0.name == asked.name }.map {
            "\(Self.text($0.quantiles[2])) (\(Self.text($0.quantiles[1])) to \(Self.text($0.quantiles[3])))"
          } ?? "–"
        }
    }
    let findings = all.findings.map { asked in
      ["with \(asked.name)"]
        + parts.map { _, part in
          part.findings.first { $0.name == asked.name }.map {
            "\($0.count.grouped) (\(Self.percent($0.share)))"
          } ?? "–"
        }
    }
    return [[""] + parts.map(\.0)] + counts.map { name, text in [name] + parts.map { text($0.1) } }
      + quantities + findings
  }

  /// The findings in aligned lines, no wider than a terminal where that can be had.
  package var text: String {
    var fibrillation = ""
    if let hours = all.fibrillationHours, let share = all.fibrillationShare,
      let whole = all.rhythmTime
    {
      fibrillation =
        "; AF or flutter in \(Self.text(hours)) h, \(share.percent(decimals: 1)) of the \(whole)"
    }
    let flutter = all.ventricularFlutter.map { "; VF or flutter for \($0)" } ?? ""
    let unclassified =
      all.unclassified.map { "; \($0.counted("beat")) left unclassified, counted as Q" } ?? ""
    let head =
      "\(all.recordings.counted("recording")), \(all.failed.grouped) of them failed; "
      + "\(Self.text(all.hours)) h, \(all.beats.grouped) beats\(unclassified)\(flutter)\(fibrillation)"
    guard all.failed < all.recordings else { return head }
    let distributions = TextTable(rows: quantityRows).fitting(100, dropping: [2, 4, 6, 10])
    let tables =
      [distributions, TextTable(rows: findingRows)]
      + (groupRows.map { [TextTable(rows: $0)] } ?? [])
    return ([head] + tables.map(\.description)).joined(separator: "\n\n")
  }

  /// All parts, by the name of their group, which is empty for all recordings.
  private var parts: [(group: String, part: CohortPart)] {
    [("", all)] + (groups ?? []).map { ($0.name, $0.part) }
  }

  /// The distributions as CSV, a row for each group and quantity.
  package var quantitiesCSV: String {
    var table = CommaSeparatedText(
      columns: ["group", "name", "n", "missing", "mean", "sd", "min"]
        + CohortPart.shares.map { String(format: "q%.0f", 100 * $0) } + ["max"])
    for (group, part) in parts {
      for quantity in part.quantities {
        let numbers =
          [quantity.mean, quantity.deviation, quantity.minimum] + quantity.quantiles
          + [quantity.maximum]
        table.append(
          [group, quantity.name, "\(quantity.count)", "\(quantity.missing)"]
            + numbers.map(CommaSeparatedText.cell))
      }
    }
    return table.description
  }

  /// The numbers of recordings as CSV, a row for each group and finding; shares and their 95 %
  /// intervals in percent.
  package var findingsCSV: String {
    var table = CommaSeparatedText(columns: ["group", "name", "n", "of", "share", "low", "high"])
    for (group, part) in parts {
      for finding in part.findings {
        table.append(
          [group, finding.name, "\(finding.count)", "\(finding.of)"]
            + [finding.share, finding.interval.low, finding.interval.high]
            .map(CommaSeparatedText.cell))
      }
    }
    return table.description
  }
}
