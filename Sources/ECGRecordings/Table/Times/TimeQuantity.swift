import ECGText

/// A cell that has a number and the unit of time that it is in, such as `0.004 sec` or `4 ms`.
struct TimeQuantity {
  let seconds: Double
  /// What the last digit of a number without a decimal mark stands for, in seconds.
  let unit: Double

  /// - Returns: nil for anything else.
  init?(_ cell: UnsafeBufferPointer<UInt8>, marks: NumberMarks) {
    // Units are the letters at the end, of which a micro sign has more than seven bits.
    let start = cell.lastIndex { !Self.isLetter($0) }.map { $0 + 1 } ?? 0
    guard 1..<cell.count ~= start, cell.count - start <= Self.longestUnit,
      let unit = TimeUnit(TextCells.text(cell[start...]))
    else { return nil }
    var end = start
    while end > 0, TextCells.isSpace(cell[end - 1]) { end -= 1 }
    guard
      case .number(let number) = DecimalCell(
        UnsafeBufferPointer(rebasing: cell[..<end]), marks: marks)
    else { return nil }
    (seconds, self.unit) = (number * unit.seconds, unit.seconds)
  }

  private static let longestUnit = 12

  private static func isLetter(_ byte: UInt8) -> Bool {
    UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20 || byte >= 0x80
  }
}
