import ECGText

/// Every score of an evaluation as CSV, one a line: `metric,class,value,low,high`.
///
/// `class` is empty for what is no score of one class, and names an average as `macro` or
/// `weighted`. `low` and `high` bound the interval, and are empty where there is none, as `value`
/// is where a score is not defined.
public struct MetricCSV: Sendable, CustomStringConvertible {
  /// The table, with a newline at its end.
  public let description: String

  /// Writes the scores of `evaluation`; `intervals` are those of the same evaluation.
  public init(_ evaluation: Evaluation, intervals: BootstrapIntervals) {
    let values = MetricValues(evaluation, intervals: intervals)
    var table = CommaSeparatedText(columns: ["metric", "class", "value", "low", "high"])
    func add(_ metric: String, _ name: String, _ value: Double?, _ interval: Interval?) {
      table.append(
        [metric, name] + [value, interval?.low, interval?.high].map(CommaSeparatedText.cell))
    }
    for metric in Metric.all { add(metric.key, "", values[metric].value, values[metric].interval) }
    let averages = [
      ("precision", evaluation.precision, intervals.precision),
      ("recall", evaluation.recall, intervals.recall), ("f1", evaluation.f1, intervals.f1),
    ]
    for (name, score, bounds) in averages {
      add(name, "macro", score.macro, bounds.macro)
      add(name, "weighted", score.weighted, bounds.weighted)
    }
    for (scores, bounds) in zip(evaluation.classes, intervals.classes) {
      add("precision", scores.symbol, scores.precision, bounds.precision)
      add("recall", scores.symbol, scores.recall, bounds.recall)
      add("f1", scores.symbol, scores.f1, bounds.f1)
      add("rocAUC", scores.symbol, scores.rocAUC, nil)
      add("averagePrecision", scores.symbol, scores.averagePrecision, nil)
    }
    description = table.description
  }
}
