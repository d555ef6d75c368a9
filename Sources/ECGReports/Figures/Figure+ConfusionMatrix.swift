import ECGDatasets
public import ECGEvaluation
import ECGText
import Foundation

extension Figure {
  /// The confusion matrix: counts, or shares of each true class.
  ///
  /// - Parameters:
  ///   - matrix: the counts.
  ///   - isNormalized: whether cells hold shares of their row rather than counts.
  public static func confusionMatrix(_ matrix: ConfusionMatrix, isNormalized: Bool) -> Figure {
    let chart = ConfusionChart(matrix: matrix, isNormalized: isNormalized)
    let title = isNormalized ? "Confusion matrix, shares" : "Confusion matrix, counts"
    return Figure(
      name: isNormalized ? "confusion-matrix-normalized" : "confusion-matrix",
      title: title,
      caption: chart.caption,
      alternativeText: chart.alternativeText,
      drawing: chart.script)
  }
}

private struct ConfusionChart {
  let matrix: ConfusionMatrix
  let isNormalized: Bool

  private static let left = 62.0
  private static let top = 44.0

  private var classCount: Int { matrix.classes.count }
  private var cell: Double { max(44, min(50, 250 / Double(max(classCount, 1)))) }
  private var side: Double { cell * Double(classCount) }

  var caption: String {
    isNormalized
      ? "Each row adds up to 100\u{A0}%: what the beats of one true class were taken for."
      : "Rows: the true class. Columns: what the beats were taken for. The shade follows the"
        + " logarithm of the count."
  }

  var alternativeText: String {
    let rows = matrix.counts.enumerated().map { row, counts in
      let cells = counts.indices.map { column in
        "\(matrix.classes[column].symbol) \(text(row: row, column: column))"
      }
      return "true \(matrix.classes[row].symbol): \(cells.joined(separator: ", "))"
    }
    return "Table of true against predicted classes. \(rows.joined(separator: "; "))."
  }

  private var shares: [[Double]] { matrix.normalized(.true) }

  private func text(row: Int, column: Int) -> String {
    guard isNormalized else { return matrix.counts[row][column].grouped }
    guard matrix.supports[row] > 0 else { return "–" }
    let share = shares[row][column]
    return share == 0 ? "0" : Numerals.percent(share)
  }

  /// How dark a cell is, 0…1.
  private func depth(row: Int, column: Int) -> Double {
    if isNormalized { return shares[row][column] }
    let largest = matrix.counts.joined().max() ?? 0
    guard largest > 0 else { return 0 }
    return log1p(Double(matrix.counts[row][column])) / log1p(Double(largest))
  }

  /// How much of the darkest shade a cell has: shades on which neither dark nor light text reads
  /// well are left out.
  private static func opacity(_ depth: Double) -> Double {
    depth < 0.65 ? depth : 0.76 + 0.24 * (depth - 0.65) / 0.35
  }

  /// The text that reads best on a cell of some depth: dark as far as that reads better on
  /// white paper. On dark paper shallow cells are dark and their text light; deep ones take
  /// light text on either.
  private static func textColor(_ depth: Double) -> Color {
    let cell = FigureStyle.paper.mixed(with: FigureStyle.depth, share: opacity(depth))
    let isLight = cell.contrast(with: FigureStyle.ink) >= cell.contrast(with: FigureStyle.lightInk)
    return isLight ? FigureStyle.ink : FigureStyle.lightInk
  }

  var script: GnuplotScript {
    let width = max(FigureStyle.width, Int(Self.left + side) + 58)
    var script = GnuplotScript(width: width, height: Int(Self.top + side) + 62)
    script.place(.init(left: Self.left, top: Self.top, width: side, height: side))
    script.add("unset border\nunset tics\nunset key\nset xrange [0:1]\nset yrange [0:1]")
    for row in 0..<classCount {
      for column in 0..<classCount { addCell(row: row, column: column, to: &script) }
      addNames(of: row, to: &script)
    }
    script.label(
      "predicted class", x: Self.left + side / 2, y: Self.top + side + 42, align: .center)
    script.label("true class", x: 16, y: Self.top + side / 2, align: .center, rotated: true)
    addScale(to: &script)
    script.plot([])
    return script
  }

  private func addCell(row: Int, column: Int, to script: inout GnuplotScript) {
    let depth = min(max(depth(row: row, column: column), 0), 1)
    let left = Self.left + Double(column) * cell
    let top = Self.top + Double(row) * cell
    script.rectangle(
      .init(left: left, top: top, width: cell, height: cell), fill: FigureStyle.depth,
      opacity: Self.opacity(depth), border: FigureStyle.grid)
    let text = text(row: row, column: column)
    script.label(
      text, x: left + cell / 2, y: top + cell / 2, align: .center, size: text.count > 6 ? 10 : 12,
      color: Self.textColor(depth))
  }

  private func addNames(of index: Int, to script: inout GnuplotScript) {
    let middle = (Double(index) + 0.5) * cell
    let name = matrix.classes[index].shortSymbol
    let size = name.count > 4 ? 10 : FigureStyle.fontSize
    script.label(name, x: Self.left - 8, y: Self.top + middle, align: .right, size: size)
    script.label(
      name, x: Self.left + middle, y: Self.top + side + 16, align: .center, size: size)
  }

  /// The scale of shades at the right.
  private func addScale(to script: inout GnuplotScript) {
    let left = Self.left + side + 14
    let steps = 24
    let step = side / Double(steps)
    for index in 0..<steps {
      script.rectangle(
        .init(
          left: left, top: Self.top + side - Double(index + 1) * step, width: 10,
          height: step),
        fill: FigureStyle.depth, opacity: Self.opacity((Double(index) + 0.5) / Double(steps)))
    }
    for (text, depth) in scaleTicks {
      script.label(
        text, x: left + 14, y: Self.top + side * (1 - depth), size: FigureStyle.noteSize,
        color: FigureStyle.muted)
    }
  }

  private var scaleTicks: [(text: String, depth: Double)] {
    if isNormalized { return [0, 0.5, 1].map { ("\(Int($0 * 100))\u{A0}%", $0) } }
    let largest = matrix.counts.joined().max() ?? 0
    guard largest > 0 else { return [("0", 0)] }
    let decades = [0, 10, 100, 1000, 10_000, 100_000, 1_000_000].filter { $0 <= largest }
    return decades.map {
      ($0.grouped, log1p(Double($0)) / log1p(Double(largest)))
    }
  }
}
