import ECGDatasets
import ECGEvaluation

/// A curve for each class in the unit square, and the area under each.
struct ClassCurveChart {
  let evaluation: Evaluation
  let axes: (x: String, y: String)
  /// What the area is called.
  let score: String
  /// The points of the curve of a class; nil where it has none.
  let curve: (Int) -> [[Double]]?
  /// The area under it.
  let value: (ClassScores) -> Double?
  var hasDiagonal = false

  /// More points than a curve can show on paper would only make the file large.
  private static let pointLimit = 300

  var script: GnuplotScript {
    let panel = GnuplotScript.Panel(left: 58, top: 44, width: 300, height: 300)
    let key = evaluation.classes.indices.map { (text: text(of: $0), style: Self.style(of: $0)) }
    let keyTop = panel.top + panel.height + 64
    var script = GnuplotScript(
      height: Int(keyTop + GnuplotScript.keyHeight(key.map(\.text), x: panel.left)))
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
      axes.x, x: panel.left + panel.width / 2, y: panel.top + panel.height + 38, align: .center)
    script.label(
      axes.y, x: 12, y: panel.top + panel.height / 2, align: .center, rotated: true)
    script.key(key, x: panel.left, y: keyTop)
    script.plot(
      (hasDiagonal ? [diagonal(in: &script)] : [])
        + evaluation.classes.indices.compactMap { line(of: $0, in: &script) })
    return script
  }

  private static func style(of index: Int) -> String {
    FigureStyle.look(ofClass: index).line(width: 2)
  }

  private func text(of index: Int) -> String {
    let symbol = evaluation.task.classes[index].shortSymbol
    guard let value = value(evaluation.classes[index]) else { return "\(symbol)  no beats" }
    return "\(symbol)  \(score) \(Numerals.score(value))"
  }

  private func diagonal(in script: inout GnuplotScript) -> String {
    let style = FigureStyle.line(width: 1, dash: "(4,4)", color: FigureStyle.muted)
    return "\(script.data([[0, 0], [1, 1]])) using 1:2 with lines \(style) notitle"
  }

  private func line(of index: Int, in script: inout GnuplotScript) -> String? {
    guard let points = curve(index) else { return nil }
    let data = script.data(Self.thinned(points))
    return "\(data) using 1:2 with lines \(Self.style(of: index)) notitle"
  }

  /// Keeps the points where the curve bends most: a point is dropped where the straight line
  /// past it is nearer than a thousandth of the panel (Douglas and Peucker 1973, with a
  /// growing tolerance).
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
