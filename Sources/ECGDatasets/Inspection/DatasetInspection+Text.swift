import ECGText
import Foundation

extension DatasetInspection {
  /// The inspection as plain text for a terminal, at most 80 columns wide where paths are short.
  public var text: String {
    let inspections = parts.map(\.inspection)
    var rows = [[""] + parts.map(\.name)]
    rows += Self.facts.map { name, fact in [name] + inspections.map(fact) }
    if let testBeatsInTrain {
      rows.append(["test beats also in train", "", "\(testBeatsInTrain)"])
    }
    rows += classRows(inspections)
    let firstBeats = TextTable(rows: train.firstBeats.indices.map(firstBeatRow), alignments: [])
    return """
      Data: \(source)

      \(TextTable(rows: rows))
      \(patientsText)
      First beats (first eight samples, class)
      \(firstBeats)

      """
  }

  /// Who is set apart to test with, between empty lines; empty where nobody is.
  private var patientsText: String {
    guard let patientsSetApart else { return "" }
    let all = (trainPatients ?? []).count + patientsSetApart.count
    var lines = ["Set apart to test with: \(patientsSetApart.count) of \(all) patients or records"]
    for (place, name) in patientsSetApart.enumerated() {
      let text = name + (place < patientsSetApart.count - 1 ? "," : "")
      if place > 0, lines[lines.count - 1].count + 1 + text.count <= Self.width {
        lines[lines.count - 1] += " " + text
      } else {
        lines.append("  " + text)
      }
    }
    return "\n" + lines.joined(separator: "\n") + "\n"
  }

  private static let width = 80

  private static let facts: [(String, @Sendable (BeatInspection) -> String)] = [
    ("beats", { "\($0.beats)" }),
    ("samples per beat", { "\($0.samplesPerBeat)" }),
    ("type", { $0.type }),
    ("missing values", { "\($0.missingValues)" }),
    ("infinite values", { "\($0.infiniteValues)" }),
    ("values outside 0 … 1", { "\($0.valuesOutsideUnitRange)" }),
    ("minimum", { $0.minimum.map { "\($0)" } ?? "none" }),
    ("maximum", { $0.maximum.map { "\($0)" } ?? "none" }),
    ("constant beats", { "\($0.constantBeats)" }),
    ("duplicate beats", { "\($0.duplicateBeats)" }),
    ("… of another class", { "\($0.duplicatesOfAnotherClass)" }),
    (
      "largest : smallest class",
      { $0.imbalanceRatio.text("%.1f : 1", else: "no labels") }
    ),
  ]

  private func classRows(_ parts: [BeatInspection]) -> [[String]] {
    guard !train.classes.isEmpty else { return [] }
    let header = [[], ["class"] + self.parts.map(\.name)]
    return header
      + train.classes.indices.map { index in
        let name = train.classes[index]
        let cells = parts.map { part in
          guard part.classes.indices.contains(index) else { return "no labels" }
          let tally = part.classes[index]
          return "\(tally.count) (\((100 * tally.share).percent(decimals: 2)))"
        }
        return ["\(name.symbol)  \(name.name)"] + cells
      }
  }

  private func firstBeatRow(_ beat: Int) -> [String] {
    let samples = train.firstBeats[beat].prefix(8).map { value in
      value.map { String(format: "%.3f", $0) } ?? "–"
    }
    guard train.firstLabels.indices.contains(beat) else { return samples }
    return samples + [train.classes[train.firstLabels[beat]].symbol]
  }
}
