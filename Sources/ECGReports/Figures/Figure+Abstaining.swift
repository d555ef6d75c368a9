public import ECGEvaluation
import Foundation

extension Figure {
  /// Accuracy and macro-F1 against the share of beats that are classified, as the least
  /// confident are left out.
  public static func abstaining(_ curve: RiskCoverageCurve) -> Figure {
    let chart = AbstainingChart(curve: curve)
    return Figure(
      name: "abstaining",
      title: "Leaving unsure beats unclassified",
      caption: """
        Accuracy and macro-F1 of the beats that are classified, where those below a confidence are \
        left unclassified. Further left fewer beats are classified; the marks name the confidence.
        """,
      alternativeText: chart.alternativeText,
      drawing: chart.script)
  }
}

private struct AbstainingChart {
  /// One line.
  struct Series {
    let name: String
    let look: FigureStyle.ClassLook
    let value: (RiskCoverageCurve.Point) -> Double?
  }

  let curve: RiskCoverageCurve

  private let series = [
    Series(name: "accuracy", look: FigureStyle.look(ofClass: 0), value: { $0.accuracy }),
    Series(name: "macro-F1", look: FigureStyle.look(ofClass: 2), value: { $0.macroF1 }),
  ]

  /// What the table shows and has beats.
  private var marks: [RiskCoverageCurve.Point] {
    RiskCoverageCurve.usualThresholds.map(curve.point).filter { $0.beats > 0 }
  }

  var alternativeText: String {
    let points = marks.map { point in
      """
      \(Numerals.short(point.threshold)): \(Numerals.percent(point.coverage)) classified, accuracy \
      \(Numerals.score(point.accuracy)), macro-F1 \(Numerals.score(point.macroF1))
      """
    }
    return "Line chart. By the confidence below which beats are left out: "
      + points.joined(separator: "; ") + "."
  }

  var script: GnuplotScript {
    let panel = GnuplotScript.Panel(left: 62, top: 44, width: 300, height: 240)
    var script = GnuplotScript(height: 394)
    let coverages = AxisRange(holding: marks.map(\.coverage) + [1])
    let shown = curve.points.filter { $0.coverage >= coverages.low }
    let values = series.flatMap { line in shown.compactMap(line.value) }
    let scores = AxisRange(holding: values + [1])
    script.place(panel)
    script.add(
      """
      set xrange [\(coverages.low):1]
      set yrange [\(scores.low):1]
      set xtics \(Ticks.step(for: (1 - coverages.low) / 4)) format '%g'
      set ytics \(scores.step) format '%g'
      unset key
      """)
    script.label(
      "share of beats that are classified (coverage)", x: panel.left + panel.width / 2,
      y: panel.top + panel.height + 38, align: .center)
    script.label(
      "accuracy, macro-F1", x: 12, y: panel.top + panel.height / 2, align: .center, rotated: true)
    addKey(to: &script, x: panel.left, y: panel.top + panel.height + 64)
    if let first = series.first { addNames(first, to: &script) }
    script.plot(series.flatMap { lines($0, shown, scores, coverages, in: &script) })
    return script
  }

  private func lines(
    _ series: Series, _ shown: [RiskCoverageCurve.Point], _ scores: AxisRange,
    _ coverages: AxisRange, in script: inout GnuplotScript
  ) -> [String] {
    func rows(_ points: [RiskCoverageCurve.Point]) -> [[Double]] {
      points.map { [$0.coverage, series.value($0) ?? .nan] }
    }
    let width = max(1 - coverages.low, 1e-9)
    let height = max(1 - scores.low, 1e-9)
    // Simplified as it is seen: in shares of the panel.
    let seen = rows(shown).map { [($0[0] - coverages.low) / width, ($0[1] - scores.low) / height] }
    let line = Polyline.simplified(seen, tolerance: 0.001)
      .map { [coverages.low + $0[0] * width, scores.low + $0[1] * height] }
    let data = script.data(line)
    let points = script.data(rows(marks))
    return [
      "\(data) using 1:2 with lines \(series.look.line(width: 2)) notitle",
      """
      \(points) using 1:2 with points pointtype \(series.look.point) pointsize 0.9 \
      linecolor rgb '\(series.look.color.hex)' notitle
      """,
    ]
  }

  /// Names the confidence at each mark, where it does not lie on the one before.
  private func addNames(_ series: Series, to script: inout GnuplotScript) {
    var last = Double.infinity
    let room = 0.06 * (1 - (marks.map(\.coverage).min() ?? 0))
    for point in marks where point.threshold > 0 && last - point.coverage > room {
      guard let value = series.value(point) else { continue }
      last = point.coverage
      script.add(
        """
        set label \(GnuplotScript.quoted(Numerals.short(point.threshold))) at first \
        \(point.coverage), first \(value) center offset character 0,-1 font ',11' \
        textcolor rgb '\(FigureStyle.muted.hex)' front
        """)
    }
  }

  private func addKey(to script: inout GnuplotScript, x: Double, y: Double) {
    script.key(
      series.map { (text: $0.name, style: $0.look.line(width: 2)) }, x: x, y: y)
    script.label(
      "area under the risk-coverage curve: \(Numerals.short(curve.area))", x: x, y: y + 22, size: 12
    )
  }
}
