public import ECGDatasets
import ECGText
import Foundation

/// The average shape of a class's beats.
public struct MeanBeat: Equatable, Sendable {
  /// The number of beats.
  public var count: Int
  /// The mean of each of the `L` samples; empty where there are no beats.
  public var mean: [Double]
  /// The standard deviation of each of the `L` samples; empty where there are no beats.
  public var deviation: [Double]

  /// Creates a mean beat.
  public init(count: Int, mean: [Double], deviation: [Double]) {
    self.count = count
    self.mean = mean
    self.deviation = deviation
  }
}

extension Figure {
  /// The mean beat of each class with one standard deviation to either side, and all means together.
  ///
  /// - Parameters:
  ///   - task: the `K` classes.
  ///   - beats: the `K` mean beats.
  ///   - samplingRate: samples a second, in Hz; nil where unknown, and time is then counted in
  ///     samples.
  ///   - isSynthetic: whether the beats are made up; the title then says so.
  public static func meanBeats(
    task: BeatTask, beats: [MeanBeat], samplingRate: Double?, isSynthetic: Bool
  ) -> Figure {
    let samples = beats.map(\.mean.count).max() ?? 0
    let chart = MeanBeatChart(
      task: task, beats: beats, axis: TimeAxis(samples: samples, samplingRate: samplingRate))
    let classes = zip(task.classes, beats).map { kind, beat in
      "\(kind.symbol) from \(beat.count.grouped) beats"
    }
    return Figure(
      name: "mean-beats",
      caption: chart.caption,
      alternativeText: """
        Mean beat of each class with a band of one standard deviation: \
        \(classes.joined(separator: ", ")).
        """,
      drawing: chart.script(title: title("Mean beat of each class", isSynthetic)))
  }
}

/// Time along a beat: milliseconds where the sampling rate is known, samples elsewhere.
struct TimeAxis {
  let end: Double
  let unit: String
  private let scale: Double

  init(samples: Int, samplingRate: Double?) {
    let rate = samplingRate.flatMap { $0.isFinite && $0 > 0 ? $0 : nil }
    scale = rate.map { 1000 / $0 } ?? 1
    unit = rate == nil ? "samples" : "ms"
    end = Double(max(samples, 2) - 1) * scale
  }

  /// The time of sample `index`.
  func time(_ index: Int) -> Double { Double(index) * scale }
}

private struct MeanBeatChart {
  let task: BeatTask
  let beats: [MeanBeat]
  let axis: TimeAxis

  var caption: String {
    "Line: the mean of all beats of a class. Band: one standard deviation to either side."
      + (axis.unit == "ms"
        ? " Each beat begins at its R peak and reaches into the next beat; what is missing to the"
          + " full length is filled with zeros, which the mean includes."
        : "")
  }

  /// Beats scaled to 0…1 are called so; others are not.
  private var amplitude: String {
    beats.allSatisfy { $0.mean.allSatisfy((0...1).contains) }
      ? "amplitude (scaled to 0…1)" : "amplitude"
  }

  private static let panelHeight = 158.0
  private static let rowHeight = 236.0

  func script(title: String) -> GnuplotScript {
    let panels = task.classes.count + 1
    let columns = panels <= 4 ? 2 : 3
    let rows = (panels + columns - 1) / columns
    var script = GnuplotScript(title: title, height: 58 + rows * Int(Self.rowHeight) + 8)
    let range = AxisRange(holding: extremes + [0, 1], count: 10)
    let spread = AxisRange(holding: extremes + [0, 1], count: 3)
    let times = Ticks.round(upTo: axis.end, count: 4).map { (String(Int($0)), $0) }
    script.add(
      """
      set xrange [0:\(axis.end)]
      set yrange [\(range.low):\(range.high)]
      set xtics \(GnuplotScript.ticks(times))
      set ytics \(spread.step) format '%.1f'
      unset key
      """)
    for index in 0..<panels {
      let panel = place(index, columns: columns, in: &script)
      let isLast = index == task.classes.count
      script.label(
        isLast ? "all classes" : task.classes[index].label, x: panel.left,
        y: panel.top - 12)
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
    beats.flatMap { beat -> [Double] in
      let band = zip(beat.mean, beat.deviation)
      let low = band.map { $0 - $1 }.min()
      let high = band.map { $0 + $1 }.max()
      return [low, high].compactMap { $0 }
    }
  }

  private func place(
    _ index: Int, columns: Int, in script: inout GnuplotScript
  ) -> GnuplotScript.Panel {
    let columnWidth = (Double(FigureStyle.fullWidth) - 30) / Double(columns)
    let panel = GnuplotScript.Panel(
      left: 58 + Double(index % columns) * columnWidth,
      top: 76 + Double(index / columns) * Self.rowHeight, width: columnWidth - 52,
      height: Self.panelHeight)
    script.place(panel)
    script.label(
      axis.unit == "ms" ? "time after the R peak (ms)" : "time (samples)",
      x: panel.left + panel.width / 2, y: panel.top + panel.height + 38, align: .center,
      size: 12)
    if index % columns == 0 {
      script.label(
        amplitude, x: 16, y: panel.top + panel.height / 2, align: .center,
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
    let rows = zip(beat.mean, beat.deviation).enumerated().map { sample, pair in
      [axis.time(sample), pair.0 - pair.1, pair.0 + pair.1]
    }
    let band = script.data(rows)
    let fill = FigureStyle.look(ofClass: index).color.lightened(by: 0.68)
    let line = line(of: index, in: &script, width: 2, isSolid: true)
    return ["\(band) using 1:2:3 with filledcurves fillcolor rgb '\(fill.hex)' notitle"]
      + (line.map { [$0] } ?? [])
  }

  private func line(
    of index: Int, in script: inout GnuplotScript, width: Double, isSolid: Bool = false
  ) -> String? {
    guard beats.indices.contains(index), !beats[index].mean.isEmpty else { return nil }
    let look = FigureStyle.look(ofClass: index)
    let data = script.data(
      beats[index].mean.enumerated().map { [axis.time($0.offset), $0.element] })
    return """
      \(data) using 1:2 with lines linewidth \(width) dashtype \(isSolid ? "1" : look.dash) \
      linecolor rgb '\(look.color.hex)' notitle
      """
  }

  /// Names the lines at the top right of the last panel, where beats have come to rest.
  private func addKey(to script: inout GnuplotScript, panel: GnuplotScript.Panel) {
    let columns = min(task.classes.count, 5)
    let room = min(46, panel.width / Double(columns))
    guard task.classes.count <= 10, task.classes.allSatisfy({ $0.symbol.count <= 2 }) else {
      return
    }
    for (index, kind) in task.classes.enumerated() {
      let look = FigureStyle.look(ofClass: index)
      let x = panel.left + panel.width - room * Double(columns - index % columns) + 4
      let y = panel.top + 8 + 16 * Double(index / columns)
      script.line(
        from: (x, y), to: (x + 20, y),
        style: "linewidth 1.6 dashtype \(look.dash) linecolor rgb '\(look.color.hex)'")
      script.label(kind.symbol, x: x + 24, y: y, size: 12)
    }
  }
}
