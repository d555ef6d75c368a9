import Foundation

/// Small drawings of beats in rows.
struct BeatGrid {
  /// How a beat is drawn.
  enum Paint {
    /// In one colour.
    case color(Color)
    /// By what each of the `L` samples adds to the log-odds of a class, or takes from them.
    case shares([Float])
  }

  /// One beat.
  struct Beat {
    var samples: [Float]
    var paint: Paint
    /// Small text above its right end.
    var corner = ""
    /// Two lines above it; then it has no corner, and its row no title.
    var lines: [String] = []
  }

  /// A row of beats.
  struct Row {
    var title = ""
    var beats: [Beat]
  }

  var rows: [Row]
  /// The beats that a row has room for.
  var columns: Int
  var axis: TimeAxis

  private static let rowHeight = 92.0
  private static let panelHeight = 52.0
  private static let left = 40.0
  private static let filling = "linewidth 1.2 linecolor rgb '\(FigureStyle.faint.hex)'"

  var script: GnuplotScript {
    let top = hasShares ? 98.0 : 66.0
    var script = GnuplotScript(
      height: Int(top + Double(rows.count) * Self.rowHeight) + 18)
    let drawn = rows.flatMap(\.beats).flatMap { $0.samples.map(Double.init) }
    let range = AxisRange(holding: drawn + [0, 1], count: 1)
    // Room below and above, or the zeros at a beat's end would hide behind the axis.
    let margin = 0.08 * (range.high - range.low)
    script.add(
      """
      set xrange [0:\(axis.end)]
      set yrange [\(range.low - margin):\(range.high + margin)]
      set ytics \(range.step) format '%g'
      unset key
      """)
    if hasShares {
      ShareScale.addKey(to: &script, right: Double(FigureStyle.width) - 6, y: 44)
    }
    let times = Ticks.round(upTo: axis.end, count: 2)
    for (index, row) in rows.enumerated() {
      let isLast = index == rows.count - 1
      script.add(
        "set xtics \(GnuplotScript.ticks(times.map { (isLast ? String(Int($0)) : "", $0) }))")
      let y = top + Double(index) * Self.rowHeight
      script.label(row.title, x: Self.left, y: y - 23, size: 12)
      if isLast { addTimeLabel(to: &script, y: y + Self.panelHeight + 38) }
      add(row, y: y, to: &script)
    }
    return script
  }

  private var hasShares: Bool {
    rows.contains { $0.beats.contains { if case .shares = $0.paint { true } else { false } } }
  }

  private func addTimeLabel(to script: inout GnuplotScript, y: Double) {
    script.label(
      axis.unit == "ms" ? "time after the R peak (ms)" : "time (samples)",
      x: (Self.left + Double(FigureStyle.width)) / 2, y: y, align: .center, size: 12)
  }

  private func add(_ row: Row, y: Double, to script: inout GnuplotScript) {
    script.label(
      "amplitude", x: 10, y: y + Self.panelHeight / 2, align: .center, size: FigureStyle.noteSize,
      rotated: true)
    let width = (Double(FigureStyle.width) - Self.left + 2) / Double(columns)
    for column in 0..<columns {
      let panel = GnuplotScript.Panel(
        left: Self.left + Double(column) * width, top: y, width: width - 12,
        height: Self.panelHeight)
      guard column < row.beats.count else {
        if column == 0 { addEmptyRow(panel, to: &script) }
        continue
      }
      let beat = row.beats[column]
      script.place(panel)
      if column > 0 { script.add("set format y ''") }
      addNotes(of: beat, above: panel, to: &script)
      script.plot(lines(of: beat, in: &script))
    }
    script.add("set format y '%g'")
  }

  private func addNotes(
    of beat: Beat, above panel: GnuplotScript.Panel, to script: inout GnuplotScript
  ) {
    if !beat.corner.isEmpty {
      script.label(
        beat.corner, x: panel.left + panel.width, y: panel.top - 8, align: .right,
        size: FigureStyle.noteSize, color: FigureStyle.muted)
    }
    for (index, line) in beat.lines.enumerated() {
      script.label(
        line, x: panel.left, y: panel.top - 8 - 14 * Double(beat.lines.count - 1 - index),
        size: index == 0 ? 12 : 10,
        color: index == 0 ? FigureStyle.ink : FigureStyle.muted)
    }
  }

  private func addEmptyRow(_ panel: GnuplotScript.Panel, to script: inout GnuplotScript) {
    script.place(panel)
    script.label(
      "no beats", x: panel.left + panel.width / 2, y: panel.top + panel.height / 2, align: .center,
      color: FigureStyle.muted)
    script.plot([])
  }

  private func lines(of beat: Beat, in script: inout GnuplotScript) -> [String] {
    let rows = beat.samples.enumerated().map { [axis.time($0.offset), Double($0.element)] }
    let end = (beat.samples.lastIndex { $0 != 0 } ?? -1) + 1
    let filling = script.data(Array(rows[end...]))
    var elements = ["\(filling) using 1:2 with lines \(Self.filling) notitle"]
    switch beat.paint {
    case .color(let color):
      let signal = script.data(Array(rows[..<end]))
      elements.append(
        "\(signal) using 1:2 with lines linewidth 1.2 linecolor rgb '\(color.hex)' notitle")
    case .shares(let shares):
      elements += ShareScale(shares).stretches(of: Array(rows[..<end])).map { level, stretches in
        "\(script.data(stretches)) using 1:2 with lines \(ShareScale.style(of: level)) notitle"
      }
    }
    return elements
  }
}
