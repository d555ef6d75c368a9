import ECGDatasets
public import ECGEvaluation
import ECGText
import Foundation

extension Figure {
  /// Precision, recall and F1 of each class and their plain means, with confidence intervals.
  public static func classScores(
    _ evaluation: Evaluation, intervals: BootstrapIntervals?
  ) -> Figure {
    let chart = ClassScoreChart(evaluation: evaluation, intervals: intervals)
    let values = chart.rows.map { row in
      let scores = zip(ClassScoreChart.measures, row.scores)
        .map { "\($0.name) \(Numerals.score($1.value))" }
      return "\(row.name): \(scores.isEmpty ? "no beats" : scores.joined(separator: ", "))"
    }
    return Figure(
      name: "class-scores",
      title: "Scores of each class",
      caption: chart.caption,
      alternativeText: "Scores with intervals. \(values.joined(separator: "; ")).",
      drawing: chart.script)
  }
}

private struct ClassScoreChart {
  typealias Score = (value: Double, interval: Interval?)
  typealias Measure = (name: String, color: Color, point: Int)

  let evaluation: Evaluation
  let intervals: BootstrapIntervals?

  static let measures: [Measure] = [
    ("precision", FigureStyle.palette[0], 7), ("recall", FigureStyle.palette[2], 5),
    ("F1", FigureStyle.palette[6], 9),
  ]
  private static let rowHeight = 64.0
  /// The room above the points of a row for its name.
  private static let nameHeight = 20.0
  private static let left = 16.0

  /// The classes, without scores where there are no beats to score; then the means over the others.
  var rows: [(name: String, scores: [Score])] {
    let classes = evaluation.classes.indices.map { index -> (name: String, scores: [Score]) in
      let (scores, bounds) = (evaluation.classes[index], intervals?.classes[index])
      let name = evaluation.task.classes[index].label
      guard scores.support > 0 else { return (name, []) }
      return (
        name,
        [
          (scores.precision, bounds?.precision), (scores.recall, bounds?.recall),
          (scores.f1, bounds?.f1),
        ]
      )
    }
    let means: [Score] = [
      (evaluation.precision.macro, intervals?.precision.macro),
      (evaluation.recall.macro, intervals?.recall.macro),
      (evaluation.f1.macro, intervals?.f1.macro),
    ]
    return classes + [(name: meanName, scores: means)]
  }

  private var meanName: String {
    "mean" + (evaluation.confusionMatrix.meanScope.map { " \($0)" } ?? " of the classes")
  }

  var caption: String {
    guard let intervals else { return "Precision, recall and F1 of each class." }
    return """
      Points: the scores. Bars: \(Numerals.level(intervals.level)) intervals from \
      \(intervals.resamples.grouped) bootstrap resamples of the beats. They say how much a \
      score owes to the choice of beats, nothing about new patients.
      """
  }

  var script: GnuplotScript {
    let panel = GnuplotScript.Panel(
      left: Self.left, top: 60, width: Double(FigureStyle.width) - Self.left - 58,
      height: Self.rowHeight * Double(rows.count))
    var script = GnuplotScript(height: Int(panel.top + panel.height) + 56)
    script.place(panel)
    let range = AxisRange(holding: lows + [1], count: 6)
    script.add(
      """
      set xrange [\(max(0, range.low)):1]
      set yrange [\(panel.height):0]
      set border 1
      unset ytics
      set xtics \(Ticks.step(for: (1 - range.low) / 5)) format '%g'
      set grid xtics noytics
      set bars small
      unset key
      """)
    script.label(
      "score", x: panel.left + panel.width / 2, y: panel.top + panel.height + 42,
      align: .center)
    addKey(to: &script, x: panel.left)
    addRows(to: &script, panel: panel)
    script.plot(Self.measures.indices.flatMap { points(of: $0, in: &script) })
    return script
  }

  private var lows: [Double] {
    rows.flatMap(\.scores).flatMap { [$0.value, $0.interval?.low ?? $0.value] }
  }

  private func addKey(to script: inout GnuplotScript, x: Double) {
    var x = x
    for measure in Self.measures {
      script.add(
        """
        set label ' ' at screen \(script.screenX(x)),\(script.screenY(42)) point \
        pointtype \(measure.point) pointsize 1 linecolor rgb '\(measure.color.hex)' front
        """)
      script.label(measure.name, x: x + 12, y: 42, size: 12)
      x += 46 + 7 * Double(measure.name.count)
    }
  }

  private func height(row: Int, measure: Int) -> Double {
    Double(row) * Self.rowHeight + Self.nameHeight + 7 + Double(measure) * 14
  }

  private func addRows(to script: inout GnuplotScript, panel: GnuplotScript.Panel) {
    for (index, row) in rows.enumerated() {
      script.label(
        row.name, x: panel.left + 4, y: panel.top + Double(index) * Self.rowHeight + 11, size: 12)
      if row.scores.isEmpty {
        script.label(
          "no beats", x: panel.left + panel.width / 2,
          y: panel.top + (Double(index) + 0.5) * Self.rowHeight, align: .center,
          color: FigureStyle.muted)
      }
      for (measure, score) in row.scores.enumerated() {
        script.label(
          Numerals.score(score.value), x: panel.left + panel.width + 14,
          y: panel.top + height(row: index, measure: measure), size: 12)
      }
      if index > 0 {
        let y = panel.top + Double(index) * Self.rowHeight
        script.line(
          from: (panel.left, y), to: (panel.left + panel.width, y),
          style: FigureStyle.line(width: 0.8, color: FigureStyle.grid))
      }
    }
  }

  private func points(of measure: Int, in script: inout GnuplotScript) -> [String] {
    let data = script.data(
      rows.enumerated().filter { !$0.element.scores.isEmpty }.map { index, row in
        let score = row.scores[measure]
        return [
          score.value, height(row: index, measure: measure), score.interval?.low ?? score.value,
          score.interval?.high ?? score.value,
        ]
      })
    let (_, color, point) = Self.measures[measure]
    return [
      """
      \(data) using 1:2:3:4 with xerrorbars pointtype \(point) pointsize 0.9 linewidth 1.6 \
      linecolor rgb '\(color.hex)' notitle
      """
    ]
  }
}
