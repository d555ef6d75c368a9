import ECGClassifier
import ECGDatasets
import ECGEvaluation
import ECGText
import Foundation

extension ModelCard {
  var scoreSection: String {
    let bounds = metrics.details.intervals
    let classes = zip(metrics.details.classes, bounds.classes).map { scores, bounds in
      [
        "\(scores.name), \(scores.description)",
        cell(scores.precision, bounds.precision), cell(scores.recall, bounds.recall),
        cell(scores.f1, bounds.f1), scores.support.grouped,
      ]
    }
    let confusion = zip(metrics.details.classes, metrics.details.confusionMatrix).map {
      scores, counts in
      ["true \(scores.name)"] + counts.map(\.grouped)
    }
    return """
      ## Scores

      On \(metrics.details.beats.grouped) beats of the part “\(Self.plain(metrics.details.part))”\
      \(metrics.details.synthetic ? ", which are made up" : ""). In parentheses: \
      \(Numerals.level(bounds.level)) intervals from \(bounds.resamples.grouped) \
      resamples of the beats; they say nothing about new patients.

      \(Self.table(
        ["score", "value"],
        metricRows(.decisions) + [
          ["macro-F1\(meanScope)", "\(number(metrics.details.f1.macro)) (\(range(bounds.f1.macro)))"],
          ["weighted F1", "\(number(metrics.details.f1.weighted)) (\(range(bounds.f1.weighted)))"],
        ]))\(binaryTable)

      \(Self.table(["class", "precision", "recall", "F1", "beats"], classes))

      \(Self.table(["taken for"] + metrics.details.classes.map(\.name), confusion))
      """
  }

  /// What the macro-F1 is taken over, where that is not all classes.
  private var meanScope: String {
    ConfusionMatrix(classes: model.task.classes, counts: metrics.details.confusionMatrix)
      .meanScope.map { " \($0)" } ?? ""
  }

  /// What there is to say of two classes alone.
  private var binaryTable: String {
    guard let scores = metrics.details.binary, let decision = model.decision else { return "" }
    let table = Self.table(
      ["sensitivity", "specificity", "ROC-AUC"],
      [
        [
          cell(scores.sensitivity, scores.intervals?.sensitivity),
          cell(scores.specificity, scores.intervals?.specificity), cell(scores.rocAUC, nil),
        ]
      ])
    return "\n\n\(table)\n\nDecision: \(decision)."
  }

  var calibrationSection: String {
    let rows = metrics.details.riskCoverage.thresholds.map { point in
      [
        point.threshold > 0 ? Numerals.score(point.threshold, places: 2) : "none left out",
        Numerals.percent(point.coverage), Numerals.score(point.accuracy, places: 4),
        Numerals.score(point.macroF1, places: 4),
      ]
    }
    let temperature = String(format: "%.4f", model.calibration.temperature)
    let calibrated =
      model.calibration == .none
      ? "The probabilities are left as they are: no temperature was fitted."
      : """
      The probabilities are calibrated by a temperature of \(temperature), fitted to the beats that \
      training sets apart.
      """
    return """
      ## Calibration

      \(calibrated) On the beats of the tables above, which says nothing of new patients:

      \(Self.table(["score", "value"], metricRows(.probabilities)))

      \(Self.table(["unclassified below", "classified", "accuracy", "macro-F1"], rows))
      """
  }

  /// The metrics of the catalogue that judge `subject`, each with its interval where it has one.
  private func metricRows(_ subject: Metric.Subject) -> [[String]] {
    Metric.all.filter { $0.subject == subject }.map { metric in
      let score = metrics.values[metric]
      return [metric.name, cell(score.value, score.interval)]
    }
  }

  /// A score and its interval, where it has one.
  private func cell(_ score: Double?, _ interval: Interval?) -> String {
    Numerals.score(score, places: 4) + (interval.map { " (\(range($0)))" } ?? "")
  }

  private func number(_ value: Double) -> String { Numerals.score(value, places: 4) }

  private func range(_ interval: Interval) -> String { RunReport.range(interval, places: 4) }
}
