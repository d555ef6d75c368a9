import ECGText

/// The scores of the classes as a table for the terminal: one line a class, then the averages, each
/// score with its interval where there are intervals.
public struct ScoreTable: Sendable, CustomStringConvertible {
  private let evaluation: Evaluation
  private let intervals: BootstrapIntervals?

  /// Creates the table of `evaluation`; `intervals`, if any, are those of the same evaluation.
  public init(_ evaluation: Evaluation, intervals: BootstrapIntervals? = nil) {
    self.evaluation = evaluation
    self.intervals = intervals
  }

  /// The table, in lines without a newline at the end.
  public var description: String { table.description }

  /// The table for a terminal of `width` characters: where it is too narrow, without the intervals,
  /// and then without the columns that are worth least.
  public func text(width: Int) -> String {
    let whole = table
    guard whole.width > width else { return whole.description }
    return ScoreTable(evaluation).table.fitting(width, dropping: [4, 1, 2]).description
  }

  private var table: TextTable {
    let header = ["class", "precision", "recall", "F1", "beats"]
    return TextTable(rows: [header] + classRows + [[]] + averageRows)
  }

  private var classRows: [[String]] {
    evaluation.classes.enumerated().map { index, scores in
      let bounds = intervals?.classes[index]
      return [
        scores.symbol, cell(scores.precision, bounds?.precision),
        cell(scores.recall, bounds?.recall), cell(scores.f1, bounds?.f1), String(scores.support),
      ]
    }
  }

  private var macroName: String {
    "macro average" + (evaluation.confusionMatrix.meanScope.map { " \($0)" } ?? "")
  }

  private var averageRows: [[String]] {
    let beats = String(evaluation.labels.count)
    return [
      [
        macroName, cell(evaluation.precision.macro, intervals?.precision.macro),
        cell(evaluation.recall.macro, intervals?.recall.macro),
        cell(evaluation.f1.macro, intervals?.f1.macro), beats,
      ],
      [
        "weighted average", cell(evaluation.precision.weighted, intervals?.precision.weighted),
        cell(evaluation.recall.weighted, intervals?.recall.weighted),
        cell(evaluation.f1.weighted, intervals?.f1.weighted), beats,
      ],
    ]
  }

  private func cell(_ score: Double, _ interval: Interval?) -> String {
    ScoreText.cell(score, interval, places: 3)
  }
}
