public import ECGEvaluation
import ECGText

extension Figure {
  /// The records whose accuracy is shown: as many as fit a page.
  private static let mostRecords = 48

  /// The accuracy in each record, with intervals, the lowest first.
  ///
  /// - Parameters:
  ///   - records: the records in the order they are shown; those after the first 48 are left out.
  public static func records(_ records: [RecordAccuracy]) -> Figure {
    let chart = RecordChart(records: Array(records.prefix(mostRecords)))
    let rest = records.count - chart.records.count
    let values = chart.records.map { "\($0.record) \(Numerals.score($0.accuracy))" }
    return Figure(
      name: "records",
      title: "Accuracy in each record",
      caption: """
        The share of each record's beats that were classified correctly, with its 95\u{A0}% interval \
        (Wilson, which takes the beats as independent), and of how many beats.\
        \(rest > 0 ? " The \(rest) records with the highest shares are left out." : "")
        """,
      alternativeText: "Accuracy by record, the lowest first: \(values.joined(separator: ", ")).",
      drawing: chart.script)
  }
}

private struct RecordChart {
  let records: [RecordAccuracy]

  private static let rowHeight = 13.0
  private static let color = FigureStyle.palette[0]

  var script: GnuplotScript {
    let longest = records.map { min(12, $0.record.count) }.max() ?? 0
    let left = 18 + 6.4 * Double(longest)
    let panel = GnuplotScript.Panel(
      left: left, top: 44, width: Double(FigureStyle.width) - left - 92,
      height: Self.rowHeight * Double(max(records.count, 1)))
    var script = GnuplotScript(height: Int(panel.top + panel.height) + 52)
    let low = AxisRange(holding: records.map(\.interval.low) + [1], count: 4).low
    script.place(panel)
    script.add(
      """
      set xrange [\(max(0, low)):1]
      set yrange [\(panel.height):0]
      set border 1
      unset ytics
      set xtics \(Ticks.step(for: (1 - max(0, low)) / 4)) format '%g'
      set grid xtics noytics
      set bars 0
      unset key
      """)
    script.label(
      "accuracy", x: panel.left + panel.width / 2, y: panel.top + panel.height + 38, align: .center)
    for (index, record) in records.enumerated() {
      let y = panel.top + (Double(index) + 0.5) * Self.rowHeight
      script.label(record.record.shortened(to: 12), x: left - 7, y: y, align: .right, size: 10)
      let text = "\(Numerals.score(record.accuracy))  of \(record.beats.grouped)"
      script.label(text, x: left + panel.width + 9, y: y, size: 10)
    }
    let points = script.data(
      records.enumerated().map { index, record in
        [
          record.accuracy, (Double(index) + 0.5) * Self.rowHeight, record.interval.low,
          record.interval.high,
        ]
      })
    script.plot([
      """
      \(points) using 1:2:3:4 with xerrorbars pointtype 7 pointsize 0.5 linewidth 1.2 \
      linecolor rgb '\(Self.color.hex)' notitle
      """
    ])
    return script
  }
}
