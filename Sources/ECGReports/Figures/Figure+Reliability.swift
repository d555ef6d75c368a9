public import ECGEvaluation
import ECGText
import Foundation

extension Figure {
  /// A reliability diagram: accuracy against confidence, bin by bin, with intervals, above the
  /// number of beats in each bin.
  public static func reliability(_ calibration: Calibration) -> Figure {
    let chart = ReliabilityChart(calibration: calibration)
    return Figure(
      name: "reliability",
      title: "Confidence and accuracy",
      caption: """
        Above: the share of beats classified correctly by the confidence in their class, in \
        \(calibration.bins.count) bins of equal width, at each bin's mean confidence, with its 95\u{A0}% \
        interval (Wilson). On the diagonal a classifier is right as often as it says, below it is too \
        sure of itself. Below: the beats in each bin, on a logarithmic scale.
        """,
      alternativeText: chart.alternativeText,
      drawing: chart.script)
  }
}

private struct ReliabilityChart {
  let calibration: Calibration

  private static let color = FigureStyle.palette[0]
  private static let left = 62.0
  private static let width = 300.0
  private static let diagonal = FigureStyle.line(
    width: 1.4, dash: "(9,4)", color: FigureStyle.muted)
  private static let marks = """
    pointtype 7 pointsize 0.8 linewidth 1.6 linecolor rgb '\(color.hex)'
    """

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

  var script: GnuplotScript {
    var script = GnuplotScript(height: 548)
    addAccuracies(
      to: &script, panel: .init(left: Self.left, top: 44, width: Self.width, height: Self.width))
    addCounts(
      to: &script, panel: .init(left: Self.left, top: 376, width: Self.width, height: 74))
    return script
  }

  private func addAccuracies(to script: inout GnuplotScript, panel: GnuplotScript.Panel) {
    script.place(panel)
    script.add(
      """
      set xrange [0:1.01]
      set yrange [0:1.01]
      set xtics 0.2 format '%.1f'
      set ytics 0.2 format '%.1f'
      set bars small
      unset key
      """)
    script.label(
      "accuracy", x: 12, y: panel.top + panel.height / 2, align: .center, rotated: true)
    addErrors(to: &script, x: panel.left, y: 508)
    let diagonal = script.data([[0, 0], [1, 1]])
    let points = script.data(
      bins.map { bin in
        let accuracy = bin.accuracy ?? .nan
        let interval = Interval.wilson(share: accuracy, of: bin.beats)
        return [bin.confidence ?? .nan, accuracy, interval.low, interval.high]
      })
    script.plot([
      "\(diagonal) using 1:2 with lines \(Self.diagonal) notitle",
      "\(points) using 1:2:3:4 with yerrorbars \(Self.marks) notitle",
    ])
  }

  private func addErrors(to script: inout GnuplotScript, x: Double, y: Double) {
    script.line(from: (x, y), to: (x + 26, y), style: Self.diagonal)
    script.label("perfect calibration", x: x + 32, y: y, size: 12)
    let errors = [("expected", calibration.expectedError), ("maximum", calibration.maximumError)]
      .map { "\($0) \(Numerals.score($1, places: 4))" }
    script.label("calibration error: \(errors.joined(separator: ", "))", x: 24, y: y + 22, size: 12)
  }

  private func addCounts(to script: inout GnuplotScript, panel: GnuplotScript.Panel) {
    script.place(panel)
    let largest = Double(bins.map(\.beats).max() ?? 1)
    let decades = (0...12).map { pow(10, Double($0)) }
    let high = max(10, decades.first { $0 >= largest } ?? largest)
    let shown = decades.filter { $0 <= high }
    let named =
      shown.count > 4 ? shown.enumerated().filter { $0.offset % 2 == 0 }.map(\.element) : shown
    script.add(
      """
      set xrange [0:1.01]
      set logscale y
      set yrange [0.7:\(high * 1.4)]
      set ytics \(GnuplotScript.ticks(named.map { (Int($0).grouped, $0) }))
      """)
    script.label(
      "confidence", x: panel.left + panel.width / 2, y: panel.top + panel.height + 38,
      align: .center)
    script.label("beats", x: 12, y: panel.top + panel.height / 2, align: .center, rotated: true)
    // Points, not bars: a logarithmic scale has no zero for them to stand on.
    let points = script.data(bins.map { [$0.confidence ?? .nan, Double($0.beats)] })
    script.plot(["\(points) using 1:2 with points \(Self.marks) notitle"])
  }
}
