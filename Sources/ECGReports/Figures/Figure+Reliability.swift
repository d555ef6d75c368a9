public import ECGEvaluation
import ECGText
import Foundation

extension Figure {
  /// A reliability diagram: accuracy against confidence, bin by bin, above the number of beats in each
  /// bin.
  public static func reliability(_ calibration: Calibration, isSynthetic: Bool) -> Figure {
    let chart = ReliabilityChart(calibration: calibration)
    return Figure(
      name: "reliability",
      caption: """
        Above: the share of beats classified correctly by the confidence in their class, in \
        \(calibration.bins.count) bins of equal width; the points lie at each bin's mean confidence. On \
        the diagonal a classifier is right as often as it says, below it is too sure of itself. Below: \
        the beats in each bin, on a logarithmic scale.
        """,
      alternativeText: chart.alternativeText,
      drawing: chart.script(title: title("Confidence and accuracy", isSynthetic)))
  }
}

private struct ReliabilityChart {
  let calibration: Calibration

  private static let color = FigureStyle.palette[0]
  private static let left = 88.0
  private static let width = 400.0

  private var bins: [Calibration.Bin] { calibration.bins.filter { $0.beats > 0 } }

  var alternativeText: String {
    let points = bins.map { bin in
      let range = "\(Numerals.score(bin.low, places: 2)) to \(Numerals.score(bin.high, places: 2))"
      return "\(range): \(Numerals.score(bin.accuracy)) of \(bin.beats.grouped)"
    }
    return """
      Reliability diagram. Expected calibration error \
      \(Numerals.score(calibration.expectedError, places: 4)). Accuracy by confidence: \
      \(points.joined(separator: ", ")).
      """
  }

  func script(title: String) -> GnuplotScript {
    var script = GnuplotScript(title: title, height: 656)
    addAccuracies(
      to: &script, panel: .init(left: Self.left, top: 56, width: Self.width, height: Self.width))
    addCounts(
      to: &script, panel: .init(left: Self.left, top: 492, width: Self.width, height: 104))
    return script
  }

  private func addAccuracies(to script: inout GnuplotScript, panel: GnuplotScript.Panel) {
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
      "accuracy", x: 22, y: panel.top + panel.height / 2, align: .center, rotated: true)
    addKey(to: &script, x: panel.left + panel.width + 28, y: panel.top + 14)
    let diagonal = script.data([[0, 0], [1, 1]])
    let bars = script.data(
      bins.map { bin in
        let accuracy = bin.accuracy ?? .nan
        return [(bin.low + bin.high) / 2, accuracy / 2, bin.low, bin.high, 0, accuracy]
      })
    let points = script.data(bins.map { [$0.confidence ?? .nan, $0.accuracy ?? .nan] })
    script.plot([
      "\(bars) using 1:2:3:4:5:6 with boxxyerror \(Self.fill) notitle",
      "\(diagonal) using 1:2 with lines \(Self.diagonal) notitle",
      """
      \(points) using 1:2 with points pointtype 7 pointsize 0.9 linecolor rgb '\(Self.color.hex)' \
      notitle
      """,
    ])
  }

  private static let diagonal =
    "linewidth 1.4 dashtype (9,4) linecolor rgb '\(FigureStyle.ink.hex)'"
  private static let fill = """
    fillcolor rgb '\(color.lightened(by: 0.7).hex)' fillstyle solid 1 border rgb '\(color.hex)' \
    linewidth 0.8
    """

  private func addKey(to script: inout GnuplotScript, x: Double, y: Double) {
    script.line(from: (x, y), to: (x + 34, y), style: Self.diagonal)
    script.label("perfect calibration", x: x + 44, y: y, size: 12)
    script.rectangle(
      .init(left: x + 5, top: y + 20, width: 24, height: 13),
      fill: Self.color.lightened(by: 0.7), border: Self.color)
    script.label("accuracy in the bin", x: x + 44, y: y + 26, size: 12)
    let errors = [
      ("expected calibration error", calibration.expectedError),
      ("maximum calibration error", calibration.maximumError),
    ]
    for (index, (name, value)) in errors.enumerated() {
      let row = y + 74 + 48 * Double(index)
      script.label(name, x: x, y: row, size: 12, color: FigureStyle.muted)
      script.label(Numerals.score(value, places: 4), x: x, y: row + 20)
    }
  }

  private func addCounts(to script: inout GnuplotScript, panel: GnuplotScript.Panel) {
    script.place(panel)
    // Below 1, so that the bar of a single beat has a length.
    let low = 0.5
    let largest = Double(bins.map(\.beats).max() ?? 1)
    let decades = (0...12).map { pow(10, Double($0)) }
    let high = decades.first { $0 >= largest } ?? largest
    script.add(
      """
      set xrange [0:1.005]
      set logscale y
      set yrange [\(low):\(max(high, 10))]
      set ytics \(GnuplotScript.ticks(
        decades.filter { $0 <= max(high, 10) }.map { (Int($0).grouped, $0) }))
      """)
    script.label(
      "confidence", x: panel.left + panel.width / 2, y: panel.top + panel.height + 42,
      align: .center)
    script.label("beats", x: 22, y: panel.top + panel.height / 2, align: .center, rotated: true)
    let bars = script.data(
      bins.map { [($0.low + $0.high) / 2, low, $0.low, $0.high, low, Double($0.beats)] })
    script.plot(["\(bars) using 1:2:3:4:5:6 with boxxyerror \(Self.fill) notitle"])
  }
}
