/// What one pass over the times of a table finds in the steps between its rows: gaps, a fall,
/// a change of rate.
///
/// Only rows that have a time are looked at; the steps to and from others are one longer step.
struct TableSteps {
  /// A row and its seconds since the first row of the table.
  struct Moment {
    let row: Int
    let second: Double
  }

  /// A step back in time that the rows behind it do not make up for.
  struct Fall {
    let row: Int
    let seconds: Double
  }

  /// A stretch whose rows are late or early without a gap that says why.
  struct Change {
    /// Its first row.
    let row: Int
    /// The rows a second that it has.
    var rate: Double
  }

  /// The rows before which others are missing.
  private(set) var gaps: [Moment] = []
  private(set) var fall: Fall?
  private(set) var change: Change?
  /// The first and the last row that have a time.
  private(set) var first: Moment?
  private(set) var last = Moment(row: 0, second: 0)

  private let clock: TableClock
  private let rate: Double
  /// How far a step may be from what it is without rounding, in seconds.
  private let rounding: Double
  /// For how many rows a step has to stay late.
  private let rowsBehind: Int
  /// How far the rate may be off, as a share of it, and by how much more rows may be
  /// late for a while.
  private let slack: (share: Double, seconds: Double)
  /// The time in the file at which the first row is.
  private var origin = 0.0
  /// The time in the file of the last row, and the midnights up to it that its date leaves out.
  private var lastTime = 0.0
  private var midnights = 0.0
  /// Late and early steps of which it is not known yet whether they stay so.
  private var pending: [Step] = []
  /// The seconds that gaps account for, and those up to the current block.
  private var explained = (all: 0.0, block: 0.0)
  /// Where the block of rows began whose rate is looked at.
  private var block = Moment(row: 0, second: 0)
  private var successiveGaps = 0

  private struct Step {
    let before: Moment
    let after: Moment
    /// The least and the most that this row and those behind it are late.
    var late: ClosedRange<Double>
  }

  /// A row is as long after the one before as one and a half steps, or rows are
  /// missing between them.
  private static let gap = 0.5
  /// A row is late only if the rows of so many seconds are: a packet may come late, the
  /// samples in it do not.
  private static let secondsBehind = 1.0
  /// The rate is looked at in so many rows.
  private static let blockSize = 1_024
  /// So many rows of which each is behind a gap come at another rate.
  private static let mostSuccessiveGaps = 8

  /// - Parameter rate: that of the times at their beginning.
  init(_ clock: TableClock, rate: Double) {
    (self.clock, self.rate) = (clock, rate)
    let spread = clock.steps.upperBound - clock.steps.lowerBound
    rounding = spread < 0.1 * clock.resolution ? 0 : clock.resolution
    rowsBehind = max(1, Int(min(Self.secondsBehind * rate, 1e9)))
    // Times in even steps are made from a rate; others are read from a clock, some by the packet.
    slack = clock.isEvenButForRounding ? (0.001, 0) : (TableClock.slack, 0.05)
  }

  /// Whether the times are of no further use.
  private(set) var isOver = false

  /// The rate of all rows, where they have no gaps between them; nil also where it does not fit the
  /// times at the beginning, as where few rows have none of their own.
  var meanRate: Double? {
    guard gaps.isEmpty, let first, last.second > first.second else { return nil }
    let mean = Double(last.row - first.row) / (last.second - first.second)
    return abs(mean - rate) <= rate * (slack.share + 1.01 * clock.uncertainty) ? mean : nil
  }

  /// Takes the next row that has a time.
  ///
  /// - Parameter time: its time in the file, in seconds.
  mutating func take(_ row: Int, time: Double) {
    guard !isOver else { return }
    guard first != nil else {
      let moment = Moment(row: row, second: Double(row) / rate)
      (origin, lastTime) = (time - moment.second, time)
      (first, last, block) = (moment, moment, moment)
      return
    }
    let now = Moment(row: row, second: second(of: time))
    if !pending.isEmpty { settle(at: now) }
    let late = lateness(of: now, after: last)
    if late > Self.gap / rate + rounding || now.second - last.second < -1 / rate - rounding {
      pending.append(Step(before: last, after: now, late: late...late))
    }
    last = now
    if row - block.row >= Self.blockSize, pending.isEmpty { checkBlock() }
  }

  /// The seconds from the first row to the time of the next one.
  private mutating func second(of time: Double) -> Double {
    defer { lastTime = time }
    guard clock.isDated else { return clock.after(last.second, time - origin) }
    if TableClock.isMidnight(from: lastTime, to: time) {
      midnights += 1
    } else if midnights > 0, Self.lateDate.contains(time - lastTime) {
      midnights -= 1
    }
    return time - origin + midnights * 86_400
  }

  /// The seconds by which a date goes on that comes some rows behind midnight.
  private static let lateDate = 86_400.0...86_401

  /// Looks at what is left behind the last row.
  mutating func finish() {
    while !pending.isEmpty, !isOver { settleFirst() }
    guard let first, !isOver else { return }
    if last.row - block.row > Self.blockSize / 8 { checkBlock() }
    let late = lateness(of: last, after: first) - explained.all
    let expected = Double(last.row - first.row) / rate
    if change == nil, abs(late) > mostLate(expected, clock.uncertainty) {
      change = Change(row: first.row, rate: expected * rate / (expected + late))
    }
  }

  private func lateness(of now: Moment, after before: Moment) -> Double {
    now.second - before.second - Double(now.row - before.row) / rate
  }

  private func mostLate(_ expected: Double, _ uncertainty: Double) -> Double {
    expected * (slack.share + 1.01 * uncertainty) + slack.seconds + 1 / rate + 2 * clock.resolution
  }

  private mutating func settle(at now: Moment) {
    for index in pending.indices {
      let late = lateness(of: now, after: pending[index].before)
      let range = pending[index].late
      pending[index].late = min(range.lowerBound, late)...max(range.upperBound, late)
    }
    while let step = pending.first, now.row - step.after.row >= rowsBehind { settleFirst() }
  }

  private mutating func settleFirst() {
    let step = pending.removeFirst()
    if step.late.upperBound < -1 / rate {
      fall = fall ?? Fall(row: step.after.row, seconds: step.before.second - step.after.second)
      isOver = true
    }
    guard step.late.lowerBound > Self.gap / rate, change == nil else { return }
    successiveGaps = gaps.last?.row == step.before.row ? successiveGaps + 1 : 1
    gaps.append(step.after)
    let late = lateness(of: step.after, after: step.before)
    explained = (explained.all + late, explained.block + late)
    guard successiveGaps == Self.mostSuccessiveGaps else { return }
    let start = gaps[gaps.count - successiveGaps]
    let seconds = step.after.second - start.second
    change = Change(
      row: start.row, rate: Double(step.after.row - start.row) / max(seconds, 1 / rate))
    isOver = true
  }

  /// Compares the rate of the rows since the last block with that of the beginning.
  private mutating func checkBlock() {
    let expected = Double(last.row - block.row) / rate
    let late = lateness(of: last, after: block) - explained.block
    let found = expected * rate / max(expected + late, 1 / rate)
    if change != nil {
      // The first block that was late may have begun at the old rate.
      change?.rate = found
      isOver = true
    } else if abs(late) > mostLate(expected, clock.uncertainty) {
      change = Change(row: block.row, rate: found)
    }
    (block, explained.block) = (last, 0)
  }
}
