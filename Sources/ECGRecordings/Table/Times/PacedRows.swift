import ECGFiles
import ECGText

/// What times that are too coarse to say the sampling rate, such as whole seconds, say of all rows:
/// how many are missing on the whole, though not where.
struct PacedRows {
  private let clock: TableClock
  /// The seconds from the first change of the times to the last, and the rows between.
  private let seconds: Double
  private let rows: Int
  private let changes: Int

  /// Less of the rows may be lost, or too many, before it is told.
  private static let least = 0.01
  private static let fewestChanges = 4

  /// Passes over all rows once.
  ///
  /// - Returns: nil where the times say the rate, or go back.
  init?(_ rows: TableRows) throws {
    guard let clock = rows.layout.clock, clock.samplingRate == nil, clock.pace != nil else {
      return nil
    }
    var (first, last): ((row: Int, second: Double)?, (row: Int, second: Double)?)
    var (previous, changes, isFalling) = (Double.nan, 0, false)
    for start in stride(from: 0, to: rows.count, by: TableRows.rowsAtOnce) {
      try Task.checkCancellation()
      try rows.forEach(in: start..<min(start + TableRows.rowsAtOnce, rows.count)) { row, line in
        guard
          let number = rows.number(
            in: line, column: clock.column, dates: clock.dates ?? .dayFirst)
        else { return }
        let second = clock.after(previous, number * clock.unit.seconds)
        defer { previous = second }
        guard !previous.isNaN, second != previous else { return }
        isFalling = isFalling || second < previous
        first = first ?? (row, second)
        (last, changes) = ((row, second), changes + 1)
      }
    }
    guard let first, let last, !isFalling, changes >= Self.fewestChanges else { return nil }
    (self.clock, self.changes) = (clock, changes)
    (seconds, self.rows) = (last.second - first.second, last.row - first.row)
  }

  /// What to warn of, a sentence without a full stop; nil where rows and times go together.
  ///
  /// - Parameters:
  ///   - rate: that which the rows are read at, in Hz.
  ///   - known: the missing rows that are told otherwise.
  func remark(rate: Double, besides known: Int) -> String? {
    let missing = seconds * rate - Double(rows) - Double(known)
    // Times that are rounded change at a row; a packet may come late at either end.
    let isRounded = seconds < 1.5 * clock.resolution * Double(changes)
    let slack = max(
      Self.least * Double(rows), isRounded ? 2 : 2 * Double(rows) / Double(changes))
    guard missing.isFinite, abs(missing) > slack, abs(missing) < 1e12 else { return nil }
    let name = clock.name.quoted
    guard missing > 0 else {
      return
        "by the times in column \(name) the rows come at \(RecordingFile.text(Double(rows) / seconds)) Hz on the "
        + "whole, and are read at \(RecordingFile.text(rate)) Hz"
    }
    let share = (missing / (Double(rows) + missing) * 1_000).rounded() / 10
    return
      "by the times in column \(name), which do not say where, about \(Int(missing.rounded()).counted("row")) "
      + "(\(share) %) are missing: the rows are taken to follow one another"
  }
}
