import ECGAnalysis
import ECGEvaluation
import ECGFiles
import ECGText
import Foundation

/// What the terminal shows of a comparison of runs.
struct RunComparisonText: CustomStringConvertible {
  private let comparison: RunComparison

  init(_ comparison: RunComparison) {
    self.comparison = comparison
  }

  var description: String {
    let remarks =
      [comparison.macroScope, comparison.isSynthetic ? "The beats are synthetic." : nil]
      .compactMap(\.self)
    return (["\(scores)"] + comparison.runs.dropFirst().map(against) + remarks)
      .joined(separator: "\n\n")
  }

  private var scores: TextTable {
    TextTable(
      rows: [["\(comparison.beats.grouped) beats"] + comparison.runs.map(\.name.printable)]
        + comparison.scores.map { score in [score.name] + score.values.map { ScoreText.cell($0) } })
  }

  /// How a run differs from the first.
  private func against(_ run: RunComparison.Entry) -> String {
    guard let pair = run.pair, let pValue = run.correctedPValue else { return "" }
    let test = pair.mcNemar
    let lines = pair.differences.compactMap { difference -> [String]? in
      guard let value = difference.value, let interval = difference.interval else { return nil }
      return [
        "  " + difference.name, value.signed(decimals: 4),
        "(\(interval.low.signed(decimals: 4)) to \(interval.high.signed(decimals: 4)))"
          + (difference.isClear ? " *" : ""),
      ]
    }
    return """
      \(run.name.printable) against \(comparison.runs[0].name.printable)
        right alone: \(test.secondOnly.grouped) beats, against \(test.firstOnly.grouped); McNemar's exact test, \
      \(Self.pValue(pValue))\(comparison.runs.count > 2 ? " (Holm's correction)" : "")
      \(TextTable(rows: lines, alignments: [.left, .right, .left]))
        * The 95 % interval of the paired bootstrap leaves out 0. Beats of one patient are taken as independent.
      """
  }

  private static func pValue(_ value: Double) -> String {
    value < 0.0001 ? "p < 0.0001" : String(format: "p = %.4f", value)
  }
}
