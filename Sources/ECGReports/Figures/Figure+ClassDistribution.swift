public import ECGDatasets
import ECGText
import Foundation

extension Figure {
  /// How many beats of each class there are in each part of the data, as bars.
  ///
  /// The scale is logarithmic where the largest class of a part has more than twenty times the
  /// beats of the smallest.
  ///
  /// - Parameters:
  ///   - task: the `K` classes.
  ///   - parts: the parts' names, such as `train`, with the `K` counts of their classes.
  ///   - isSynthetic: whether the beats are made up; the title then says so.
  public static func classDistribution(
    task: BeatTask, parts: [(name: String, counts: [Int])], isSynthetic: Bool
  ) -> Figure {
    let chart = ClassDistributionChart(task: task, parts: parts)
    return Figure(
      name: "class-distribution",
      caption: chart.caption,
      alternativeText: chart.alternativeText,
      drawing: chart.script(title: Self.title("Number of beats of each class", isSynthetic)))
  }

  /// A title that calls synthetic beats synthetic.
  static func title(_ text: String, _ isSynthetic: Bool) -> String {
    isSynthetic ? text + " – synthetic beats" : text
  }
}

/// The layout of the class distribution.
private struct ClassDistributionChart {
  let task: BeatTask
  let parts: [(name: String, counts: [Int])]
  let isLogarithmic: Bool

  private static let barHeight = 19.0
  private static let groupGap = 15.0
  /// The room right of the longest bar for its count and percentage.
  private static let numberWidth = 118.0

  init(task: BeatTask, parts: [(name: String, counts: [Int])]) {
    self.task = task
    self.parts = parts
    self.isLogarithmic = parts.contains { part in
      let present = part.counts.filter { $0 > 0 }
      guard let largest = present.max(), let smallest = present.min() else { return false }
      return Double(largest) / Double(smallest) > 20
    }
  }

  var caption: String {
    "The number of beats of each class, and its share of the part it belongs to."
      + (isLogarithmic
        ? " The scale is logarithmic: each step of the grid is ten times the one before, so compare"
          + " the numbers rather than the lengths."
        : "")
  }

  var alternativeText: String {
    parts.map { part in
      let total = part.counts.reduce(0, +)
      let classes = zip(task.classes, part.counts).map { kind, count in
        "\(kind.symbol) \(count.grouped) (\(Numerals.percent(share(count, of: total))))"
      }
      return "Bar chart, \(part.name): \(classes.joined(separator: ", "))"
    }.joined(separator: ". ") + "."
  }

  private func share(_ count: Int, of total: Int) -> Double {
    total > 0 ? Double(count) / Double(total) : 0
  }

  func script(title: String) -> GnuplotScript {
    let groupHeight = Double(parts.count) * Self.barHeight + Self.groupGap
    let names = task.classes.map(\.label)
    let left = min(250, 24 + 7 * Double(names.map(\.count).max() ?? 0))
    let panel = GnuplotScript.Panel(
      left: left, top: 66, width: Double(FigureStyle.fullWidth) - left - 14,
      height: Double(task.classes.count) * groupHeight + Self.groupGap)
    var script = GnuplotScript(title: title, height: Int(panel.top + panel.height) + 56)
    script.place(panel)
    addAxes(to: &script, panel: panel)
    addKey(to: &script, panel: panel)
    for (row, name) in names.enumerated() {
      script.label(
        name, x: left - 10, y: panel.top + groupHeight * (Double(row) + 0.5) + Self.groupGap / 2,
        align: .right)
    }
    script.plot(bars(in: &script, panel: panel))
    return script
  }

  private var range: (low: Double, high: Double) {
    let counts = parts.flatMap(\.counts).filter { $0 > 0 }.map(Double.init)
    let largest = counts.max() ?? 1
    guard isLogarithmic else { return (0, largest) }
    // Below the smallest count, so that its bar has a length.
    return (max(0.5, pow(10, (log10(counts.min() ?? 1) - 0.3).rounded(.down))), largest)
  }

  private func ticks(from low: Double, to high: Double) -> [Double] {
    guard isLogarithmic else { return Ticks.round(upTo: high).filter { $0 == $0.rounded() } }
    let seen = low * 0.999...high * 1.001
    return (0...12).map { pow(10, Double($0)) }.filter { seen.contains($0) }
  }

  private func addAxes(to script: inout GnuplotScript, panel: GnuplotScript.Panel) {
    let (low, high) = range
    let reach = panel.width / (panel.width - Self.numberWidth)
    let end = isLogarithmic ? low * pow(high / low, reach) : high * reach
    let values = ticks(from: low, to: high)
    script.add(
      """
      \(isLogarithmic ? "set logscale x" : "unset logscale x")
      set xrange [\(isLogarithmic ? low * 0.9999 : 0):\(end)]
      set yrange [\(panel.height):0]
      set border 1
      unset ytics
      set xtics \(GnuplotScript.ticks(values.map { (Int($0).grouped, $0) }))
      set grid xtics noytics
      unset key
      """)
    script.label(
      isLogarithmic ? "number of beats (logarithmic scale)" : "number of beats",
      x: panel.left + (panel.width - Self.numberWidth) / 2, y: panel.top + panel.height + 42,
      align: .center)
  }

  private func addKey(to script: inout GnuplotScript, panel: GnuplotScript.Panel) {
    guard parts.count > 1 else { return }
    var x = panel.left
    for (index, part) in parts.enumerated() {
      let (fill, border) = shade(of: FigureStyle.muted, part: index)
      script.rectangle(.init(left: x, top: 42, width: 24, height: 13), fill: fill, border: border)
      let total = part.counts.reduce(0, +).grouped
      let text = "\(part.name) (\(total))"
      script.label(text, x: x + 31, y: 49)
      x += 60 + 7.5 * Double(text.count)
    }
  }

  /// The first part is drawn in full colour, those after it ever lighter with an edge.
  private func shade(of color: Color, part: Int) -> (fill: Color, border: Color?) {
    part == 0 ? (color, nil) : (color.lightened(by: min(0.85, 0.45 + 0.2 * Double(part))), color)
  }

  private func bars(in script: inout GnuplotScript, panel: GnuplotScript.Panel) -> [String] {
    let groupHeight = Double(parts.count) * Self.barHeight + Self.groupGap
    let (low, _) = range
    var elements: [String] = []
    for row in task.classes.indices {
      for (index, part) in parts.enumerated() where part.counts.indices.contains(row) {
        let count = part.counts[row]
        let top = Double(row) * groupHeight + Self.groupGap + Double(index) * Self.barHeight
        let middle = top + Self.barHeight / 2
        if Double(count) > low {
          let bar = script.data([
            [Double(count), middle, low, Double(count), top + 1, top + Self.barHeight - 2]
          ])
          let (fill, border) = shade(of: FigureStyle.look(ofClass: row).color, part: index)
          let edge = border.map { "border rgb '\($0.hex)'" } ?? "noborder"
          elements.append(
            "\(bar) using 1:2:3:4:5:6 with boxxyerror fillcolor rgb '\(fill.hex)' "
              + "fillstyle solid 1 \(edge) linewidth 0.8 notitle")
        }
        let share = share(count, of: part.counts.reduce(0, +))
        script.add(
          """
          set label \(GnuplotScript.quoted("\(count.grouped)  (\(Numerals.percent(share)))")) \
          at first \(max(Double(count), low)), first \(middle) left offset character 0.6,0 \
          font ',12' textcolor rgb '\(FigureStyle.ink.hex)' front
          """)
      }
    }
    return elements
  }
}
