import ECGText
import Foundation

/// What is reached where unsure beats are left unclassified, as a table for the terminal.
public struct AbstainingTable: Sendable, CustomStringConvertible {
  private let curve: RiskCoverageCurve

  /// Creates the table of `evaluation`.
  public init(_ evaluation: Evaluation) {
    curve = RiskCoverageCurve(evaluation)
  }

  /// The table, in lines without a newline at the end.
  public var description: String {
    func decimal(_ value: Double?) -> String { ScoreText.cell(value, places: 3) }
    let rows = RiskCoverageCurve.usualThresholds.map { threshold in
      let point = curve.point(at: threshold)
      return [
        threshold > 0 ? String(format: "%.2f", threshold) : "none left out",
        decimal(point.coverage), decimal(point.accuracy), decimal(point.macroF1),
        String(point.beats),
      ]
    }
    let header = ["unclassified below", "coverage", "accuracy", "macro-F1", "beats"]
    return TextTable(rows: [header] + rows).description
  }
}
