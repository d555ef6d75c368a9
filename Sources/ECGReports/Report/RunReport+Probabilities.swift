import ECGEvaluation

extension RunReport {
  /// How far the probabilities can be believed.
  func probabilitySection(_ figures: [Figure]) -> ReportPage.Section? {
    guard let evaluation else { return nil }
    let calibration = Calibration(evaluation)
    let facts = [
      ("expected calibration error, \(calibration.bins.count) bins", calibration.expectedError),
      ("maximum calibration error", calibration.maximumError),
      ("Brier score", evaluation.brierScore),
      ("negative log-likelihood", evaluation.logLoss),
    ]
    let explanation = """
      The confidence in a beat is the probability of the class it is taken for. Expected calibration \
      error: how far confidence and accuracy are apart, over the beats. Brier score: the squared \
      distance between probabilities and truth, from 0 to 2. Negative log-likelihood: the mean of \
      −ln of the true class's probability. Of all four, less is better.
      """
    return ReportPage.Section(
      id: "probabilities", heading: "Probabilities", paragraphs: [explanation],
      tables: [
        Self.table(
          of: facts.map { Fact($0, Numerals.score($1, places: 4)) },
          caption: "How far probabilities can be believed, on \(evaluatedPart)", column: "value")
      ], figures: figures)
  }
}
