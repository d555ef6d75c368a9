import ECGDatasets

extension Metric {
  static let accuracy = Metric(
    key: "accuracy", name: "accuracy", meaning: "the share of beats called by their true class",
    formula: .counts(\.accuracy))

  static let cohensKappa = Metric(
    key: "cohensKappa", name: "Cohen's kappa",
    meaning: "the agreement beyond what chance would give", formula: .counts(\.cohensKappa))

  /// The mean F1 of the classes that occur among labels or predictions, which the largest class
  /// does not decide; records beat by beat have another (``BeatMatrix/macroF1``).
  package static let macroF1 = Metric(
    key: "macroF1", name: "macro F1", meaning: "the mean F1 of the classes that occur",
    formula: .classMean({ ConfusionScores($0.counts, drawnFrom: $1.counts).averagedF1.macro }))

  /// The F1 of each class of a task; not defined for a class that no beat is of nor taken
  /// for, whose 0 would pull down the mean of folds, and the intervals, of which many
  /// parts lack a class.
  static func f1(ofClassesOf task: BeatTask) -> [Metric] {
    task.classes.enumerated().map { index, one in
      Metric(
        key: "f1 \(one.symbol)", name: "F1 of \(one.symbol)",
        meaning: "the harmonic mean of precision and recall of \(one.name)",
        formula: .counts({ ConfusionScores($0.counts).definedF1(ofClass: index) }))
    }
  }

  /// Every metric of a whole evaluation, in the order they are shown.
  ///
  /// Precision, recall and F1 are not among them: they are scores of one class, and their averages
  /// stand beside them (``ClassScores``, ``AveragedScore``).
  public static let all: [Metric] = [
    accuracy,
    Metric(
      key: "balancedAccuracy", name: "balanced accuracy",
      meaning: "the mean recall of the classes that occur",
      formula: .classMean({ $0.balancedAccuracy(ofClassesIn: $1) })),
    cohensKappa,
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
        beats in \(Calibration.defaultBinCount) bins
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
