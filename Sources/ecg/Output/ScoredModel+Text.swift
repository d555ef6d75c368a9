import ECGAnalysis
import ECGEvaluation

extension ScoredModel {
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
