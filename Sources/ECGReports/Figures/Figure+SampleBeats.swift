public import ECGBeats
import Foundation
import SeededRandom

extension Figure {
  /// A few beats of each class, drawn at random: a row for each class.
  ///
  /// - Parameters:
  ///   - perClass: the beats in a row.
  ///   - samplingRate: samples a second, in Hz; nil where unknown, and time is then counted in
  ///     samples.
  ///   - isSynthetic: whether the beats are made up; nil to go by what the data set says.
  ///   - seed: the seed of the choice.
  public static func sampleBeats(
    of dataset: BeatDataset, perClass: Int = 5, samplingRate: Double?, isSynthetic: Bool? = nil,
    seed: UInt64
  ) -> Figure {
    var generator = SeededGenerator(seed: seed)
    let chosen = dataset.task.classes.indices.map { kind in
      let members = dataset.labels.indices.filter { dataset.labels[$0] == kind }
      return Array(members.shuffled(using: &generator).prefix(perClass)).sorted()
    }
    let chart = SampleBeatChart(
      dataset: dataset, chosen: chosen, columns: max(perClass, 1),
      axis: TimeAxis(samples: dataset.samplesPerBeat, samplingRate: samplingRate))
    let origin =
      dataset.origins == nil ? "" : " The number above a beat is the record it was taken from."
    return Figure(
      name: "sample-beats",
      caption: """
        Beats chosen at random with seed \(seed). Grey: the zeros that fill a beat to its full \
        length.\(origin)
        """,
      alternativeText: """
        Small drawings of up to \(perClass) beats of each class: \
        \(dataset.task.classes.map(\.label).joined(separator: ", ")).
        """,
      drawing: chart.script(title: title("Examples of beats", isSynthetic ?? dataset.isSynthetic)))
  }
}

private struct SampleBeatChart {
  let dataset: BeatDataset
  let chosen: [[Int]]
  let columns: Int
  let axis: TimeAxis

  private static let rowHeight = 122.0
  private static let panelHeight = 74.0
  private static let left = 56.0

  func script(title: String) -> GnuplotScript {
    let top = 78.0
    let rows = Double(chosen.count)
    var script = GnuplotScript(title: title, height: Int(top + rows * Self.rowHeight) + 22)
    let drawn = chosen.flatMap { $0 }.flatMap { dataset[beat: $0].map(Double.init) }
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
    let times = Ticks.round(upTo: axis.end, count: 2)
    for (row, beats) in chosen.enumerated() {
      let isLast = row == chosen.count - 1
      script.add(
        "set xtics \(GnuplotScript.ticks(times.map { (isLast ? String(Int($0)) : "", $0) }))")
      let y = top + Double(row) * Self.rowHeight
      script.label(dataset.task.classes[row].label, x: Self.left, y: y - 26)
      if isLast { addTimeLabel(to: &script, y: y + Self.panelHeight + 38) }
      addRow(beats, of: row, y: y, to: &script)
    }
    return script
  }

  private func addTimeLabel(to script: inout GnuplotScript, y: Double) {
    script.label(
      axis.unit == "ms" ? "time after the R peak (ms)" : "time (samples)",
      x: (Self.left + Double(FigureStyle.fullWidth)) / 2, y: y, align: .center, size: 12)
  }

  private func addRow(
    _ beats: [Int], of row: Int, y: Double, to script: inout GnuplotScript
  ) {
    script.label(
      "amplitude", x: 16, y: y + Self.panelHeight / 2, align: .center, size: 12, rotated: true)
    let width = (Double(FigureStyle.fullWidth) - Self.left - 10) / Double(columns)
    for column in 0..<columns {
      let panel = GnuplotScript.Panel(
        left: Self.left + Double(column) * width, top: y, width: width - 16,
        height: Self.panelHeight)
      guard column < beats.count else {
        if column == 0 { addEmptyRow(panel, to: &script) }
        continue
      }
      script.place(panel)
      if column > 0 { script.add("set format y ''") }
      if let origin = dataset.origins?[beats[column]] {
        script.label(
          origin.record, x: panel.left + panel.width, y: panel.top - 8, align: .right,
          size: FigureStyle.noteSize, color: FigureStyle.muted)
      }
      script.plot(lines(of: beats[column], kind: row, in: &script))
    }
    script.add("set format y '%g'")
  }

  private func addEmptyRow(_ panel: GnuplotScript.Panel, to script: inout GnuplotScript) {
    script.place(panel)
    script.label(
      "no beats", x: panel.left + panel.width / 2, y: panel.top + panel.height / 2, align: .center,
      color: FigureStyle.muted)
    script.plot([])
  }

  private func lines(
    of beat: Int, kind: Int, in script: inout GnuplotScript
  ) -> [String] {
    let values = Array(dataset[beat: beat])
    let end = (values.lastIndex { $0 != 0 } ?? -1) + 1
    let rows = values.enumerated().map { [axis.time($0.offset), Double($0.element)] }
    let signal = script.data(Array(rows[..<end]))
    let filling = script.data(Array(rows[end...]))
    let color = FigureStyle.look(ofClass: kind).color
    return [
      "\(filling) using 1:2 with lines linewidth 1.5 linecolor rgb '#A8A8A8' notitle",
      "\(signal) using 1:2 with lines linewidth 1.5 linecolor rgb '\(color.hex)' notitle",
    ]
  }
}
