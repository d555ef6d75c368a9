import Foundation

extension DatasetInspection {
  /// The inspection as plain text for a terminal, at most 80 columns wide where paths are short.
  public var text: String {
    var lines = [
      "Data: \(source)",
      "",
      Self.row("", parts.map(\.name)),
    ]
    let parts = parts.map(\.inspection)
    lines += Self.facts.map { name, fact in Self.row(name, parts.map(fact)) }
    if let testBeatsInTrain {
      lines.append(Self.row("test beats also in train", ["", "\(testBeatsInTrain)"]))
    }
    lines += classLines(parts)
    lines += ["", "First beats (first eight samples, class)"]
    lines += train.firstBeats.indices.map(firstBeatLine)
    return lines.joined(separator: "\n") + "\n"
  }

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
      { $0.imbalanceRatio.map { String(format: "%.1f : 1", $0) } ?? "no labels" }
    ),
  ]

  private func classLines(_ parts: [BeatInspection]) -> [String] {
    guard !train.classes.isEmpty else { return [] }
    let header = ["", Self.row("class", self.parts.map(\.name))]
    return header
      + train.classes.indices.map { index in
        let name = train.classes[index]
        let cells = parts.map { part in
          part.classes.indices.contains(index)
            ? String(
              format: "%d (%.2f %%)", part.classes[index].count, part.classes[index].share * 100)
            : "no labels"
        }
        return Self.row("\(name.symbol)  \(name.name)", cells)
      }
  }

  private func firstBeatLine(_ beat: Int) -> String {
    let samples = train.firstBeats[beat].prefix(8).map { value in
      value.map { String(format: "%.3f", $0) } ?? "–"
    }
    let label =
      train.firstLabels.indices.contains(beat)
      ? train.classes[train.firstLabels[beat]].symbol : ""
    return "  " + samples.map { Self.padded($0, to: 7) }.joined(separator: " ") + "  \(label)"
  }

  /// A line of the table: a name, then cells aligned to the right.
  private static func row(_ name: String, _ cells: [String]) -> String {
    let start = name + String(repeating: " ", count: max(0, 28 - name.count))
    return start + cells.map { padded($0, to: 18) }.joined(separator: " ")
  }

  private static func padded(_ text: String, to width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }
}
