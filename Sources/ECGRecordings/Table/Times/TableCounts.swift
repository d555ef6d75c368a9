import ECGFiles
import ECGText

/// What the counter of a table says of all its rows: where rows are missing, and how many.
///
/// A number counts only where the next one goes on from it: a single one may be damaged.
struct TableCounts {
  /// A row before which others are missing.
  struct Gap: Equatable {
    let row: Int
    let missing: Int
  }

  let counter: TableCounter
  private(set) var gaps: [Gap] = []
  /// The row at which the numbers begin anew though their round is not over.
  private(set) var restart: Int?

  /// The numbers of a round: those of the beginning, or what two falls alike show.
  private var round: Double?
  /// The first number of all.
  private var first: Double?
  /// The last fall that does not go on: its row, and the numbers before and behind it.
  private var fall: (row: Int, top: Double, bottom: Double)?
  private var last: (row: Int, number: Double)?
  private var pending: (row: Int, number: Double)?

  /// Rounds of counters whose beginning does not show theirs: what bits and digits hold.
  private static let rounds: [Double] =
    [7, 8, 10, 12, 14, 15, 16, 24, 31, 32].map { Double(1 << $0) }
    + [100, 1_000, 10_000, 100_000, 1_000_000]
  /// So much of a round may be missing where it begins anew.
  private static let mostMissing = 0.1
  /// Where a round has fewer steps, numbers behind a gap are often those that a
  /// counter begins with.
  private static let fewSteps = 1_000
  /// More rows are missing nowhere.
  private static let longestGap = 1_000_000_000_000

  /// Passes over all rows once.
  init(_ rows: TableRows, _ counter: TableCounter) throws {
    self.counter = counter
    round = counter.round
    for start in stride(from: 0, to: rows.count, by: TableRows.rowsAtOnce) {
      try Task.checkCancellation()
      try rows.forEach(in: start..<min(start + TableRows.rowsAtOnce, rows.count)) { row, line in
        guard let number = rows.number(in: line, column: counter.column) else { return }
        take(row, number)
      }
    }
    // Rows of which many are behind a gap were picked, not lost.
    if Double(gaps.count) > (1 - TableCounter.evenShare) * Double(rows.count) { gaps = [] }
  }

  /// The rows that are missing; where they are more than can be counted, as many as can.
  var missing: Int { gaps.reduce(0) { Self.sum($0, $1.missing) } }

  private static func sum(_ one: Int, _ other: Int) -> Int {
    let (sum, isOver) = one.addingReportingOverflow(other)
    return isOver ? .max : sum
  }

  private mutating func take(_ row: Int, _ number: Double) {
    guard let last else { return (self.last, first) = ((row, number), number) }
    if goesOn(from: last, to: row, number) {
      (self.last, pending) = (advanced(last, to: row, number), nil)
    } else if let pending, goesOn(from: pending, to: row, number) {
      settle(pending, after: last)
      (self.last, self.pending) = (advanced(pending, to: row, number), nil)
    } else {
      pending = (row, number)
    }
  }

  /// In a packet the first row stands for all.
  private func advanced(
    _ last: (row: Int, number: Double), to row: Int, _ number: Double
  ) -> (row: Int, number: Double) {
    counter.packet > 1 && number == last.number ? last : (row, number)
  }

  private var stepsInRound: Int? { round.map { Int($0 / counter.step) } }

  /// Whether a number is that of a row which follows another without a gap.
  private func goesOn(
    from last: (row: Int, number: Double), to row: Int, _ number: Double
  ) -> Bool {
    guard let steps = steps(from: last.number, to: number) else { return false }
    // Rows without a number may lie between. A packet that is short counts when its
    // second row comes.
    return counter.packet == 1
      ? steps == (row - last.row) % (stepsInRound ?? .max)
      : steps <= (row - last.row) / counter.packet
  }

  /// The steps from one number to another; nil where the numbers do not get there.
  private func steps(from last: Double, to number: Double) -> Int? {
    var difference = number - last
    if difference < 0 {
      let rounds = round.map { [$0] } ?? Self.rounds
      guard
        let wrapped = rounds.lazy.map({ difference + $0 }).first(where: {
          $0 >= 0 && (round != nil || $0 <= Self.mostMissing * ($0 - difference))
        })
      else { return nil }
      difference = wrapped
    }
    let steps = difference / counter.step
    return steps < TableCounter.mostSteps
      && abs(steps - steps.rounded()) <= TableCounter.unevenness * max(steps, 1)
      ? Int(steps.rounded()) : nil
  }

