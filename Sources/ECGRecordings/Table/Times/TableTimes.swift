import ECGFiles
import ECGText

/// What the times of a table say of all its rows: the sampling rate, and where rows are missing.
struct TableTimes {
  /// Samples per second in Hz.
  let samplingRate: Double
  /// The stretches of rows without gaps.
  let runs: [SampleRun]
  /// What is to be told of how its numbers begin anew, a sentence without a full stop.
  let roundsRemark: String?
  /// The line from which the rows come at another rate than the one that the user says.
  let unfitLine: Int?

  /// - Parameters:
  ///   - given: samples per second, where the user says them; gaps are found by the
  ///     times' own rate.
  ///   - limits: what the table may ask for.
  /// - Returns: nil where the times say no rate, or cannot be read.
  /// - Throws: ``FileError`` where times go back, or where rows come at another rate than before
  ///   and no rate is given.
  init?(
    _ rows: TableRows, clock: TableClock, given: Double?, limits: RecordingLimits
  ) throws {
    guard let rate = clock.samplingRate else { return nil }
    // Beside times of day there may be a column of dates.
    let dated = clock.isOfDay ? rows.layout.dateColumn : nil
    let dates =
      try dated == nil && clock.dates != nil
      ? clock.dates ?? .dayFirst : Self.dates(of: rows, dated ?? clock.column)
    let (steps, rounds) = try Self.steps(of: rows, clock, dated: dated, dates, rate: rate)
    roundsRemark = rounds.remark(on: clock.name)
    guard steps.first != nil else { return nil }
    // In a row that lacks a cell another number stands where its time should.
    if steps.fall != nil || steps.change != nil && given == nil { try rows.checkCells() }
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
      try Self.check(limits.gap, runs, rows, clock, rate: given ?? rate)
    }
    // Over the whole recording the rate is known better than from its beginning.
    samplingRate =
      given ?? steps.meanRate.map { mean in
        let span = Double(rows.count) / mean
        return TableClock.simplest(mean, within: max(clock.resolution / span, 1e-9))
      } ?? rate
  }

  /// What comes first in dates of which the beginning does not tell it: of what the last row may
  /// be, the least time behind the first.
  private static func dates(
    of rows: TableRows, _ column: Int
  ) throws -> TableDate.Order {
    var ends: [TableDate] = []
    for row in [0, max(0, rows.count - 1)] {
      try rows.forEach(in: row..<min(row + 1, rows.count)) { _, line in
        if let date = rows.cell(in: line, column: column).flatMap({ TableDate(in: $0) }) {
          ends.append(date)
        }
      }
    }
    guard ends.count == 2 else { return .dayFirst }
    return TableDate.Order.closest(ends[0], ends[1]) ?? .dayFirst
  }

  private static func check(
    _ longestGap: Double, _ runs: [SampleRun], _ rows: TableRows, _ clock: TableClock, rate: Double
  ) throws {
    guard longestGap.isFinite else { return }
    for (before, after) in zip(runs, runs.dropFirst()) {
      let gap = after.start - before.start - Double(before.periods.count) / rate
      guard gap > longestGap else { continue }
      try rows.checkCells()
      throw FileError(
        .badData, path: rows.bytes.path, at: .line(rows.lineNumber(of: after.periods.lowerBound)),
        "expected the times of one recording in column \(clock.name.quoted), found a jump of "
          + "\(Int(min(gap / 86_400, 1e15))) days before this line",
        remedy: "Cut the table in two here, or correct the times if a clock was set")
    }
  }

  /// Passes over all rows once, and reads no more of them than their times.
  ///
  /// - Parameter dated: the column of the dates, where they have one of their own.
  private static func steps(
    of rows: TableRows, _ clock: TableClock, dated: Int?, _ dates: TableDate.Order, rate: Double,
    isInDigits: Bool = false
  ) throws -> (TableSteps, ClockRounds) {
    var clock = clock
    if dated != nil { clock.isDated = true }
    var steps = TableSteps(clock, rate: rate)
    let isNumber = !clock.isOfDay && !clock.isDated
    var rounds = ClockRounds(
      unit: clock.unit, step: 1 / (rate * clock.unit.seconds), isInDigits: isInDigits)
    for start in stride(from: 0, to: rows.count, by: TableRows.rowsAtOnce) where !steps.isOver {
      try Task.checkCancellation()
      let end = min(start + TableRows.rowsAtOnce, rows.count)
      try rows.forEach(in: start..<end) { row, line in
        guard let time = rows.number(in: line, column: clock.column, dates: dates) else { return }
        guard let dated else {
          return steps.take(
            row, time: (isNumber ? rounds.take(time) : time) * clock.unit.seconds)
        }
        guard let date = rows.cell(in: line, column: dated).flatMap({ TableDate(in: $0) }),
          let day = date.day(dates)
        else { return }
        steps.take(row, time: Double(day) * 86_400 + time)
      }
    }
    steps.finish()
    guard !rounds.areFoundInDigits else {
      return try Self.steps(of: rows, clock, dated: dated, dates, rate: rate, isInDigits: true)
    }
    return (steps, rounds)
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
    // A blank row counts as one of a sample that is missing, for which there is a step of time.
    guard rows.blankCount == 0 || change.rate < rate else {
      return FileError(
        .badData, path: rows.bytes.path, at: .line(rows.lineNumber(of: change.row)),
        "expected a sample that is missing for each blank row, found \(rows.blankCount.counted("blank row")), for "
          + "which the times in column \(clock.name.quoted) have no room soon behind this line",
        remedy: "Take the blank rows away")
    }
    return FileError(
      .badData, path: rows.bytes.path, at: .line(rows.lineNumber(of: change.row)),
      "expected one sampling rate, found \(Float(rate)) Hz by the first times in column "
        + "\(clock.name.quoted) and \(Float(change.rate)) Hz soon behind this line",
      remedy:
        "Cut the table into parts of one rate each, or give the rate of all rows in Hz\(.samplingRate, 250)"
    )
  }
}
