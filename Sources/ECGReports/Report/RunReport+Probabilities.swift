import ECGEvaluation

extension RunReport {
  /// How far the probabilities can be believed.
  func probabilitySection(_ figures: [Figure]) -> ReportPage.Section? {
    guard let evaluation else { return nil }
    let calibration = Calibration(evaluation)
    let curve = RiskCoverageCurve(evaluation)
    let facts = [
      ("expected calibration error, \(calibration.bins.count) bins", calibration.expectedError),
      ("maximum calibration error", calibration.maximumError),
      ("Brier score", evaluation.brierScore),
      ("negative log-likelihood", evaluation.logLoss),
      ("area under the risk-coverage curve", curve.area),
    ]
    let explanation = """
      The confidence in a beat is the probability of the class it is taken for. Expected calibration \
      error: how far confidence and accuracy are apart, over the beats. Brier score: the squared \
      distance between probabilities and truth, from 0 to 2. Negative log-likelihood: the mean of \
      −ln of the true class's probability. Of all four, less is better, as of the area under the \
      risk-coverage curve: the mean share of errors as the least confident beats are left out.
      """
    return ReportPage.Section(
      id: "probabilities", heading: "Probabilities", paragraphs: [explanation],
      tables: [
        Self.table(
          of: facts.map { Fact($0, Numerals.score($1, places: 4)) },
          caption: "How far probabilities can be believed, on \(evaluatedPart)", column: "value"),
        abstainingTable(curve),
      ], figures: figures)
  }

  private func abstainingTable(_ curve: RiskCoverageCurve) -> ReportPage.Table {
    let names = ["unclassified below", "coverage", "accuracy", "macro-F1", "beats"]
    let rows = RiskCoverageCurve.usualThresholds.map { threshold in
      let point = curve.point(at: threshold)
      let cells = [
        Numerals.score(point.coverage), Numerals.score(point.accuracy),
        Numerals.score(point.macroF1), Numerals.count(point.beats),
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
