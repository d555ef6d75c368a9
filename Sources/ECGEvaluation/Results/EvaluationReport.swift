import ECGDatasets

/// What `evaluate --json` prints: every score of one evaluation, by stable names.
///
/// Scores that are not defined, such as the ROC-AUC of a class without beats, are `null`.
public struct EvaluationReport: Encodable, Sendable {
  /// The scores.
  public let evaluation: Evaluation
  /// Their confidence intervals.
  public let intervals: BootstrapIntervals
  /// Whether the beats are made up.
  public let isSynthetic: Bool
  /// About which share of the beats the classifier was trained on, 0 … 1; nil where nobody knows.
  public var trainedOnShare: Double?

  /// Creates a report.
  ///
  /// - Parameters:
  ///   - evaluation: The scores.
  ///   - intervals: The intervals of the same evaluation.
  ///   - isSynthetic: Whether the beats are made up.
  public init(evaluation: Evaluation, intervals: BootstrapIntervals, isSynthetic: Bool) {
    self.evaluation = evaluation
    self.intervals = intervals
    self.isSynthetic = isSynthetic
  }

  private enum CodingKeys: String, CodingKey {
    case task, synthetic, beats, summary, binary, precision, recall, f1, calibration, riskCoverage
    case classes, confusionMatrix, intervals, trainedOnShare, macroClasses
  }

  /// Encodes the metrics under their keys and the rest under the names given above;
  /// `confusionMatrix` as an array of rows, rows true and columns predicted; `binary` for two
  /// classes only; `macroClasses` are those that the macro averages are over.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try MetricValues(evaluation).encode(to: encoder)
    try container.encode(evaluation.task.name, forKey: .task)
    try container.encode(isSynthetic, forKey: .synthetic)
    try container.encode(evaluation.labels.count, forKey: .beats)
    try container.encodeIfPresent(trainedOnShare, forKey: .trainedOnShare)
    try container.encode(EvaluationSummary(evaluation).description, forKey: .summary)
    try container.encodeIfPresent(
      BinaryScores(evaluation, intervals: intervals), forKey: .binary)
    try container.encode(evaluation.precision, forKey: .precision)
    try container.encode(evaluation.recall, forKey: .recall)
    try container.encode(evaluation.f1, forKey: .f1)
    try container.encode(evaluation.confusionMatrix.macroClasses, forKey: .macroClasses)
    try container.encode(Calibration(evaluation), forKey: .calibration)
    try container.encode(RiskCoverageCurve(evaluation), forKey: .riskCoverage)
    try container.encode(evaluation.classes, forKey: .classes)
    try container.encode(evaluation.confusionMatrix.counts, forKey: .confusionMatrix)
    try container.encode(intervals, forKey: .intervals)
  }
}

extension ClassScores: Encodable {
  private enum CodingKeys: String, CodingKey {
    case symbol = "name"
    case name = "description"
    case precision, recall, f1, support, rocAUC, averagePrecision
  }

  /// Encodes the symbol as `name` and the name in words as `description`.
  public func encode(to encoder: any Encoder) throws {
    // Written out because the synthesised method leaves nil out instead of encoding null.
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(symbol, forKey: .symbol)
    try container.encode(name, forKey: .name)
    try container.encode(precision, forKey: .precision)
    try container.encode(recall, forKey: .recall)
    try container.encode(f1, forKey: .f1)
    try container.encode(support, forKey: .support)
    try container.encode(rocAUC, forKey: .rocAUC)
    try container.encode(averagePrecision, forKey: .averagePrecision)
  }
}
