import ECGRecordings
import ECGSignals
import ECGText
import Foundation

extension RecordingReport {
  /// The heart rate and ectopic beats over time, how long intervals are, and which follows which.
  func chartList(_ trends: RhythmTrends) -> ReportPage.Section {
    .init(
      id: "trends", heading: "Trends",
      strips: [rateChart(trends), ectopyChart, histogramChart(trends), poincareChart(trends)],
      arePaired: true)
  }

  private func rateChart(_ trends: RhythmTrends) -> ReportPage.Strip {
    let known = (trends.rate + trends.lowest + trends.highest).compactMap { $0 }
    let time = ChartFrame.time(upTo: summary.end, clock)
    let frame = ChartFrame(x: time.range, y: AxisRange(holding: known.isEmpty ? [0, 100] : known))
    let line = frame.line(trends.rate) { min((Double($0) + 0.5) * trends.step, summary.end) }
    let bars = zip(trends.lowest, trends.highest).enumerated().compactMap {
      index, ends -> String? in
      guard let low = ends.0, let high = ends.1 else { return nil }
      let start = Double(index) * trends.step
      return frame.box(start...max(start, min(start + trends.step, summary.end)), low...high)
    }.joined()
    let step = Self.length(trends.step)
    return .init(
      title: "Heart rate",
      caption: "The mean rate of each \(step), and the lowest and highest over 8 beats in it.",
      drawing: frame.picture(
        "Heart rate over time"
          + (summary.rate?.mean).text(", %.0f in the mean", else: ""),
        keys: [
          .init(name: "mean", color: "class-N"),
          .init(name: "over 8 beats", color: "class-N", opacity: 0.35),
        ], labels: time.labels, units: ("", "beats a minute"),
        ChartFrame.area(bars, "class-N", opacity: 0.35)
          + "<path class=\"curve\" style=\"stroke:var(--class-N)\" d=\"\(line.isEmpty ? "M0 0" : line)\"/>"
      ))
  }

  private var ectopyChart: ReportPage.Strip {
    let time = ChartFrame.time(upTo: summary.end, clock)
    let counts = hours.map { hour in hour.ectopy.reduce(0.0) { $0 + Double($1.beats) } }
    let frame = ChartFrame(
      x: time.range, y: AxisRange(holding: [0, max(counts.max() ?? 0, 4)], count: 4))
    let colors = summary.ectopy.map { (name: $0.class, color: "class-\($0.class)") }
    var paths = colors.map { _ in "" }
    for hour in hours {
      // One class upon the other.
      var height = 0.0
      let room = (hour.end - hour.start) * 0.05
      for (index, ectopy) in hour.ectopy.enumerated().prefix(paths.count) where ectopy.beats > 0 {
        let top = height + Double(ectopy.beats)
        paths[index] += frame.box(hour.start + room...hour.end - room, height...top)
        height = top
      }
    }
    let bars = zip(paths, colors).map { ChartFrame.area($0, $1.color) }
    let words = summary.ectopy.map { "\($0.class) \($0.beats)" }.joined(separator: ", ")
    return .init(
      title: "Ectopic beats",
      caption: "Ectopic beats \(hours.count > 1 ? periodWords : "of the whole recording").",
      drawing: frame.picture(
        "Ectopic beats over time: \(words)",
        keys: colors.map { .init(name: $0.name, color: $0.color) },
        labels: time.labels, units: ("", "beats"), bars.joined()))
  }

  private func histogramChart(_ trends: RhythmTrends) -> ReportPage.Strip {
    let bins = trends.histogram
    let end = bins.start + Double(bins.counts.count) * bins.width
    let limit = Self.limit(of: bins)
    let x = AxisRange(
      holding: [
        min(bins.start, limit - bins.width), max(min(end, limit), bins.start + bins.width),
      ],
      count: 6)
    let frame = ChartFrame(
      x: x, y: AxisRange(holding: [0, Double(max(bins.counts.max() ?? 0, 4))], count: 4))
    var (normal, other) = ("", "")
    var longer = bins.longer
    for (bin, count) in bins.counts.enumerated() where count > 0 {
      let left = bins.start + Double(bin) * bins.width
      guard left < limit - bins.width / 2 else {
        longer += count
        continue
      }
      let (low, high) = (Double(bins.normal[bin]), Double(count))
      if low > 0 { normal += frame.box(left...left + bins.width, 0...low) }
      if high > low { other += frame.box(left...left + bins.width, low...high) }
    }
    let rest = longer > 0 ? String(format: " Longer than %g s: %d.", limit, longer) : ""
    return .init(
      title: "Intervals",
      caption: String(
        format:
          "RR intervals by length, in bins of %.0f ms; NN lie between normal beats outside of "
          + "fibrillation and are no pauses.",
        bins.width * 1_000) + rest,
      drawing: frame.picture(
        "Histogram of intervals",
        keys: [.init(name: "NN", color: "class-N"), .init(name: "other", color: "class-V")],
        labels: Self.seconds(x), units: ("s", "intervals"),
        ChartFrame.area(normal, "class-N") + ChartFrame.area(other, "class-V")))
  }

