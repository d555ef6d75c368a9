import ECGDatasets
public import ECGEvaluation
import Foundation

extension Figure {
  /// Precision against recall for each class against the others, with the average precision.
  public static func precisionRecall(_ evaluation: Evaluation) -> Figure {
    let chart = ClassCurveChart(
      evaluation: evaluation, axes: ("recall", "precision"), score: "AP",
      curve: { index in
        evaluation.precisionRecallCurve(ofClass: index).map { curve in
          zip(curve.recall, curve.precision).map { [$0, $1] }
        }
      }, value: \.averagePrecision)
    let values = evaluation.classes.map { "\($0.symbol) \(Numerals.score($0.averagePrecision))" }
    return Figure(
      name: "precision-recall",
      title: "Precision and recall of each class",
      caption: """
        Each class against all others as the threshold on its probability moves, with the average \
        precision (AP), the area under the curve.
        """,
      alternativeText: """
        Precision-recall curves. Average precision: \(values.joined(separator: ", ")).
        """,
      drawing: chart.script)
  }
}

extension Figure {
  /// The receiver operating characteristic of each class against the others, with
  /// the area under it.
  public static func receiverOperating(_ evaluation: Evaluation) -> Figure {
    let chart = ClassCurveChart(
      evaluation: evaluation, axes: ("false positive rate", "sensitivity"), score: "AUC",
      curve: { index in
        evaluation.rocCurve(ofClass: index).map { curve in
          zip(curve.falsePositiveRate, curve.truePositiveRate).map { [$0, $1] }
        }
      }, value: \.rocAUC, hasDiagonal: true)
    let values = evaluation.classes.map { "\($0.symbol) \(Numerals.score($0.rocAUC, places: 4))" }
    return Figure(
      name: "roc",
      title: "ROC curve of each class",
      caption: """
        Receiver operating characteristic: each class against all others as the threshold on its \
        probability moves, with the area under the curve (AUC). Dashed: guessing. Where a class is rare, \
        a small false positive rate still makes many false alarms; the curves of precision show those.
        """,
      alternativeText: "ROC curves. Area under the curve: \(values.joined(separator: ", ")).",
      drawing: chart.script)
  }
}
