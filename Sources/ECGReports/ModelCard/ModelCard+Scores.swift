import ECGEvaluation

extension ModelCard {
  var scoreSection: String {
    let bounds = metrics.intervals
    let classes = zip(metrics.classes, bounds.classes).map { scores, bounds in
      [
        "\(scores.name), \(scores.description)",
        "\(number(scores.precision)) (\(range(bounds.precision)))",
        "\(number(scores.recall)) (\(range(bounds.recall)))",
        "\(number(scores.f1)) (\(range(bounds.f1)))", Numerals.count(scores.support),
      ]
    }
    let confusion = zip(metrics.classes, metrics.confusionMatrix).map { scores, counts in
      ["true \(scores.name)"] + counts.map(Numerals.count)
    }
    return """
      ## Scores

      On \(Numerals.count(metrics.beats)) beats of the part “\(Self.plain(metrics.part))”\
      \(metrics.synthetic ? ", which are made up" : ""). In parentheses: \
      \(Numerals.short(bounds.level * 100)) % intervals from \(Numerals.count(bounds.resamples)) \
      resamples of the beats; they say nothing about new patients.

      \(Self.table(
        ["accuracy", "macro-F1", "weighted F1"],
        [[
          "\(number(metrics.accuracy)) (\(range(bounds.accuracy)))",
          "\(number(metrics.f1.macro)) (\(range(bounds.f1.macro)))",
          "\(number(metrics.f1.weighted)) (\(range(bounds.f1.weighted)))",
        ]]))

      \(Self.table(["class", "precision", "recall", "F1", "beats"], classes))

      \(Self.table(["taken for"] + metrics.classes.map(\.name), confusion))
      """
  }

  var calibrationSection: String {
    let logLoss = "Log loss: \(number(metrics.logLoss))."
    guard let calibration = metrics.calibration else {
      return """
        ## Calibration

        \(logLoss) Calibration was not measured: take a probability as a rank, not as a share of right \
        answers.
        """
    }
    return """
      ## Calibration

      Expected calibration error: \(number(calibration.expectedCalibrationError)). Brier score: \
      \(number(calibration.brierScore)). \(logLoss)
      """
  }

  private func number(_ value: Double) -> String { Numerals.score(value, places: 4) }

  private func range(_ interval: Interval) -> String { RunReport.range(interval, places: 4) }
}
