public import ECGDatasets
import ECGText
import Foundation

extension Figure {
  /// The mean beat of each class with its quartiles, and all means together.
  ///
  /// - Parameters:
  ///   - task: the `K` classes.
  ///   - beats: the `K` mean beats.
  ///   - samplingRate: samples a second, in Hz; nil where unknown, and time is then counted in
  ///     samples.
  public static func meanBeats(task: BeatTask, beats: [MeanBeat], samplingRate: Double?) -> Figure {
    let samples = beats.map(\.mean.count).max() ?? 0
    let chart = MeanBeatChart(
      task: task, beats: beats, axis: TimeAxis(samples: samples, samplingRate: samplingRate))
    let classes = zip(task.classes, beats).map { kind, beat in
      "\(kind.symbol) from \(beat.count.grouped) beats"
    }
    return Figure(
      name: "mean-beats",
      title: "Mean beat of each class",
      caption: chart.caption,
      alternativeText: """
        Mean beat of each class with a band from the lower to the upper quartile: \
        \(classes.joined(separator: ", ")).
        """,
      drawing: chart.script)
  }
}

private struct MeanBeatChart {
  let task: BeatTask
  let beats: [MeanBeat]
  let axis: TimeAxis

  var caption: String {
    """
    Line: the mean beat of a class. Band: from the lower to the upper quartile, half of the beats. The \
    zeros that fill beats up are left out; a shape ends where fewer than a quarter of the beats go on.
    """
      + (axis.unit == "ms"
        ? " Beats of such files begin at their R peak, at 0, and reach into the next beat." : "")
  }

  /// Beats scaled to 0…1 are called so; others are not.
  private var amplitude: String {
    beats.allSatisfy { $0.mean.allSatisfy((0...1).contains) }
      ? "amplitude (0…1)" : "amplitude"
  }

  private static let panelHeight = 96.0
  private static let rowHeight = 148.0
  private static let left = 56.0
  private static let columns = 2

  var script: GnuplotScript {
    let panels = task.classes.count + 1
    let rows = (panels + Self.columns - 1) / Self.columns
    var script = GnuplotScript(height: 40 + rows * Int(Self.rowHeight) + 26)
    let range = AxisRange(holding: extremes + [0, 1], count: 10)
    let spread = AxisRange(holding: extremes + [0, 1], count: 2)
    let end = axis.time(max(2, beats.map(\.mean.count).max() ?? 0) - 1)
    let times = Ticks.round(upTo: end, count: 3).map { (String(Int($0)), $0) }
    script.add(
      """
      set xrange [\(-0.04 * end):\(end)]
      set yrange [\(range.low):\(range.high)]
      set xtics \(GnuplotScript.ticks(times))
      set ytics \(spread.step) format '%.1f'
      unset key
      """)
    for index in 0..<panels {
      let panel = place(index, isAtBottom: index + Self.columns >= panels, in: &script)
      let isLast = index == task.classes.count
      script.label(
        isLast ? "all classes" : task.classes[index].label, x: panel.left,
        y: panel.top - 11,
        size: 10)
      if isLast {
        addKey(to: &script, panel: panel)
        script.plot(task.classes.indices.compactMap { line(of: $0, in: &script, width: 1.6) })
      } else {
        script.plot(bandAndLine(of: index, in: &script, panel: panel))
      }
    }
    return script
  }

  /// The lowest and the highest point of each band.
  private var extremes: [Double] {
    beats.flatMap { [$0.lower.min(), $0.mean.min(), $0.upper.max(), $0.mean.max()] }
      .compactMap { $0 }
  }

  private func place(
    _ index: Int, isAtBottom: Bool, in script: inout GnuplotScript
  ) -> GnuplotScript.Panel {
    let columnWidth = (Double(FigureStyle.width) - Self.left + 22) / Double(Self.columns)
    let panel = GnuplotScript.Panel(
      left: Self.left + Double(index % Self.columns) * columnWidth,
      top: 62 + Double(index / Self.columns) * Self.rowHeight, width: columnWidth - 34,
      height: Self.panelHeight)
    script.place(panel)
    if isAtBottom {
      script.label(
        axis.unit == "ms" ? "time after R (ms)" : "time (samples)",
        x: panel.left + panel.width / 2, y: panel.top + panel.height + 36, align: .center,
        size: 12)
    }
    if index % Self.columns == 0 {
      script.label(
        amplitude, x: 12, y: panel.top + panel.height / 2, align: .center,
        size: 12, rotated: true)
    }
    return panel
  }

  private func bandAndLine(
    of index: Int, in script: inout GnuplotScript, panel: GnuplotScript.Panel
  ) -> [String] {
    guard beats.indices.contains(index), beats[index].count > 0, !beats[index].mean.isEmpty else {
      script.label(
        "no beats", x: panel.left + panel.width / 2, y: panel.top + panel.height / 2,
        align: .center, color: FigureStyle.muted)
      return []
    }
    let beat = beats[index]
    script.label(
      "\(beat.count.grouped) beats", x: panel.left + panel.width - 2, y: panel.top + 8,
      align: .right, size: 12, color: FigureStyle.muted)
    let rows = zip(beat.lower, beat.upper).enumerated().map { [axis.time($0), $1.0, $1.1] }
    let band = script.data(rows)
    let color = FigureStyle.look(ofClass: index).color.hex
    let line = line(of: index, in: &script, width: 2, isSolid: true)
    return [
      "\(band) using 1:2:3 with filledcurves fillcolor rgb '\(color)' fillstyle "
        + "\(GnuplotScript.fill(0.32)) notitle"
    ] + (line.map { [$0] } ?? [])
  }

  private func line(
    of index: Int, in script: inout GnuplotScript, width: Double, isSolid: Bool = false
  ) -> String? {
    guard beats.indices.contains(index), !beats[index].mean.isEmpty else { return nil }
    let look = FigureStyle.look(ofClass: index)
    let data = script.data(
      beats[index].mean.enumerated().map { [axis.time($0.offset), $0.element] })
    let style =
      isSolid ? FigureStyle.line(width: width, color: look.color) : look.line(width: width)
    return "\(data) using 1:2 with lines \(style) notitle"
  }

  /// Names the lines at the top right of the last panel, where beats have come to rest.
  private func addKey(to script: inout GnuplotScript, panel: GnuplotScript.Panel) {
    let columns = min(task.classes.count, 3)
    let room = min(40, panel.width / Double(columns))
    guard task.classes.count <= 10, task.classes.allSatisfy({ $0.symbol.count <= 2 }) else {
      return
    }
    for (index, kind) in task.classes.enumerated() {
      let look = FigureStyle.look(ofClass: index)
      let x = panel.left + panel.width - room * Double(columns - index % columns) + 4
      let y = panel.top + 8 + 16 * Double(index / columns)
      script.line(from: (x, y), to: (x + 20, y), style: look.line(width: 1.6))
      script.label(kind.symbol, x: x + 24, y: y, size: 12)
    }
  }
}
