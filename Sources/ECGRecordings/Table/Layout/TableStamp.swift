import ECGText

/// The two lines above the numbers of a table without names by which Empatica's devices say, in
/// each column, when the first row was recorded and the sampling rate.
struct TableStamp: Equatable {
  /// Seconds since 1970, in UTC.
  let start: Double
  /// In Hz.
  let samplingRate: Double
  /// The line of the rate.
  let line: Int

  /// Rates of sensors, in Hz: that of the heart's is 1.
  private static let rates = 1.0...10_000

  /// - Returns: nil where the lines are no such two.
  init?(_ lines: ArraySlice<TableSample.Line>, _ separator: CellSeparator, _ marks: NumberMarks) {
    guard lines.count > 2, let first = lines.first, let second = lines.dropFirst().first,
      let third = lines.dropFirst(2).first,
      let start = Self.common(first, separator, marks), TableClock.epochs.contains(start),
      let rate = Self.common(second, separator, marks), Self.rates.contains(rate),
      // Rows of times would go on as they began.
      third.cells(separator).allSatisfy({
        TableCell($0, marks: marks).number.map { abs($0) < start / 2 } ?? false
      })
    else { return nil }
    (self.start, samplingRate, line) = (start, rate, second.number)
  }

  /// The number in all cells of a line.
  private static func common(
    _ line: TableSample.Line, _ separator: CellSeparator, _ marks: NumberMarks
  ) -> Double? {
    let numbers = line.cells(separator).map { TableCell($0, marks: marks).number }
    guard let first = numbers.first, numbers.allSatisfy({ $0 == first }) else { return nil }
    return first
  }
}
