public import ECGDatasets
import ECGText
import Foundation

extension Figure {
  /// How many beats of each class there are in each part of the data, as bars from 0 on a linear
  /// scale: their lengths are as uneven as the classes.
  ///
  /// - Parameters:
  ///   - task: the `K` classes.
  ///   - parts: the parts' names, such as `train`, with the `K` counts of their classes.
  public static func classDistribution(
    task: BeatTask, parts: [(name: String, counts: [Int])]
  ) -> Figure {
    let chart = ClassDistributionChart(task: task, parts: parts)
    return Figure(
      name: "class-distribution",
      title: "Number of beats of each class",
      caption: "The number of beats of each class, and its share of the part it belongs to.",
      alternativeText: chart.alternativeText,
      drawing: chart.script)
  }
}

/// The layout of the class distribution.
private struct ClassDistributionChart {
  let task: BeatTask
  let parts: [(name: String, counts: [Int])]

  private static let left = 16.0
  private static let barHeight = 17.0
  /// The room above the bars of a class for its name.
  private static let nameHeight = 22.0
  private static let groupGap = 6.0
  /// The room right of the longest bar for its count and percentage.
  private static let numberWidth = 116.0

  private var groupHeight: Double {
    Self.nameHeight + Double(parts.count) * Self.barHeight + Self.groupGap
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

  var script: GnuplotScript {
    let panel = GnuplotScript.Panel(
      left: Self.left, top: 60, width: Double(FigureStyle.width) - Self.left - 12,
      height: Double(task.classes.count) * groupHeight)
    var script = GnuplotScript(height: Int(panel.top + panel.height) + 54)
    script.place(panel)
    addAxes(to: &script, panel: panel)
    addKey(to: &script)
    for (row, kind) in task.classes.enumerated() {
      script.label(
        kind.label, x: Self.left + 4, y: panel.top + groupHeight * Double(row) + 12, size: 12)
    }
    script.plot(bars(in: &script))
    return script
  }

  private var largest: Double { Double(max(1, parts.flatMap(\.counts).max() ?? 1)) }

  private func addAxes(to script: inout GnuplotScript, panel: GnuplotScript.Panel) {
    let reach = panel.width / (panel.width - Self.numberWidth)
    let values = Ticks.round(upTo: largest, count: 3).filter { $0 == $0.rounded() }
    script.add(
      """
      set xrange [0:\(largest * reach)]
      set yrange [\(panel.height):0]
      set border 1
      unset ytics
      set xtics \(GnuplotScript.ticks(values.map { (Int($0).grouped, $0) }))
      set grid xtics noytics
      unset key
      """)
    script.label(
      "number of beats", x: panel.left + (panel.width - Self.numberWidth) / 2,
      y: panel.top + panel.height + 40, align: .center)
  }

  private func addKey(to script: inout GnuplotScript) {
    guard parts.count > 1 else { return }
    var x = Self.left + 4
    for (index, part) in parts.enumerated() {
      script.rectangle(
        .init(left: x, top: 39, width: 20, height: 12), fill: FigureStyle.muted,
        opacity: opacity(ofPart: index), border: FigureStyle.muted)
      let text = "\(part.name) (\(part.counts.reduce(0, +).grouped))"
      script.label(text, x: x + 27, y: 45, size: 12)
      x += 50 + 7 * Double(text.count)
    }
  }

  /// The first part is drawn in full colour, those after it ever fainter.
  private func opacity(ofPart part: Int) -> Double {
    part == 0 ? 1 : max(0.15, 0.55 - 0.2 * Double(part))
  }

  private func bars(in script: inout GnuplotScript) -> [String] {
    var elements: [String] = []
    for row in task.classes.indices {
      for (index, part) in parts.enumerated() where part.counts.indices.contains(row) {
        let count = part.counts[row]
        let top =
          Double(row) * groupHeight + Self.nameHeight + Double(index) * Self.barHeight
        let middle = top + Self.barHeight / 2
        if count > 0 {
          let bar = script.data([
            [Double(count), middle, 0, Double(count), top + 1, top + Self.barHeight - 2]
          ])
          let color = FigureStyle.look(ofClass: row).color.hex
          elements.append(
            "\(bar) using 1:2:3:4:5:6 with boxxyerror fillcolor rgb '\(color)' fillstyle "
              + "\(GnuplotScript.fill(opacity(ofPart: index))) border rgb '\(color)' "
              + "linewidth 0.8 notitle")
        }
        let share = share(count, of: part.counts.reduce(0, +))
        script.add(
          """
          set label \(GnuplotScript.quoted("\(count.grouped)  (\(Numerals.percent(share)))")) \
          at first \(Double(count)), first \(middle) left offset character 0.6,0 \
          font ',12' textcolor rgb '\(FigureStyle.ink.hex)' front
          """)
      }
    }
    return elements
  }
}
