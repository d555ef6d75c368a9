import ECGDatasets
import ECGClassifier
import ECGEvaluation

/// What a model scored on labelled beats.
struct Scores {
  let evaluation: Evaluation
  let intervals: BootstrapIntervals
  /// The part of the data that was scored, such as `test`.
  let part: String
  /// Whether the beats were made up, or those the model was trained on were.
  let isSynthetic: Bool

  /// Scores a model.
  ///
  /// - Throws: `EvaluationError` where there is nothing to score.
  init(
    of model: HeartbeatClassifier, on beats: BeatDataset, part: String, compute: ComputeOptions
  ) throws {
    let probabilities = try model.probabilities(of: beats.values, threads: compute.threads)
    evaluation = try Evaluation(
      task: model.task, labels: beats.labels, probabilities: probabilities,
      threshold: model.threshold)
    intervals = BootstrapIntervals(evaluation.confusionMatrix, seed: compute.seed)
    self.part = part
    isSynthetic = beats.isSynthetic || model.isSynthetic
  }

  /// The JSON document.
  var report: EvaluationReport {
    EvaluationReport(evaluation: evaluation, intervals: intervals, synthetic: isSynthetic)
  }

  /// Every score, one a line.
  var metricsCSV: String { MetricCSV(evaluation, intervals: intervals).description }

  /// The beats to look at first.
  func doubtfulCSV(of beats: BeatDataset) -> String {
    DoubtfulBeats(evaluation).csv(task: beats.task, origins: beats.origins)
  }

  /// What there is to say of two classes alone.
  private var binaryText: String {
    BinaryScores(evaluation, intervals: intervals).map { "\n\n\($0)" } ?? ""
  }

  /// The scores for the terminal.
  var text: String {
    """
    \(ScoreTable(evaluation, intervals: intervals).text(width: Descriptor.output.width))\(binaryText)

    \(MetricTable(evaluation, intervals: intervals).text(width: Descriptor.output.width))

    In parentheses: 95 % intervals from resampling the beats.

    \(evaluation.confusionMatrix)

    \(AbstainingTable(evaluation))

    \(EvaluationSummary(evaluation).sentences.joined(separator: "\n"))
    """
  }
}
