import ECGNeuralNetwork
import Foundation

/// Lines over epochs as a page shows them, in its colours: drawn without any other program, so that
/// a page can be written while a training goes on.
struct EpochChart {
  /// One line.
  struct Series {
    let name: String
    /// The value after each epoch, counted from 1; nil where there is none.
    let values: [Double?]
    /// The look: the colour of the page's class of that index, and a dash of its own.
    let look: Int
  }

  let title: String
  let caption: String
  let series: [Series]
  /// The last epoch that there may be.
  let epochs: Int
  /// Whether the values are shown on a logarithmic scale.
  var isLogarithmic = false

  private static let (width, height) = (720.0, 230.0)
  private static let (left, right, top, bottom) = (64.0, 14.0, 34.0, 34.0)
  private static let colors = ["class-N", "class-V", "class-F", "class-Q", "class-S", "trace"]
  private static let dashes = ["", "7 4", "2 3", "10 3 2 3", "12 5", "4 2"]

  /// The chart as a page shows it.
  var strip: ReportPage.Strip { .init(title: title, caption: caption, drawing: drawing) }

  private var present: [Double] {
    series.flatMap { $0.values.compactMap(\.self) }
      .filter { $0.isFinite && (!isLogarithmic || $0 > 0) }
      .map(scaled)
  }

  private func scaled(_ value: Double) -> Double { isLogarithmic ? log10(value) : value }

  private var drawing: String {
    let range = AxisRange(holding: present, count: 4)
    let (inner, high) = (
      Self.width - Self.left - Self.right, Self.height - Self.top - Self.bottom
    )
    func x(_ epoch: Int) -> Double {
      Self.left + inner * (Double(epoch) - 0.5) / Double(max(epochs, 1))
    }
    func y(_ value: Double) -> Double {
      Self.top + high * (1 - (value - range.low) / (range.high - range.low))
    }
    var svg = """
      <svg viewBox="0 0 \(Int(Self.width)) \(Int(Self.height))" width="\(Int(Self.width))" \
      height="\(Int(Self.height))" role="img" aria-label="\(Markup.escaped(words))">
      """
    for step in 0...Int(((range.high - range.low) / range.step).rounded()) {
      let value = range.low + Double(step) * range.step
      let label = isLogarithmic ? Numerals.short(pow(10, value)) : Numerals.short(value)
      svg += "<path d=\"M\(Self.left) \(Self.pixel(y(value)))h\(inner)\"/>"
      svg += Self.text(label, Self.left - 8, y(value) + 4, anchor: "end")
    }
    for epoch in Ticks.epochs(upTo: max(epochs, 1), count: 12) {
      svg += Self.text("\(epoch)", x(epoch), Self.height - 14, anchor: "middle")
    }
    var column = Self.left
    for one in series {
      let style = Self.style(of: one.look)
      svg += "<path class=\"curve\" style=\"\(style)\" d=\"M\(Self.pixel(column)) 14h26\"/>"
      svg += Self.text(one.name, column + 32, 18, anchor: "start")
      column += 50 + 6.6 * Double(one.name.count)
      svg += "<path class=\"curve\" style=\"\(style)\" d=\"\(path(of: one, x, y))\"/>"
    }
    return svg + "</svg>"
  }

  /// The line, which ends where a value is missing and begins again after it.
  private func path(
    of one: Series, _ x: (Int) -> Double, _ y: (Double) -> Double
  ) -> String {
    var (path, isDown) = ("", false)
    for (index, value) in one.values.enumerated() {
      guard let value, value.isFinite, !isLogarithmic || value > 0 else {
        isDown = false
        continue
      }
      path += "\(isDown ? "L" : "M")\(Self.pixel(x(index + 1))) \(Self.pixel(y(scaled(value))))"
      // A single epoch is a point that can be seen.
      if !isDown { path += "h.01" }
      isDown = true
    }
    return path.isEmpty ? "M0 0" : path
  }

  private var words: String {
    let ends = series.compactMap { one in
      one.values.last.flatMap(\.self).map { "\(one.name) \(Numerals.short($0))" }
    }
    return ([title] + ends).joined(separator: ", ")
  }

  private static func style(of look: Int) -> String {
    let color = colors[look % colors.count]
    let dash = dashes[look / colors.count % dashes.count]
    return
      "stroke:var(--\(color));stroke-linecap:round\(dash.isEmpty ? "" : ";stroke-dasharray:\(dash)")"
  }

  private static func text(_ text: String, _ x: Double, _ y: Double, anchor: String) -> String {
    "<text style=\"text-anchor:\(anchor)\" x=\"\(pixel(x))\" y=\"\(pixel(y))\">\(Markup.escaped(text))</text>"
  }

  private static func pixel(_ value: Double) -> String { coordinate(value) }
}

extension EpochChart {
  /// Loss, scores and learning rate of one training.
  static func charts(of history: TrainingHistory, epochs: Int) -> [EpochChart] {
    func values(_ value: (TrainingHistory.Epoch) -> Double?) -> [Double?] {
      history.epochs.map(value)
    }
    return [
      EpochChart(
        title: "Loss", caption: "The mean loss after each epoch, that of training weighted.",
        series: [
          Series(name: "training", values: values(\.loss), look: 0),
          Series(name: "validation", values: values(\.validationLoss), look: 1),
        ], epochs: epochs),
      EpochChart(
        title: "Scores",
        caption: "The share of beats classified correctly, and the mean F1 of the classes.",
        series: [
          Series(name: "accuracy, training", values: values(\.accuracy), look: 0),
          Series(name: "accuracy, validation", values: values(\.validationAccuracy), look: 1),
          Series(name: "macro F1, validation", values: values(\.validationMacroF1), look: 2),
        ], epochs: epochs),
      EpochChart(
        title: "Learning rate", caption: "The learning rate at the last step of each epoch.",
        series: [Series(name: "learning rate", values: values(\.learningRate), look: 5)],
        epochs: epochs, isLogarithmic: true),
    ]
  }
}