  private func poincareChart(_ trends: RhythmTrends) -> ReportPage.Strip {
    let plot = trends.poincare
    let most = Int((Self.limit(of: trends.histogram) / plot.width).rounded())
    let (normal, other) = (
      plot.normal.filter { max($0.x, $0.y) < most }, plot.other.filter { max($0.x, $0.y) < most }
    )
    let cells = normal + other
    let edges = cells.flatMap { [Double($0.x), Double($0.x + 1), Double($0.y), Double($0.y + 1)] }
      .map { $0 * plot.width }
    let axis = AxisRange(holding: edges.isEmpty ? [0, 1] : edges, count: 6)
    // As wide as it is high.
    let side = ChartFrame.height - ChartFrame.top - ChartFrame.bottom
    let frame = ChartFrame(right: ChartFrame.width - ChartFrame.left - side, x: axis, y: axis)
    let deepest = Double(max(cells.map(\.count).max() ?? 1, 2))
    // Three depths, by the logarithm of the count.
    func squares(_ cells: [PoincarePlot.Cell], _ color: String) -> String {
      (0..<3).map { depth in
        let path = cells.filter { min(2, Int(3 * log(Double($0.count)) / log(deepest))) == depth }
          .map { cell in
            let (x, y) = (Double(cell.x) * plot.width, Double(cell.y) * plot.width)
            return frame.box(x...x + plot.width, y...y + plot.width)
          }.joined()
        return ChartFrame.area(path, color, opacity: 0.4 + 0.3 * Double(depth))
      }.joined()
    }
    let identity =
      "<path class=\"axis\" d=\"M\(frame.point(axis.low, axis.low))L\(frame.point(axis.high, axis.high))\"/>"
    let deviations = [("SD1", plot.sd1), ("SD2", plot.sd2)].enumerated().map { line, value in
      ChartFrame.text(
        value.1.map { String(format: "%@ %.0f ms", value.0, $0) } ?? "\(value.0) –",
        ChartFrame.left + side + 16, 60 + 18 * Double(line), anchor: "start")
    }.joined()
    return .init(
      title: "Poincaré plot",
      caption:
        "Each RR interval and the next, in squares of \(Int(plot.width * 1_000)) ms, the deeper the more pairs.",
      drawing: frame.picture(
        "Poincaré plot of intervals",
        keys: [.init(name: "NN", color: "class-N"), .init(name: "other", color: "class-V")],
        labels: Self.seconds(axis), units: ("", "next interval, s"),
        squares(other, "class-V") + squares(normal, "class-N") + identity + deviations))
  }

  /// Up to which length intervals are drawn, in seconds: a few that are longer would leave
  /// the others no room.
  private static func limit(of bins: IntervalHistogram) -> Double {
    let usual = 2.0
    let longer =
      bins.longer
      + bins.counts.enumerated().reduce(0) { sum, bin in
        bins.start + (Double(bin.offset) + 0.5) * bins.width < usual ? sum : sum + bin.element
      }
    let all = bins.longer + bins.counts.reduce(0, +)
    return 100 * longer > all ? 3 : usual
  }

  private static func seconds(_ axis: AxisRange) -> [(at: Double, lines: [String])] {
    (0...Int(((axis.high - axis.low) / axis.step).rounded())).map {
      let value = axis.low + Double($0) * axis.step
      return (at: value, lines: [Numerals.short(value)])
    }
  }

  /// A length in words: `minute`, `10 s`.
  static func length(_ seconds: Double) -> String {
    switch seconds {
    case 3600: "hour"
    case 60: "minute"
    case let seconds where seconds > 60 && seconds.truncatingRemainder(dividingBy: 60) == 0:
      "\(Int(seconds / 60)) minutes"
    default: String(format: "%g s", seconds)
    }
  }
}
