import Foundation

/// The commands and data of one figure, laid out in pixels from the top left corner.
///
/// Every text from outside goes through ``quoted(_:)`` or ``tick(_:)``; gnuplot takes a
/// single-quoted string as it is, without shell or escape sequences.
struct GnuplotScript {
  /// A rectangle in pixels: where a panel's axes lie.
  struct Panel {
    var left: Double
    var top: Double
    var width: Double
    var height: Double
  }

  /// Where text is aligned.
  enum Alignment: String {
    case left, center, right
  }

  let width: Int
  let height: Int
  private(set) var text = ""
  private var blocks = 0

  /// Starts a figure: its title at the top left, and the style of everything after.
  ///
  /// What the title is, and whether it is drawn, is said by ``Figure/terminal(for:isTitled:)``.
  init(width: Int = FigureStyle.width, height: Int) {
    self.width = width
    self.height = height
    add(
      """
      set encoding utf8
      set border 3 linecolor rgb '\(FigureStyle.muted.hex)' linewidth 1
      set tics nomirror out scale 0.5 textcolor rgb '\(FigureStyle.ink.hex)'
      set grid linetype 1 linewidth 0.8 linecolor rgb '\(FigureStyle.grid.hex)'
      set style fill solid 1 noborder
      set key samplen 3 spacing 1.15 textcolor rgb '\(FigureStyle.ink.hex)'
      set multiplot
      """)
    add("if (titled) \\")
    label(string: "heading", x: 14, y: 22, size: FigureStyle.titleSize)
  }

  /// Appends commands.
  mutating func add(_ commands: String) {
    text += commands + "\n"
  }

  /// Adds a data block and returns its name. A row with a number that is not finite becomes a gap.
  mutating func data(_ rows: [[Double]]) -> String {
    blocks += 1
    let name = "$data\(blocks)"
    let lines = rows.map { row in
      row.allSatisfy(\.isFinite)
        ? row.map { String(format: "%.6g", $0) }.joined(separator: " ") : ""
    }
    add("\(name) << EOD\n\(lines.joined(separator: "\n"))\nEOD")
    return name
  }

  /// Places the next plot's axes.
  ///
  /// - Precondition: they lie within the figure: gnuplot cuts off, without a word, what does not.
  mutating func place(_ panel: Panel) {
    let bottom = panel.top + panel.height
    precondition(panel.left >= 0 && panel.left + panel.width <= Double(width))
    precondition(panel.top >= 0 && bottom <= Double(height))
    add(
      """
      set lmargin at screen \(screenX(panel.left))
      set rmargin at screen \(screenX(panel.left + panel.width))
      set tmargin at screen \(screenY(panel.top))
      set bmargin at screen \(screenY(bottom))
      """)
  }

  /// Draws what was set up, and forgets the labels and objects so that no panel repeats them.
  mutating func plot(_ elements: [String]) {
    // A plot needs an element; one without points draws the axes.
    let parts = elements.isEmpty ? ["NaN notitle"] : elements
    add("plot \(parts.joined(separator: ", \\\n  "))")
    add("unset label\nunset arrow\nunset object")
  }

  /// Puts text at a position in pixels, with the next plot.
  ///
  /// - Precondition: it lies within the figure.
  mutating func label(
    _ text: String, x: Double, y: Double, align: Alignment = .left,
    size: Int = FigureStyle.fontSize, color: Color = FigureStyle.ink, rotated: Bool = false
  ) {
    label(
      string: Self.quoted(text), x: x, y: y, align: align, size: size, color: color,
      rotated: rotated)
  }

  private mutating func label(
    string: String, x: Double, y: Double, align: Alignment = .left, size: Int,
    color: Color = FigureStyle.ink, rotated: Bool = false
  ) {
    precondition(0...Double(width) ~= x && 0...Double(height) ~= y)
    add(
      """
      set label \(string) at screen \(screenX(x)),\(screenY(y)) \(align.rawValue) \
      font ',\(size)' textcolor rgb '\(color.hex)'\(rotated ? " rotate by 90" : "") front
      """)
  }

  /// Draws a filled rectangle in pixels, with the next plot.
  mutating func rectangle(
    _ panel: Panel, fill: Color, opacity: Double = 1, border: Color? = nil
  ) {
    let bottom = panel.top + panel.height
    let edge = border.map { "border linecolor rgb '\($0.hex)'" } ?? "noborder"
    add(
      """
      set object rectangle from screen \(screenX(panel.left)),\(screenY(bottom)) \
      to screen \(screenX(panel.left + panel.width)),\(screenY(panel.top)) \
      fillcolor rgb '\(fill.hex)' fillstyle \(Self.fill(opacity)) \(edge) \
      linewidth 0.8 front
      """)
  }

  /// Draws a straight line in pixels, with the next plot: before its data or behind.
  mutating func line(
    from start: (x: Double, y: Double), to end: (x: Double, y: Double), style: String,
    isBehind: Bool = false
  ) {
    add(
      """
      set arrow from screen \(screenX(start.x)),\(screenY(start.y)) \
      to screen \(screenX(end.x)),\(screenY(end.y)) nohead \(style) \(isBehind ? "back" : "front")
      """)
  }

  /// A pixel column as gnuplot's screen coordinate.
  func screenX(_ x: Double) -> String { String(format: "%.5f", x / Double(width)) }

  /// A pixel row, counted from the top, as gnuplot's screen coordinate: what is above the first row
  /// may be left out (see ``Figure/terminal(for:isTitled:)``).
  func screenY(_ y: Double) -> String { String(format: "row(%.2f)", y) }

  /// gnuplot's style of an area that lets the paper shine through, so that it is right on light
  /// and on dark paper.
  static func fill(_ opacity: Double) -> String {
    opacity < 1 ? String(format: "transparent solid %.3f", opacity) : "solid 1"
  }

  /// Puts names beside short lines, in as many rows as they take.
  mutating func key(_ entries: [(text: String, style: String)], x: Double, y: Double) {
    for (entry, offset) in zip(entries, Self.keyPlaces(entries.map(\.text), x: x)) {
      line(from: (offset.x, y + offset.y), to: (offset.x + 26, y + offset.y), style: entry.style)
      label(entry.text, x: offset.x + 32, y: y + offset.y, size: 12)
    }
  }

  /// The height that ``key(_:x:y:)`` takes.
  static func keyHeight(_ texts: [String], x: Double) -> Double {
    (keyPlaces(texts, x: x).last?.y ?? 0) + keyRow
  }

  private static func keyPlaces(_ texts: [String], x start: Double) -> [(x: Double, y: Double)] {
    var (x, y) = (start, 0.0)
    return texts.map { text in
      let room = 42 + 6.4 * Double(text.count)
      if x > start, x + room > Double(FigureStyle.width) { (x, y) = (start, y + keyRow) }
      defer { x += room + 8 }
      return (x, y)
    }
  }

  private static let keyRow = 20.0

  /// Text as a gnuplot string.
  static func quoted(_ text: String) -> String {
    "'" + Markup.cleaned(text).replacingOccurrences(of: "'", with: "''") + "'"
  }

  /// Text as a gnuplot string for a tick, where `%` starts a number's format.
  static func tick(_ text: String) -> String {
    quoted(text.replacingOccurrences(of: "%", with: "%%"))
  }

  /// The list of ticks for `set xtics` and `set ytics`.
  static func ticks(_ ticks: [(label: String, value: Double)]) -> String {
    "("
      + ticks.map { "\(tick($0.label)) \(String(format: "%.6g", $0.value))" }
      .joined(separator: ", ") + ")"
  }
}
