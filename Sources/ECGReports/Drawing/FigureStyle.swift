/// The one style of all figures: dark text on white, a light grid, colours that the
/// colour-blind can tell apart, and for every class a dash and a marker of its own so that
/// print in grey works too.
enum FigureStyle {
  /// The look of one class, fixed by its index in label order.
  struct ClassLook {
    /// The colour as `#RRGGBB`.
    let color: Color
    /// gnuplot's dash pattern.
    let dash: String
    /// gnuplot's point type.
    let point: Int

    /// gnuplot's style of a line.
    func line(width: Double) -> String { FigureStyle.line(width: width, dash: dash, color: color) }
  }

  /// gnuplot's style of a line.
  ///
  /// - Parameter dash: its dash pattern; a solid line where it is left out.
  static func line(width: Double, dash: String = "1", color: Color) -> String {
    "linewidth \(width) dashtype \(dash) linecolor rgb '\(color.hex)'"
  }

  /// The palette of Okabe and Ito ("Color Universal Design", 2008), strongest colours first.
  static let palette = [
    "#0072B2", "#E69F00", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#000000", "#B8A800",
  ].map(Color.init(hex:))

  private static let dashes = ["1", "(9,4)", "(2,3)", "(9,3,2,3)", "(16,4)"]
  private static let points = [7, 5, 9, 13, 11, 15, 4, 6]

  /// The look of class `index`. After eight classes colours come again with other dashes.
  static func look(ofClass index: Int) -> ClassLook {
    ClassLook(
      color: palette[index % palette.count], dash: dashes[index % dashes.count],
      point: points[index % points.count])
  }

  /// The fonts, in order of preference.
  static let fontFamily = "Helvetica,Arial,sans-serif"
  /// The size of ordinary text in CSS pixels.
  static let fontSize = 13
  /// The size of a figure's title.
  static let titleSize = 16
  /// The size of small notes.
  static let noteSize = 11
  /// The width of a figure: a phone's, a column of a journal's, and half of the report's.
  static let width = 380

  /// What everything is drawn on.
  static let paper = Color(hex: "#FFFFFF")
  /// Text.
  static let ink = Color(hex: "#1A1A1A")
  /// Text of lesser weight, axes.
  static let muted = Color(hex: "#5A5A5A")
  /// Grid lines.
  static let grid = Color(hex: "#E4E4E4")
  /// What is there without saying much, such as the zeros that fill a beat.
  static let faint = Color(hex: "#C4C4C4")
  /// Text on dark areas, light on paper of either kind: a white of its own, which stays.
  static let lightInk = Color(hex: "#FEFEFE")
  /// The areas that grow darker with what they stand for.
  static let depth = Color(hex: "#0B4F80")

  /// What becomes of colours where the reader wants light on dark; the others stay.
  static let dark: [(color: Color, becomes: Color)] =
    [
      (paper, "#1A1F24"), (ink, "#E7EBEE"), (muted, "#A4ADB6"), (grid, "#323A42"),
      (faint, "#4A525A"), (depth, "#2173AD"), (palette[0], "#56B4E9"), (palette[2], "#E8743B"),
      (palette[3], "#1FB58A"), (palette[6], "#F2F2F2"),
    ].map { ($0, Color(hex: $1)) }
}
