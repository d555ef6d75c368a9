import ECGText

/// What the numbers of a column say of a mark with three digits behind it, as in `1.234`, where it
/// may part thousands or be a decimal mark.
///
/// What goes up through a thousand comes from numbers little below it, which have no mark: `998`,
/// `1.002`. Beside decimals, whole numbers are few and small: `3` beside `2.055`, where a converter
/// stops, or `0` and `-1` for what is missing.
struct ThousandsEvidence {
  /// The sizes of the numbers with a mark, read with a decimal one.
  private var marked: ClosedRange<Double>?
  /// The sizes of the whole numbers without a mark.
  private var whole: Set<UInt> = []

  /// One whole number alone is rather one that stands for what is missing, such as `-999`.
  private static let fewestWhole = 2

  /// - Parameters:
  ///   - cells: the cells of the column.
  ///   - marks: those by which the mark parts thousands.
  init(in cells: some Sequence<String>, marks: NumberMarks) {
    for cell in cells {
      if let number = Int(cell) {
        whole.insert(number.magnitude)
      } else if case .number(let number) = DecimalCell(cell, marks: marks) {
        let size = abs(number) / 1_000
        marked = marked.map { min($0.lowerBound, size)...max($0.upperBound, size) } ?? size...size
      }
    }
  }

  /// Whether the mark parts thousands; nil where there is no telling.
  var verdict: Bool? {
    guard let marked, let most = whole.max() else { return nil }
    // It would stand in them as well.
    if most >= 1_000 { return false }
    guard whole.count >= Self.fewestWhole else { return nil }
    // They have to come nearer to the least of the thousands than to the largest of what the
    // decimals would be.
    let size = Double(most)
    return size * size > 1_000 * marked.lowerBound * marked.upperBound ? true : nil
  }
}
