import ECGDatasets
public import ECGEvaluation
import Foundation

extension Figure {
  /// Precision against recall for each class against the others, with the average precision.
  public static func precisionRecall(_ evaluation: Evaluation, isSynthetic: Bool) -> Figure {
    let chart = PrecisionRecallChart(evaluation: evaluation)
    let values = evaluation.classes.map { "\($0.symbol) \(Numerals.score($0.averagePrecision))" }
    return Figure(
      name: "precision-recall",
      caption: """
        Each class against all others as the threshold on its probability moves. AP: the average \
        precision, the area under the curve.
        """,
      alternativeText: """
        Precision-recall curves. Average precision: \(values.joined(separator: ", ")).
        """,
      drawing: chart.script(title: title("Precision and recall of each class", isSynthetic)))
  }
}

private struct PrecisionRecallChart {
  let evaluation: Evaluation

  /// More points than a curve can show on paper would only make the file large.
  private static let pointLimit = 300

  func script(title: String) -> GnuplotScript {
    let keyHeight = 26 * Double(evaluation.classes.count) + 30
    let panel = GnuplotScript.Panel(left: 70, top: 56, width: 400, height: max(400, keyHeight))
    var script = GnuplotScript(title: title, height: Int(panel.top + panel.height) + 62)
    script.place(panel)
    script.add(
      """
      set xrange [0:1.005]
      set yrange [0:1.005]
      set xtics 0.2 format '%.1f'
      set ytics 0.2 format '%.1f'
      unset key
      """)
    script.label(
      "recall", x: panel.left + panel.width / 2, y: panel.top + panel.height + 42, align: .center)
    script.label(
      "precision", x: 18, y: panel.top + panel.height / 2, align: .center, rotated: true)
    addKey(to: &script, x: panel.left + panel.width + 28, y: panel.top + 14)
    script.plot(evaluation.classes.indices.compactMap { line(of: $0, in: &script) })
    return script
  }

  private func line(of index: Int, in script: inout GnuplotScript) -> String? {
    guard let curve = evaluation.precisionRecallCurve(ofClass: index) else { return nil }
    let points = Array(zip(curve.recall, curve.precision)).map { [$0, $1] }
    let data = script.data(Self.thinned(points))
    let look = FigureStyle.look(ofClass: index)
    return """
      \(data) using 1:2 with lines linewidth 2 dashtype \(look.dash) \
      linecolor rgb '\(look.color.hex)' notitle
      """
  }

  private func addKey(to script: inout GnuplotScript, x: Double, y: Double) {
    script.label("class, average precision (AP)", x: x, y: y, size: 12, color: FigureStyle.muted)
    for (index, scores) in evaluation.classes.enumerated() {
      let look = FigureStyle.look(ofClass: index)
      let row = y + 26 * Double(index + 1)
      script.line(
        from: (x, row), to: (x + 34, row),
        style: "linewidth 2 dashtype \(look.dash) linecolor rgb '\(look.color.hex)'")
      let symbol = evaluation.task.classes[index].shortSymbol
      let text =
        scores.averagePrecision == nil
        ? "no beats" : "AP \(Numerals.score(scores.averagePrecision))"
      script.label("\(symbol)   \(text)", x: x + 44, y: row)
    }
  }

  /// Keeps the points where the curve bends most: a point is dropped where the straight line past it
  /// is nearer than a thousandth of the panel (Douglas and Peucker 1973, with a growing tolerance).
  private static func thinned(_ points: [[Double]]) -> [[Double]] {
    var tolerance = 0.0005
    var kept = Polyline.simplified(points, tolerance: tolerance)
    while kept.count > pointLimit {
      tolerance *= 2
      kept = Polyline.simplified(kept, tolerance: tolerance)
    }
    return kept
  }
}
