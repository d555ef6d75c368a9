import ECGFiles
import ECGText

/// What the times of a table say of all its rows: the sampling rate, and where rows are missing.
struct TableTimes {
  /// Samples per second in Hz.
  let samplingRate: Double
  /// The stretches of rows without gaps.
  let runs: [SampleRun]
  /// The line from which the rows come at another rate than the one that the user says.
  let unfitLine: Int?

  /// - Parameter given: samples per second, where the user says them; gaps are found by the times' own rate.
  /// - Returns: nil where the times say no rate, or cannot be read.
  /// - Throws: ``FileError`` where times go back, or where rows come at another rate than before and no rate is given.
  init?(_ rows: TableRows, clock: TableClock, given: Double?) throws {
    guard let rate = clock.samplingRate else { return nil }
    let steps = try Self.steps(of: rows, clock, rate: rate)
    guard steps.first != nil else { return nil }
    if let fall = steps.fall {
      throw FileError(
        .badData, path: rows.bytes.path, at: .line(rows.lineNumber(of: fall.row)),
        "expected times that grow in column \(clock.name.quoted), found one \(Float(fall.seconds)) s before "
          + "the last",
        remedy: "Put the rows in order of time, or into a file for each recording")
    }
    unfitLine = steps.change.map { rows.lineNumber(of: $0.row) }
    if let change = steps.change {
      guard given != nil else { throw Self.error(change, rows, clock, rate: rate) }
      runs = [SampleRun(start: 0, periods: 0..<rows.count)]
    } else {
      runs = Self.runs(of: rows.count, steps.gaps, rate: given ?? rate)
    }
    // Over the whole recording the rate is known better than from its beginning.
    samplingRate =
      given ?? steps.meanRate.map { mean in
        let span = Double(rows.count) / mean
        return TableClock.simplest(mean, within: max(clock.resolution / span, 1e-9))
      } ?? rate
  }

  /// Between so many rows a pass can be ended.
  private static let rowsAtOnce = 16 * TableRows.checkpoint

  /// Passes over all rows once, and reads no more of them than their times.
  private static func steps(
    of rows: TableRows, _ clock: TableClock, rate: Double
  ) throws -> TableSteps {
    var steps = TableSteps(clock, rate: rate)
    for start in stride(from: 0, to: rows.count, by: rowsAtOnce) where !steps.isOver {
      try Task.checkCancellation()
      let end = min(start + rowsAtOnce, rows.count)
      try rows.forEach(in: start..<end) { row, line in
        guard let time = rows.number(in: line, column: clock.column) else { return }
        steps.take(row, time: time * clock.unit.seconds)
      }
    }
    steps.finish()
    return steps
  }

  private static func runs(
    of count: Int, _ gaps: [TableSteps.Moment], rate: Double
  ) -> [SampleRun] {
    var runs = [SampleRun(start: 0, periods: 0..<count)]
    for gap in gaps {
      let last = runs[runs.count - 1]
      runs[runs.count - 1].periods = last.periods.lowerBound..<gap.row
      // Read at another rate than that of the times, rows may last until behind the gap.
      let end = last.start + Double(gap.row - last.periods.lowerBound) / rate
      runs.append(SampleRun(start: max(gap.second, end), periods: gap.row..<count))
    }
    return runs
  }

  private static func error(
    _ change: TableSteps.Change, _ rows: TableRows, _ clock: TableClock, rate: Double
  ) -> FileError {
    FileError(
      .badData, path: rows.bytes.path, at: .line(rows.lineNumber(of: change.row)),
      "expected one sampling rate, found \(Float(rate)) Hz by the first times in column "
        + "\(clock.name.quoted) and \(Float(change.rate)) Hz soon behind this line",
      remedy:
        "Cut the table into parts of one rate each, or give the rate of all rows in Hz\(.samplingRate, 250)"
    )
  }
}
