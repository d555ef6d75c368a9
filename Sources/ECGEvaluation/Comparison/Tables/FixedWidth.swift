import ECGText

/// Cells of tables whose columns are as wide as `bxb` makes them; what is wider is not cut.
enum FixedWidth {
  /// A count.
  static func count(_ value: Int, _ width: Int) -> String { String(value).padded(left: width) }

  /// A number with two decimals, or `-` where there is none.
  static func decimal(_ value: Double?, _ width: Int) -> String {
    value.text("%.2f", else: "-").padded(left: width)
  }

  /// A part of a whole in percent, or `-` where there is no whole.
  static func percent(_ part: Int, of whole: Int, _ width: Int) -> String {
    // In this order, as in C: the two ways round differ where a half is to be rounded.
    decimal(whole == 0 ? nil : 100 * Double(part) / Double(whole), width)
  }

  /// Counts, each after a space.
  static func counts(_ values: [(Int, width: Int)]) -> String {
    values.map { " " + count($0.0, $0.width) }.joined()
  }
}
