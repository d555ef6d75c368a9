import ECGText

/// The metrics of an evaluation as a table for the terminal, each with its interval
/// where it has one.
public struct MetricTable: Sendable, CustomStringConvertible {
  private let values: MetricValues

  /// Creates the table of `evaluation`; `intervals`, if any, are those of the same evaluation.
  public init(_ evaluation: Evaluation, intervals: BootstrapIntervals? = nil) {
    values = MetricValues(evaluation, intervals: intervals)
  }

  /// The table, in lines without a newline at the end.
  public var description: String { table(withIntervals: true).description }

  /// The table in a terminal of `width` characters, without the intervals where they have no room.
  public func text(width: Int) -> String {
    let whole = table(withIntervals: true)
    return (whole.width <= width ? whole : table(withIntervals: false)).description
  }

  private func table(withIntervals: Bool) -> TextTable {
    TextTable(
      rows: [["decisions"]] + rows(.decisions, withIntervals)
        + [[], ["probabilities"]] + rows(.probabilities, withIntervals))
  }

  private func rows(_ subject: Metric.Subject, _ withIntervals: Bool) -> [[String]] {
    Metric.all.filter { $0.subject == subject }.map { metric in
      let score = values[metric]
      return [metric.name, ScoreText.cell(score.value, withIntervals ? score.interval : nil)]
    }
  }
}
