extension Metric {
  /// Every metric of a whole evaluation, in the order they are shown.
  ///
  /// Precision, recall and F1 are not among them: they are scores of one class, and their averages stand
  /// beside them (``ClassScores``, ``AveragedScore``).
  public static let all: [Metric] = [
    Metric(
      key: "accuracy", name: "accuracy", meaning: "the share of beats called by their true class",
      formula: .counts(\.accuracy)),
    Metric(
      key: "balancedAccuracy", name: "balanced accuracy",
      meaning: "the mean recall of the classes that occur", formula: .counts(\.balancedAccuracy)),
    Metric(
      key: "cohensKappa", name: "Cohen's kappa",
      meaning: "the agreement beyond what chance would give", formula: .counts(\.cohensKappa)),
    Metric(
      key: "matthewsCorrelation", name: "Matthews correlation",
      meaning: "the correlation of labels and predictions", formula: .counts(\.matthewsCorrelation)),
    Metric(
      key: "macroROCAUC", name: "macro ROC-AUC",
      meaning: "the mean area under the ROC curves, each class against all others",
      formula: .probabilities(\.macroROCAUC)),
    Metric(
      key: "macroAveragePrecision", name: "macro average precision",
      meaning: "the mean average precision, each class against all others",
      formula: .probabilities(\.macroAveragePrecision)),
    Metric(
      key: "expectedCalibrationError", name: "expected calibration error",
      meaning: """
        how far the probability of the class a beat is taken for and the accuracy are apart, over the \
        beats in \(Calibration.usualBinCount) bins
        """,
      direction: .falling, formula: .probabilities({ Calibration($0).expectedError })),
    Metric(
      key: "maximumCalibrationError", name: "maximum calibration error",
      meaning: "the same in the worst bin", direction: .falling,
      formula: .probabilities({ Calibration($0).maximumError })),
    Metric(
      key: "brierScore", name: "Brier score",
      meaning: "the mean squared distance between probabilities and truth, from 0 to 2",
      direction: .falling, formula: .probabilities(\.brierScore)),
    Metric(
      key: "logLoss", name: "negative log-likelihood",
      meaning: "the mean of −ln of the true class's probability", direction: .falling,
      formula: .probabilities(\.logLoss)),
    Metric(
      key: "riskCoverageArea", name: "area under the risk-coverage curve",
      meaning: "the mean share of errors as the least confident beats are left out",
      direction: .falling, formula: .probabilities({ RiskCoverageCurve($0).area })),
  ]
}
