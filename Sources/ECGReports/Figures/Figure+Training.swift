import Foundation
public import ECGNeuralNetwork

extension Figure {
  /// Loss and accuracy epoch by epoch, with the best epoch and each drop of the learning rate.
  public static func trainingCurves(_ history: TrainingHistory) -> Figure {
    let chart = TrainingChart(history: history)
    return Figure(
      name: "training-curves",
      title: "Loss and accuracy in training",
      caption: chart.caption,
      alternativeText: chart.alternativeText,
      drawing: chart.curves)
  }

  /// The learning rate epoch by epoch.
  public static func learningRate(_ history: TrainingHistory) -> Figure {
    let chart = TrainingChart(history: history)
    let rates = history.epochs.map(\.learningRate)
    return Figure(
      name: "learning-rate",
      title: "Learning rate",
      caption: "The learning rate at the last step of each epoch.",
      alternativeText: """
        The learning rate over \(history.epochs.count) epochs, from \
        \(Numerals.short(rates.first ?? .nan)) to \(Numerals.short(rates.last ?? .nan)).
        """,
      drawing: chart.learningRate)
  }
}

private struct TrainingChart {
  /// One line of a panel.
  struct Series {
    let name: String
    let color: Color
    let dash: String
    let point: Int
    let value: (TrainingHistory.Epoch) -> Double?

    /// gnuplot's style of its line.
    var line: String { FigureStyle.line(width: 1.8, dash: dash, color: color) }
  }

  let history: TrainingHistory
  private var epochs: [TrainingHistory.Epoch] { history.epochs }
  private var last: Int { max(epochs.last?.number ?? 1, 1) }
  private var hasValidation: Bool { epochs.contains { $0.validationLoss != nil } }

  private static let training = FigureStyle.palette[0]
  private static let validation = FigureStyle.palette[2]
  private static let score = FigureStyle.palette[3]

  var caption: String {
    var text =
      "The loss and the share of beats classified correctly after each epoch."
    if hasValidation {
      text += " Training values are measured with dropout active and on the weighted loss,"
      text += " validation values without, so the two do not start from the same place."
    } else {
      text += " There were no validation beats."
    }
    if let best = history.bestEpoch { text += " The weights of epoch \(best) were kept." }
    if let reason = history.stopReason { text += " Training ended: \(reason)." }
    return text
  }

  var alternativeText: String {
    guard let final = epochs.last else { return "No epoch has ended yet." }
    var text = "Line charts over \(epochs.count) epochs. Training loss ends at"
    text +=
      " \(Numerals.short(final.loss)), training accuracy at \(Numerals.score(final.accuracy))."
    if let best = epochs.first(where: { $0.number == history.bestEpoch }) {
      text += " Best epoch \(best.number)"
      if let accuracy = best.validationAccuracy {
        text += " with validation accuracy \(Numerals.score(accuracy))"
      }
      text += "."
    }
    return text
  }

  var curves: GnuplotScript {
    var script = GnuplotScript(height: 540)
    addKey(naming: scores, to: &script)
    for index in 0..<2 {
      let series = index == 0 ? losses : scores
      let panel = GnuplotScript.Panel(
        left: 62, top: 96 + Double(index) * 220, width: 300, height: 160)
      let values = series.flatMap { line in epochs.compactMap(line.value) }
      addAxes(
        to: &script, panel: panel, range: AxisRange(holding: values),
        name: index == 0 ? "loss" : (hasScores ? "accuracy, macro-F1" : "accuracy"))
      script.plot(series.flatMap { lines($0, in: &script) })
    }
    return script
  }

  var learningRate: GnuplotScript {
    var script = GnuplotScript(height: 320)
    let panel = GnuplotScript.Panel(left: 92, top: 96, width: 270, height: 160)
    let rates = epochs.map(\.learningRate).filter { $0.isFinite && $0 > 0 }
    let isLogarithmic = (rates.max() ?? 1) / (rates.min() ?? 1) > 5
    let range =
      isLogarithmic
      ? Self.decades(rates) : AxisRange(holding: rates + [0], count: 4)
    addKey(naming: [], to: &script)
    addAxes(to: &script, panel: panel, range: range, name: "learning rate")
    if isLogarithmic {
      let decades = (-12...12).map { pow(10, Double($0)) }
      let ticks = decades.filter { $0 >= range.low * 0.999 && $0 <= range.high * 1.001 }
      script.add(
        """
        set logscale y
        set ytics \(GnuplotScript.ticks(ticks.map { (Numerals.short($0), $0) }))
        """)
    } else {
      script.add("set format y '%g'")
    }
    let series = Series(
      name: "learning rate", color: FigureStyle.ink, dash: "1", point: 7,
      value: { $0.learningRate })
    script.plot(lines(series, in: &script))
    return script
  }

