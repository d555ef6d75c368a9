public import ECGDatasets

/// A score that the counts of a confusion matrix decide, of a whole evaluation or of one class.
public struct CountScore: Sendable {
  /// What it is called in JSON and CSV, such as `macroF1`, or `f1 S` for that of a class.
  public let key: String
  /// What it is called in text.
  public let name: String
  private let metric: Metric

  /// Takes a metric of the catalogue that the counts decide.
  private init(_ metric: Metric) {
    (key, name) = (metric.key, metric.name)
    self.metric = metric
  }

  /// The score of some counts; nil where it is not defined.
  public func value(of matrix: ConfusionMatrix) -> Double? { metric.value(ofCounts: matrix) }

  /// The same of a draw: means are over the classes that occur in `whole`.
  func value(of draw: ConfusionMatrix, drawnFrom whole: ConfusionMatrix) -> Double? {
    metric.value(ofCounts: draw, drawnFrom: whole)
  }

  /// The mean F1 of the classes that occur among labels or predictions.
  public static let macroF1 = CountScore(.macroF1)

  /// The scores of a task, in the order they are shown: accuracy, macro-F1, the F1 of each class,
  /// Cohen's kappa. A class that no beat is of, nor taken for, has none.
  public static func all(of task: BeatTask) -> [CountScore] {
    [CountScore(.accuracy), macroF1] + Metric.f1(ofClassesOf: task).map { CountScore($0) }
      + [CountScore(.cohensKappa)]
  }
}
