import ECGRecordings
import ECGText
import Foundation

/// Axes, grid and legend of a small chart that a page draws in its own colours: as wide as a phone,
/// and half as wide as paper.
struct ChartFrame {
  /// An area or a line of the chart, as the legend shows it.
  struct Key {
    let name: String
    /// The variable of the page's style that has its colour.
    let color: String
    var opacity = 1.0
  }

  static let (width, height) = (380.0, 200.0)
  static let (left, top, bottom) = (40.0, 28.0, 36.0)
  /// The room that a letter takes.
  private static let letter = 6.4
  /// The room to the right of the paper of the chart.
  var right = 8.0

  let x: AxisRange
  let y: AxisRange

  private var inner: Double { Self.width - Self.left - right }
  private var high: Double { Self.height - Self.top - Self.bottom }

  func column(_ value: Double) -> Double {
    Self.left + inner * (value - x.low) / (x.high - x.low)
  }

  func row(_ value: Double) -> Double {
    Self.top + high * (1 - (min(max(value, y.low), y.high) - y.low) / (y.high - y.low))
  }

  func point(_ x: Double, _ y: Double) -> String {
    "\(Self.pixel(column(x))) \(Self.pixel(row(y)))"
  }

  /// A line as a path, with gaps where nothing is known; a value between two gaps is a point
  /// that can be seen.
  ///
  /// - Parameter x: where the value of an index stands.
  func line(_ values: [Double?], x: (Int) -> Double) -> String {
    var (path, isDrawing) = ("", false)
    for (index, value) in values.enumerated() {
      guard let value else {
        isDrawing = false
        continue
      }
      path += isDrawing ? "L\(point(x(index), value))" : "M\(point(x(index), value))h.01"
      isDrawing = true
    }
    return path
  }

  /// A rectangle as a part of a path.
  func box(_ columns: ClosedRange<Double>, _ rows: ClosedRange<Double>) -> String {
    let (left, right) = (column(columns.lowerBound), column(columns.upperBound))
    let (top, bottom) = (row(rows.upperBound), row(rows.lowerBound))
    return
      "M\(Self.pixel(left)) \(Self.pixel(top))H\(Self.pixel(right))V\(Self.pixel(bottom))H\(Self.pixel(left))Z"
  }

  /// The whole picture.
  ///
  /// - Parameters:
  ///   - words: what it says, for those who cannot see it.
  ///   - keys: the legend.
  ///   - labels: where the axis below is labelled, and how, in one line or two.
  ///   - units: what the axes count: below, and above the left one.
  ///   - content: what is drawn, as SVG.
  func picture(
    _ words: String, keys: [Key], labels: [(at: Double, lines: [String])],
    units: (below: String, left: String), _ content: String
  ) -> String {
    var svg = """
      <svg viewBox="0 0 \(Int(Self.width)) \(Int(Self.height))" width="\(Int(Self.width))" \
      height="\(Int(Self.height))" role="img" aria-label="\(Markup.escaped(words))">
      """
    for step in 0...Int(((y.high - y.low) / y.step).rounded()) {
      let value = y.low + Double(step) * y.step
      svg += "<path d=\"M\(Self.left) \(Self.pixel(row(value)))h\(inner)\"/>"
      let number = value >= 1_000 ? Int(value).grouped : Numerals.short(value)
      svg += Self.text(number, Self.left - 6, row(value) + 4, anchor: "end")
    }
    var end = -Double.infinity
    for label in labels {
      svg += "<path d=\"M\(Self.pixel(column(label.at))) \(Self.top)v\(high)\"/>"
      // Within the picture, and none upon another.
      let half = Self.letter / 2 * Double(label.lines.map(\.count).max() ?? 0)
      let middle = min(column(label.at), Self.width - half)
      guard middle - half > end else { continue }
      end = middle + half
      for (line, text) in label.lines.enumerated() {
        svg += Self.text(text, middle, Self.height - 22 + 13 * Double(line), anchor: "middle")
      }
    }
    svg += Self.text(units.left, 2, 12, anchor: "start")
    if !units.below.isEmpty {
      svg += Self.text(units.below, Self.width - right, Self.height - 6, anchor: "end")
    }
    var x = Self.width - 4
    for key in keys.reversed() {
      svg += Self.text(key.name, x, 16, anchor: "end")
      x -= Self.letter * Double(key.name.count) + 18
      svg += """
        <path class="area" style="fill:var(--\(key.color));opacity:\(key.opacity)" \
        d="M\(Self.pixel(x)) 6h11v11h-11Z"/>
        """
      x -= 12
    }
    return svg + content
      + "<path class=\"axis\" d=\"M\(Self.left) \(Self.top)v\(high)h\(inner)\"/></svg>"
  }

  /// A filled area.
  static func area(_ path: String, _ color: String, opacity: Double = 1) -> String {
    path.isEmpty
      ? ""
      : "<path class=\"area\" style=\"fill:var(--\(color));opacity:\(opacity)\" d=\"\(path)\"/>"
  }

  static func text(_ text: String, _ x: Double, _ y: Double, anchor: String) -> String {
    """
    <text class="time" style="text-anchor:\(anchor)" x="\(pixel(x))" y="\(pixel(y))">\
    \(Markup.escaped(text))</text>
    """
  }

  static func pixel(_ value: Double) -> String { coordinate(value) }
}

extension ChartFrame {
  /// The time axis of a recording, and its labels: the time since its beginning, below it what
  /// the clock showed.
  static func time(
    upTo end: Double, _ clock: RecordingClock
  ) -> (range: AxisRange, labels: [(at: Double, lines: [String])]) {
    let hours = [1.0, 2, 4, 6, 12, 24, 48, 96, 168].map { $0 * 3600 }
    let steps = [1.0, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1200, 1800] + hours
    let end = max(end, 1)
    let step = steps.first { end / $0 <= 6.5 } ?? Ticks.step(for: end / 6)
    let labels = stride(from: 0, through: end * 0.98, by: step).map { time in
      let elapsed = RecordingClock.elapsed(time)
      let now = clock.timestamp(at: time).map { String($0.suffix(8)) }
      // Without seconds, where all of them are 0.
      return (
        at: time,
        lines: [step < 60 ? elapsed : String(elapsed.dropLast(3))]
          + (now.map { [step < 60 ? $0 : String($0.dropLast(3))] } ?? [])
      )
    }
    return (AxisRange(low: 0, high: end, step: step), labels)
  }
}
