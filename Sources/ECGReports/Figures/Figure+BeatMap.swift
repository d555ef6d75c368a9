public import ECGDatasets
import ECGText

extension Figure {
  /// The first two principal components of the network's last activations, coloured by class.
  public static func principalComponents(_ map: BeatMap, task: BeatTask) -> Figure {
    let ratios = map.varianceRatio.map(Numerals.percent)
    let names = ["first", "second"].enumerated().map { index, name in
      "\(name) component"
        + (ratios.indices.contains(index) ? " (\(ratios[index]) of the variance)" : "")
    }
    return Figure(
      name: "activations-pca",
      title: "Beats as the network sees them: PCA",
      caption: """
        \(map.labels.count.grouped) beats by the activations before the network's last layer: their \
        first two principal components, coloured by class.
        """,
      alternativeText: "Scatter plot of beats, \(counts(map, task)).",
      drawing: BeatMapChart(
        points: map.components, axes: (names[0], names[1]), groups: classes(map, task)
      ).script)
  }

  /// t-SNE of the network's last activations, coloured by class.
  public static func neighbours(_ map: BeatMap, task: BeatTask) -> Figure {
    Figure(
      name: "activations-tsne",
      title: "Beats as the network sees them: t-SNE",
      caption: """
        The same beats by t-SNE (perplexity 30): near points are alike to the network; distances between \
        groups and their sizes say nothing. Trustworthiness, the share of neighbours that are \
        neighbours among the activations: \(Numerals.score(map.trustworthiness)) of 1.
        """,
      alternativeText: "Scatter plot of beats, \(counts(map, task)), in groups of alike ones.",
      drawing: BeatMapChart(points: map.neighbours, axes: nil, groups: classes(map, task))
        .script)
  }

  /// The same plane as ``neighbours(_:task:)``, coloured by record: the seven with the
  /// most beats, the others in grey.
  public static func neighboursByRecord(_ map: BeatMap) -> Figure {
    let counts = Dictionary(map.records.map { ($0, 1) }, uniquingKeysWith: +)
    let shown = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(7).map(\.key)
    let others = map.records.indices.filter { !shown.contains(map.records[$0]) }
    let named = shown.enumerated().map { index, record in
      BeatMapChart.Group(
        name: record.shortened(to: 9),
        color: FigureStyle.look(ofClass: index).color,
        point: FigureStyle.look(ofClass: index).point,
        members: map.records.indices.filter { map.records[$0] == record })
    }
    let rest = BeatMapChart.Group(
      name: "\(counts.count - shown.count) others", color: FigureStyle.faint, point: 7,
      members: others)
    return Figure(
      name: "activations-records",
      title: "Beats as the network sees them: records",
      caption: """
        The plane of t-SNE once more, coloured by record: the \(shown.count) with the most beats here, \
        the others in grey. Where colours keep apart, the network sees whose beat it is.
        """,
      alternativeText: """
        Scatter plot of beats by record: \
        \(shown.map { "\($0) \(counts[$0] ?? 0)" }.joined(separator: ", ")).
        """,
      drawing: BeatMapChart(
        points: map.neighbours, axes: nil, groups: (others.isEmpty ? [] : [rest]) + named
      ).script)
  }

  private static func counts(_ map: BeatMap, _ task: BeatTask) -> String {
    task.classes.enumerated().map { index, kind in
      "\(kind.symbol) \(map.labels.count { $0 == index })"
    }.joined(separator: ", ")
  }

  private static func classes(_ map: BeatMap, _ task: BeatTask) -> [BeatMapChart.Group] {
    task.classes.enumerated().map { index, kind in
      let look = FigureStyle.look(ofClass: index)
      return BeatMapChart.Group(
        name: kind.shortSymbol, color: look.color, point: look.point,
        members: map.labels.indices.filter { map.labels[$0] == index })
    }
  }
}

/// Points in groups.
private struct BeatMapChart {
  struct Group {
    let name: String
    let color: Color
    /// gnuplot's point type.
    let point: Int
    let members: [Int]
  }

  let points: [[Double]]
  /// What the axes are called; nil where they mean nothing, and have no numbers then.
  let axes: (x: String, y: String)?
  let groups: [Group]

  var script: GnuplotScript {
    let panel = GnuplotScript.Panel(
      left: axes == nil ? 14 : 56, top: 44, width: axes == nil ? 352 : 310, height: 310)
    let keyTop = panel.top + panel.height + (axes == nil ? 22 : 62)
    var script = GnuplotScript(
      height: Int(keyTop) + (keyWidth > Double(FigureStyle.width) ? 44 : 24))
    script.place(panel)
    let (across, along) = (range(0), range(1))
    script.add(
      """
      set xrange [\(across.low):\(across.high)]
      set yrange [\(along.low):\(along.high)]
      unset key
      """)
    if let axes {
      script.add("set xtics \(across.step) format '%g'\nset ytics \(along.step) format '%g'")
      script.label(
        axes.x, x: panel.left + panel.width / 2, y: panel.top + panel.height + 38, align: .center,
        size: 12)
      script.label(
        axes.y, x: 12, y: panel.top + panel.height / 2, align: .center, size: 12, rotated: true)
    } else {
      script.add("unset xtics\nunset ytics\nset border 15 linecolor rgb '\(FigureStyle.grid.hex)'")
    }
    addKey(to: &script, x: panel.left, y: keyTop)
    script.plot(
      groups.filter { !$0.members.isEmpty }.map { group in
        let data = script.data(group.members.map { points[$0] })
        return """
          \(data) using 1:2 with points pointtype \(group.point) pointsize 0.4 \
          linecolor rgb '\(group.color.hex)' notitle
          """
      })
    return script
  }

  /// The width of the key in one row.
  private var keyWidth: Double {
    groups.reduce(20) { $0 + Self.keyRoom($1) }
  }

  private static func keyRoom(_ group: Group) -> Double { 30 + 7 * Double(group.name.count) }

  private func range(_ axis: Int) -> AxisRange {
    AxisRange(holding: points.map { $0[axis] }, count: 5)
  }

  private func addKey(to script: inout GnuplotScript, x start: Double, y top: Double) {
    var (x, y) = (start + 6, top)
    for group in groups {
      let room = Self.keyRoom(group)
      if x + room > Double(FigureStyle.width) { (x, y) = (start + 6, y + 20) }
      script.add(
        """
        set label ' ' at screen \(script.screenX(x)),\(script.screenY(y)) point \
        pointtype \(group.point) pointsize 0.8 linecolor rgb '\(group.color.hex)' front
        """)
      script.label(group.name, x: x + 10, y: y, size: 12)
      x += room
    }
  }
}
