import ECGEvaluation
import ECGText

extension RunReport {
  /// How far the probabilities can be believed.
  func probabilitySection(_ figures: [Figure]) -> ReportPage.Section? {
    guard let evaluation else { return nil }
    let curve = RiskCoverageCurve(evaluation)
    return ReportPage.Section(
      id: "probabilities", heading: "Probabilities", paragraphs: [Self.meanings(.probabilities)],
      tables: [
        metricTable(.probabilities, of: evaluation),
        abstainingTable(curve),
      ], figures: figures)
  }

  private func abstainingTable(_ curve: RiskCoverageCurve) -> ReportPage.Table {
    let names = ["unclassified below", "coverage", "accuracy", "macro-F1", "beats"]
    let rows = RiskCoverageCurve.usualThresholds.map { threshold in
      let point = curve.point(at: threshold)
      let cells = [
        Numerals.score(point.coverage), Numerals.score(point.accuracy),
        Numerals.score(point.macroF1), point.beats.grouped,
      ]
      return (
        name: threshold > 0 ? Numerals.score(threshold, places: 2) : "none left out",
        cells: cells.map { ReportPage.Cell(text: $0, isNumber: true) }
      )
    }
    return ReportPage.Table(
      caption: "The beats that are classified where those below a confidence are not",
      columns: names.enumerated().map { .init(text: $1, isNumber: $0 > 0) }, rows: rows)
  }
}
