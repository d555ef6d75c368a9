package import ECGEvaluation
import ECGText
import Foundation

extension RunComparison {
  /// The scores that are shown of each run: those that the pairs have, in their order.
  package var scores:
    [(name: String, values: [Double?], differences: [PairedComparison.Difference])]
  {
    guard let pair = runs.lazy.compactMap(\.pair).first else { return [] }
    return pair.differences.indices.map { index in
      let differences = runs.compactMap { $0.pair?.differences[index] }
      return (
        pair.differences[index].name, [pair.differences[index].first] + differences.map(\.second),
        differences
      )
    }
  }

  /// Every score as CSV, one a line: `run,metric,value,difference,low,high`; the last three,
  /// against the first run, are empty for it and where there is none.
  public var csv: String {
    var table = CommaSeparatedText(columns: ["run", "metric", "value", "difference", "low", "high"])
    for (index, run) in runs.enumerated() {
      guard let differences = (run.pair ?? runs.lazy.compactMap(\.pair).first)?.differences else {
        continue
      }
      for difference in differences {
        let cells: [Double?] =
          index == 0
          ? [difference.first, nil, nil, nil]
          : [
            difference.second, difference.value, difference.interval?.low,
            difference.interval?.high,
          ]
        table.append([run.name, difference.key] + cells.map(CommaSeparatedText.cell))
      }
    }
    return table.description
  }

  /// The scores as a table of LaTeX's package `booktabs`, a column a run; a star marks what differs
  /// clearly from the first.
  public var latex: String {
    func escaped(_ text: String) -> String {
      text.map { character in
        switch character {
        case "\\": "\\textbackslash{}"
        case "~": "\\textasciitilde{}"
        case "^": "\\textasciicircum{}"
        case _ where "_&%#${}".contains(character): "\\\(character)"
        default: String(character)
        }
      }.joined()
    }
    let heads = runs.map { escaped($0.name) }.joined(separator: " & ")
    let rows = scores.map { score in
      let cells = score.values.enumerated().map { index, value in
        let star = index > 0 && score.differences[index - 1].isClear ? "$^{*}$" : ""
        return value.text("%.4f", else: "--") + star
      }
      return "    \(escaped(score.name)) & \(cells.joined(separator: " & ")) \\\\"
    }
    return """
      % Needs \\usepackage{booktabs}. * The 95 % interval of the difference from the first column leaves out 0.
      \\begin{tabular}{l\(String(repeating: "r", count: runs.count))}
        \\toprule
        score & \(heads) \\\\
        \\midrule
      \(rows.map { "  " + $0.trimmingCharacters(in: .whitespaces) }.joined(separator: "\n"))
        \\bottomrule
      \\end{tabular}

      """
  }
}