  private static func decades(_ rates: [Double]) -> AxisRange {
    let low = pow(10, log10(rates.min() ?? 1).rounded(.down))
    let high = pow(10, log10(rates.max() ?? 1).rounded(.up))
    return AxisRange(low: low, high: high > low ? high : low * 10, step: 10)
  }

  private var hasScores: Bool { epochs.contains { $0.validationMacroF1 != nil } }

  private var losses: [Series] {
    [
      Series(
        name: "training", color: Self.training, dash: "1", point: 7, value: { $0.loss }),
      Series(
        name: "validation", color: Self.validation, dash: "(9,4)", point: 5,
        value: { $0.validationLoss }),
    ]
  }

  private var scores: [Series] {
    [
      Series(
        name: "training", color: Self.training, dash: "1", point: 7, value: { $0.accuracy }),
      Series(
        name: "validation", color: Self.validation, dash: "(9,4)", point: 5,
        value: { $0.validationAccuracy }),
      Series(
        name: "validation macro-F1", color: Self.score, dash: "(2,3)", point: 9,
        value: { $0.validationMacroF1 }),
    ]
  }

  private func lines(_ series: Series, in script: inout GnuplotScript) -> [String] {
    let rows = epochs.compactMap { epoch in
      series.value(epoch).map { [Double(epoch.number), $0] }
    }
    guard rows.contains(where: { $0.allSatisfy(\.isFinite) }) else { return [] }
    let data = script.data(rows)
    // Points tell a single epoch and short runs; on long ones they would hide the line.
    let marks = rows.count <= 30 ? "linespoints pointtype \(series.point) pointsize 0.55" : "lines"
    return ["\(data) using 1:2 with \(marks) \(series.line) notitle"]
  }

  private func addAxes(
    to script: inout GnuplotScript, panel: GnuplotScript.Panel, range: AxisRange, name: String
  ) {
    script.place(panel)
    let ticks = Ticks.epochs(upTo: last, count: 7)
    script.add(
      """
      set xrange [0.5:\(Double(last) + 0.5)]
      set yrange [\(range.low):\(range.high)]
      set xtics \(GnuplotScript.ticks(ticks.map { (String($0), Double($0)) }))
      set ytics \(range.step) format '%g'
      unset key
      """)
    script.label(
      "epoch", x: panel.left + panel.width / 2, y: panel.top + panel.height + 40, align: .center)
    script.label(
      name, x: 12, y: panel.top + panel.height / 2, align: .center,
      rotated: true)
    func column(_ epoch: Int) -> Double {
      panel.left + panel.width * (Double(epoch) - 0.5) / Double(last)
    }
    for epoch in history.learningRateDrops where (1...last).contains(epoch) {
      script.line(
        from: (column(epoch), panel.top), to: (column(epoch), panel.top + panel.height),
        style: Self.dropStyle, isBehind: true)
    }
    if let best = history.bestEpoch, (1...last).contains(best) {
      script.line(
        from: (column(best), panel.top), to: (column(best), panel.top + panel.height),
        style: Self.bestStyle, isBehind: true)
    }
  }

  private static let dropStyle = FigureStyle.line(
    width: 1.2, dash: "(2,3)", color: Color(hex: "#8A8A8A"))
  private static let bestStyle = FigureStyle.line(width: 1.4, color: FigureStyle.ink)

  private func addKey(naming series: [Series], to script: inout GnuplotScript) {
    var entries: [(text: String, style: String)] =
      series
      .filter { series in epochs.contains { series.value($0) != nil } }
      .map { ($0.name, $0.line) }
    if let best = history.bestEpoch { entries.append(("best epoch (\(best))", Self.bestStyle)) }
    if !history.learningRateDrops.isEmpty {
      entries.append(("learning rate lowered", Self.dropStyle))
    }
    script.key(entries, x: 20, y: 46)
  }
}
