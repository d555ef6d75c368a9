/// The one style of all figures: dark text on white, a light grid, colours that the colour-blind can
/// tell apart, and for every class a dash and a marker of its own so that print in grey works too.
enum FigureStyle {
  /// The look of one class, fixed by its place in label order.
  struct ClassLook {
    /// The colour as `#RRGGBB`.
    let color: Color
    /// gnuplot's dash pattern.
    let dash: String
    /// gnuplot's point type.
    let point: Int
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
  /// The width of a figure that fills the report's column.
  static let fullWidth = 760

  /// Text.
  static let ink = Color(hex: "#1A1A1A")
  /// Text of lesser weight, axes.
  static let muted = Color(hex: "#5A5A5A")
  /// Grid lines.
  static let grid = Color(hex: "#E4E4E4")
}
