import ECGFiles

/// What the times of a table say of all its rows: the sampling rate, and where rows are missing.
struct TableTimes {
  /// Samples per second in Hz.
  let samplingRate: Double
  /// The stretches of rows without gaps.
  let runs: [SampleRun]

  private let rows: TableRows
  private let clock: TableClock
  /// The time of the first row in seconds.
  private let start: Double

  /// A row is as long after the one before as this many steps, or rows are missing between them.
  private static let gap = 1.5
  /// Rows behind a gap that have to be late as well: a single late time is a clock's, not the samples'.
  private static let rowsBehind = 8

  /// - Parameter given: samples per second, where the user says them; they are then taken for exact.
  /// - Returns: nil where the times say no rate, or cannot be read.
  /// - Throws: ``FileError`` where times go back.
  init?(_ rows: TableRows, clock: TableClock, given: Double?) throws {
    guard let rate = given ?? clock.samplingRate, clock.samplingRate != nil,
      let start = try rows.number(inRow: 0, column: clock.column)
    else { return nil }
    (self.rows, self.clock) = (rows, clock)
    self.start = start * clock.unit.seconds
    var runs: [SampleRun] = []
    var beginning = (row: 0, second: 0.0)
    // Between rows so far apart only where their times do not fit every row is looked at.
    var known = (row: 0, second: 0.0)
    for next in Array(stride(from: TableRows.checkpoint, to: rows.count, by: TableRows.checkpoint))
      + [rows.count - 1]
    where next > known.row {
      guard let time = try Self.second(next, rows, clock, self.start) else { continue }
      let second = clock.after(known.second, time)
      let late = second - known.second - Double(next - known.row) / rate
      let slack =
        0.5 / rate + 2 * clock.resolution
        + Double(next - known.row) / rate * (clock.uncertainty + (given == nil ? 0 : 0.01))
      if abs(late) > slack {
        for gap in try Self.gaps(in: known.row...next, rows, clock, self.start, rate: rate) {
          runs.append(SampleRun(start: beginning.second, periods: beginning.row..<gap.row))
          beginning = gap
        }
      }
      known = (next, second)
    }
    runs.append(SampleRun(start: beginning.second, periods: beginning.row..<rows.count))
    self.runs = runs
    // Over the whole recording the rate is known better than from its beginning.
    let span = known.second
    if given == nil, runs.count == 1, span > 0, known.row == rows.count - 1, known.row > 0 {
      samplingRate = TableClock.simplest(
        Double(known.row) / span, within: max(clock.resolution / span, 1e-9))
    } else {
      samplingRate = rate
    }
  }

  /// Seconds from the first row to another; nil where its time is missing.
  private static func second(
    _ row: Int, _ rows: TableRows, _ clock: TableClock, _ start: Double
  ) throws -> Double? {
    try rows.number(inRow: row, column: clock.column).map { $0 * clock.unit.seconds - start }
  }

  /// The rows before which others are missing, with their times.
  private static func gaps(
    in range: ClosedRange<Int>, _ rows: TableRows, _ clock: TableClock, _ start: Double,
    rate: Double
  ) throws -> [(row: Int, second: Double)] {
    var times: [Double] = []
    try rows.forEach(in: range.lowerBound..<(range.upperBound + 1)) { row, line in
      var time = Double.nan
      try rows.readRow(line, row) { column, cell in
        guard column == clock.column else { return }
        time = rows.number(cell).map { $0 * clock.unit.seconds - start } ?? .nan
      }
      times.append(time)
    }
    var gaps: [(row: Int, second: Double)] = []
    for row in times.indices.dropFirst() {
      times[row] = clock.after(times[row - 1], times[row])
      let step = times[row] - times[row - 1]
      if step < -clock.resolution - 1 / rate {
        throw FileError(
          .badData, path: rows.bytes.path,
          at: .line(rows.layout.headerLineCount + range.lowerBound + row + 1),
          "expected times that grow in column \(clock.name.quoted), found one \(-step) s before the last",
          remedy: "Put the rows in order of time, or into a file for each recording")
      }
      let later = min(row + rowsBehind, times.count - 1)
      let late = times[later] - times[row - 1] - Double(later - row + 1) / rate
      if step > gap / rate + clock.resolution, late > 0.5 / rate {
        gaps.append((range.lowerBound + row, times[row]))
      }
    }
    return gaps
  }
}
