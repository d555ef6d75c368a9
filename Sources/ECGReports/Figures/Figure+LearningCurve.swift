public import ECGEvaluation
import ECGText
import Foundation

extension Figure {
  /// Macro-F1 and accuracy against the number of beats that networks were trained on,
  /// with 95 % intervals.
  public static func learningCurve(_ curve: LearningCurve) -> Figure {
    let chart = LearningCurveChart(curve: curve)
    return Figure(
      name: "learning-curve",
      title: "Scores by the number of beats",
      isSynthetic: curve.isSynthetic,
      caption: """
        Scores on the same \(curve.scoredBeats.grouped) validation beats of networks trained on more and more \
        beats (recipe \(curve.recipe)). Bars are 95 % intervals from drawing the validation beats.
        """,
      alternativeText: chart.alternativeText,
      drawing: chart.drawing)
  }
}

private struct LearningCurveChart {
  let curve: LearningCurve

  private struct Series {
    let name: String
    let look: FigureStyle.ClassLook
    let value: (LearningCurve.Point) -> Double?
    let interval: (LearningCurve.Point) -> Interval?
  }

  private let series = [
    Series(
      name: "macro-F1", look: FigureStyle.look(ofClass: 0), value: \.macroF1,
      interval: \.macroF1Interval),
    Series(
      name: "accuracy", look: FigureStyle.look(ofClass: 1), value: \.accuracy,
      interval: \.accuracyInterval),
  ]

  var alternativeText: String {
    let parts = curve.points.map { point in
      "\(point.beats.grouped) beats: macro-F1 \(Numerals.score(point.macroF1)), accuracy \(Numerals.score(point.accuracy))"
    }
    return "Line chart. \(parts.joined(separator: "; "))."
  }

  var drawing: GnuplotScript {
    var script = GnuplotScript(height: 380)
    let panel = GnuplotScript.Panel(
      left: 74, top: 84, width: Double(FigureStyle.width) - 74 - 16, height: 232)
    let bounds = curve.points.flatMap { point in
      series.flatMap { one in
        [one.value(point), one.interval(point)?.low, one.interval(point)?.high].compactMap(\.self)
      }
    }
    let range = AxisRange(holding: bounds)
    let counts = curve.points.map { Double($0.beats) }
    let (first, last) = (counts.first ?? 1, counts.last ?? 1)
    script.place(panel)
    let decades = log10(last * 1.25) - log10(first / 1.25)
    let ticks = ticks(pixelsPerDecade: panel.width / decades)
    script.add(
      """
      set logscale x
      set xrange [\(first / 1.25):\(last * 1.25)]
      set yrange [\(range.low):\(range.high)]
      set xtics \(GnuplotScript.ticks(ticks))
      set ytics \(range.step) format '%g'
      unset key
      """)
    script.label(
      "beats in training", x: panel.left + panel.width / 2, y: panel.top + panel.height + 44,
      align: .center)
    script.label(
      "score", x: 20, y: panel.top + panel.height / 2, align: .center, rotated: true)
    var x = 20.0
    for one in series {
      script.line(from: (x, 54), to: (x + 30, 54), style: one.look.line(width: 1.8))
      script.label(one.name, x: x + 37, y: 54, size: 12)
      x += 49 + 6.5 * Double(one.name.count)
    }
    script.plot(series.flatMap { lines($0, in: &script) })
    return script
  }

  /// The ticks of the points, those without room for their label left bare; the last
  /// point has its label.
  private func ticks(pixelsPerDecade: Double) -> [(label: String, value: Double)] {
    let room = 50.0
    var next = Double.infinity
    return curve.points.reversed().map { point in
      let position = log10(Double(point.beats)) * pixelsPerDecade
      guard next - position >= room else { return ("", Double(point.beats)) }
      next = position
      return (point.beats.grouped, Double(point.beats))
    }
  }

  private func lines(_ one: Series, in script: inout GnuplotScript) -> [String] {
    let rows = curve.points.map { point in
      let interval = one.interval(point)
      return [
        Double(point.beats), one.value(point) ?? .nan, interval?.low ?? .nan,
        interval?.high ?? .nan,
      ]
    }
    let data = script.data(rows)
    let points = "pointtype \(one.look.point) pointsize 0.8"
    let bars = FigureStyle.line(width: 1.2, color: one.look.color)
    return [
      "\(data) using 1:2 with linespoints \(points) \(one.look.line(width: 1.8)) notitle",
      "\(data) using 1:2:3:4 with yerrorbars \(points) \(bars) notitle",
    ]
  }
}
