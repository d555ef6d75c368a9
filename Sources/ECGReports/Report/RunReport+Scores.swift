import ECGEvaluation
import ECGText

extension RunReport {
  /// The scores of each class and their averages.
  func scoreSection(_ figures: [Figure]) -> ReportPage.Section? {
    guard let evaluation else { return nil }
    return ReportPage.Section(
      id: "scores", heading: "Scores", paragraphs: [explanation],
      tables: [classScoreTable(evaluation)]
        + (BinaryScores(evaluation, intervals: intervals).map { [binaryTable($0)] } ?? [])
        + [averageTable(evaluation), metricTable(.decisions, of: evaluation)], figures: figures)
  }

  private var explanation: String {
    """
    Precision: of the beats called a class, the share that are of it. Recall: of a class's beats, \
    the share that are found. F1: their harmonic mean. ROC-AUC and average precision (AP) judge the \
    probabilities rather than the decision, each class against all others. \
    \(Self.meanings(.decisions))
    """
      + (intervals == nil
        ? "" : " Below each score: its \(intervalName) from resampling the beats.")
  }

  private func score(_ value: Double?, _ interval: Interval? = nil) -> ReportPage.Cell {
    ReportPage.Cell(
      text: Numerals.score(value), isNumber: true, interval: interval.map { Self.range($0) })
  }

  /// What the metrics that judge `subject` mean, in sentences.
  static func meanings(_ subject: Metric.Subject) -> String {
    let metrics = Metric.all.filter { $0.subject == subject }
    let falling = metrics.filter { $0.direction == .falling }.map(\.name)
    let better = falling.isEmpty ? [] : ["Less is better: \(falling.joined(separator: ", "))."]
    return
      (metrics.map { "\($0.name.prefix(1).uppercased())\($0.name.dropFirst()): \($0.meaning)." }
      + better).joined(separator: " ")
  }

  /// The metrics that judge `subject`, each with its interval where it has one.
  func metricTable(_ subject: Metric.Subject, of evaluation: Evaluation) -> ReportPage.Table {
    let values = MetricValues(evaluation, intervals: intervals)
    let caption =
      switch subject {
      case .decisions: "All classes together, on \(evaluatedPart)"
      case .probabilities: "How far probabilities can be believed, on \(evaluatedPart)"
      }
    return ReportPage.Table(
      caption: caption, columns: columns(["score", "value"]),
      rows: Metric.all.filter { $0.subject == subject }.map { metric in
        let score = values[metric]
        let cell = ReportPage.Cell(
          text: Numerals.score(score.value, places: 4), isNumber: true,
          interval: score.interval.map { Self.range($0, places: 4) })
        return (metric.name, [cell])
      })
  }

  private func columns(_ names: [String]) -> [ReportPage.Cell] {
    names.enumerated().map { ReportPage.Cell(text: $1, isNumber: $0 > 0) }
  }

  private func classScoreTable(_ evaluation: Evaluation) -> ReportPage.Table {
    let rows = evaluation.classes.enumerated().map { index, scores in
      let hasBeats = scores.support > 0
      let bounds = hasBeats ? intervals?.classes[index] : nil
      func cell(_ value: Double, _ interval: Interval?) -> ReportPage.Cell {
        score(hasBeats ? value : nil, interval)
      }
      return (
        name: "\(scores.symbol), \(scores.name)",
        cells: [
          cell(scores.precision, bounds?.precision), cell(scores.recall, bounds?.recall),
          cell(scores.f1, bounds?.f1), score(scores.rocAUC), score(scores.averagePrecision),
          ReportPage.Cell(text: scores.support.grouped, isNumber: true),
        ]
      )
    }
    return ReportPage.Table(
      caption: "Scores of each class on \(evaluatedPart)",
      columns: columns(["class", "precision", "recall", "F1", "ROC-AUC", "AP", "beats"]),
      rows: rows)
  }

  private func binaryTable(_ scores: BinaryScores) -> ReportPage.Table {
    ReportPage.Table(
      caption: "The two classes on \(evaluatedPart). Decision: \(scores.decision)",
      columns: columns(["score", "value"]),
      rows: scores.rows.map { row in
        (row.name, [score(row.score, row.score == nil ? nil : row.interval)])
      })
  }

  private func averageTable(_ evaluation: Evaluation) -> ReportPage.Table {
    ReportPage.Table(
      caption: "Averages: macro counts every class the same, weighted every beat",
      columns: columns(["average", "precision", "recall", "F1"]),
      rows: [
        (
          "macro" + (evaluation.confusionMatrix.meanScope.map { ", \($0)" } ?? ""),
          [
            score(evaluation.precision.macro, intervals?.precision.macro),
            score(evaluation.recall.macro, intervals?.recall.macro),
            score(evaluation.f1.macro, intervals?.f1.macro),
          ]
        ),
        (
          "weighted",
          [
            score(evaluation.precision.weighted, intervals?.precision.weighted),
            score(evaluation.recall.weighted, intervals?.recall.weighted),
            score(evaluation.f1.weighted, intervals?.f1.weighted),
          ]
        ),
      ])
  }
}