  private mutating func settle(
    _ found: (row: Int, number: Double), after last: (row: Int, number: Double)
  ) {
    if found.number < last.number {
      // Rows without a number, or with one that is damaged, may lie between.
      let rows = counter.packet == 1 ? found.row - last.row - 1 : 0
      let top = last.number + Double(rows) * counter.step
      if round == nil, let fall, fall.top == top, fall.bottom == found.number {
        return learnRound(from: fall)
      }
      fall = (found.row, top, found.number)
    }
    guard let steps = steps(from: last.number, to: found.number),
      !beginsAnew(found.number, after: last.number)
    else {
      restart = restart ?? found.row
      return
    }
    var missing =
      counter.packet == 1
      ? steps - (found.row - last.row) : (steps - 1).multipliedClamped(by: counter.packet)
    // A row that came twice is none that is missing.
    if missing < 0, steps > 0, let stepsInRound {
      missing = Self.sum(missing, stepsInRound.multipliedClamped(by: counter.packet))
    }
    guard missing > 0 else { return }
    gaps.append(Gap(row: found.row, missing: min(missing, Self.longestGap)))
  }

  /// Whether a number is more likely that of a new beginning than of a row behind some that were
  /// lost: seldom are just so many lost that the next one is the first of all.
  private func beginsAnew(_ number: Double, after last: Double) -> Bool {
    number < last && (number == first || number == 0 || number == counter.step)
      && stepsInRound.map { $0 >= Self.fewSteps } ?? true
  }

  /// Twice from the same number to the same one: this is the counter's round, and the first of
  /// them was no gap.
  private mutating func learnRound(from fall: (row: Int, top: Double, bottom: Double)) {
    let found = fall.top - fall.bottom + counter.step
    guard found / counter.step < TableCounter.mostSteps else { return }
    round = found
    gaps.removeAll { $0.row == fall.row }
    if restart == fall.row { restart = nil }
  }
}

extension Int {
  /// The product; where it is too large, the largest number.
  fileprivate func multipliedClamped(by factor: Int) -> Int {
    let (product, isOver) = multipliedReportingOverflow(by: factor)
    return isOver ? .max : product
  }
}

extension TableCounts {
  /// The counts of the counter that misses the most rows; nil where a table has none.
  ///
  /// - Parameter besideTimes: whether times say where rows are missing, which other times
  ///   then need not.
  static func most(of rows: TableRows, besideTimes: Bool = false) throws -> TableCounts? {
    var most: TableCounts?
    for counter in rows.layout.counters
    where !besideTimes || rows.layout.columns[counter.column].content == .counter {
      let counts = try TableCounts(rows, counter)
      if most.map({ counts.missing > $0.missing }) ?? true { most = counts }
    }
    return most
  }

  /// The stretches of rows without gaps.
  ///
  /// - Throws: ``FileError`` where a gap is longer than the limit.
  func runs(of rows: TableRows, rate: Double, limits: RecordingLimits) throws -> [SampleRun] {
    let count = rows.count
    var runs = [SampleRun(start: 0, periods: 0..<count)]
    var missing = 0
    for gap in gaps {
      guard Double(gap.missing) <= limits.gap * rate else {
        throw FileError(
          .badData, path: rows.bytes.path, at: .line(rows.lineNumber(of: gap.row)),
          "expected the numbers of one recording in column \(counter.name.quoted), found a jump over "
            + "\(gap.missing.counted("row")) before this line",
          remedy: "Cut the table in two here, or correct the numbers")
      }
      missing = Self.sum(missing, gap.missing)
      runs[runs.count - 1].periods = runs[runs.count - 1].periods.lowerBound..<gap.row
      let start = (Double(gap.row) + Double(missing)) / rate
      runs.append(SampleRun(start: start, periods: gap.row..<count))
    }
    return runs
  }

  /// What to tell of rows that are missing and of numbers that begin anew, in sentences
  /// without a full stop.
  func remarks(_ rows: TableRows) -> [String] {
    var remarks: [String] = []
    let name = counter.name.quoted
    if counter.packet == 1, counter.step > 1,
      rows.layout.columns[counter.column].content == .counter
    {
      let step = Int(counter.step)
      remarks.append(
        "the numbers in column \(name) go on by \(step) from row to row: if they count samples, there is a row for "
          + "one in \(step), and the sampling rate must be that of the rows")
    }
    if !gaps.isEmpty {
      let amount = (round == nil ? "" : "at least ") + missing.counted("row")
      remarks.append(
        "by the numbers in column \(name), \(amount) are missing in \(gaps.count.counted("place"))")
    }
    if let restart {
      remarks.append(
        "the numbers in column \(name) begin anew on line \(rows.lineNumber(of: restart)): the rows are "
          + "taken to follow one another")
    }
    return remarks
  }
}
