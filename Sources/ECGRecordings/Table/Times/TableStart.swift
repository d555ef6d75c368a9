import ECGFiles
import Foundation

/// When the first row of a table was recorded, by its date and time.
struct TableStart {
  /// What the clock showed.
  let date: DateComponents
  /// What says it and its verb, such as `the times in column 'time' are`.
  let source: String
  /// Whether the clock was that of UTC, and not the recorder's.
  let isUniversal: Bool

  /// - Returns: nil where the first row has no date, or one of which nobody knows whether its day
  ///   or its month comes first.
  init?(_ rows: TableRows) throws {
    let layout = rows.layout
    let times = layout.columns.indices.filter {
      layout.columns[$0].content == .times && !ColumnName(layout.columns[$0].name).isOtherDate
    }
    let columns = [layout.clock?.column].compactMap(\.self) + times
    var found: (seconds: Double, column: Int, isUniversal: Bool)?
    try rows.forEach(in: 0..<min(1, rows.count)) { _, line in
      for column in columns where found == nil {
        let clock = layout.clock.flatMap { $0.column == column ? $0 : nil }
        guard let cell = rows.cell(in: line, column: column) else { continue }
        if let date = TableDate(in: cell) {
          guard let order = date.order ?? clock?.dates,
            let seconds = TableCell.seconds(ofClock: cell, dates: order, isLocal: true),
            seconds >= TableCell.firstDate
          else { continue }
          found = (seconds, column, TableCell.isUniversal(cell))
        } else if let clock, clock.isNamedTime, !clock.isOfDay,
          let number = rows.number(in: line, column: column)
        {
          if clock.unit == .days {
            found = TableClock.epoch(ofDay: number).map { ($0, column, false) }
          } else if TableClock.epochs.contains(number * clock.unit.seconds) {
            found = (number * clock.unit.seconds, column, true)
          }
        }
      }
      if found == nil { found = Self.parted(line, rows) }
    }
    if let stamp = layout.stamp { found = (stamp.start, -1, true) }
    // Hours of many digits are no time of a day.
    guard let found, found.seconds < Self.latest, let zone = TimeZone(secondsFromGMT: 0) else {
      return nil
    }
    // A Double tells the microseconds of such times, and no more.
    let microseconds = Int((found.seconds * 1e6).rounded())
    let whole = Date(timeIntervalSince1970: Double(microseconds / 1_000_000))
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = zone
    var date = calendar.dateComponents(
      [.year, .month, .day, .hour, .minute, .second], from: whole)
    date.nanosecond = microseconds % 1_000_000 * 1_000
    self.date = date
    isUniversal = found.isUniversal
    source =
      layout.stamp == nil
      ? "the times in column \(layout.columns[found.column].name.quoted) are"
      : "the time on the first line is"
  }

  /// The end of the year 9999, in seconds since 1970.
  private static let latest = 253_402_300_800.0

  /// The date in a column of its own beside the times of day.
  private static func parted(
    _ line: UnsafeBufferPointer<UInt8>, _ rows: TableRows
  ) -> (seconds: Double, column: Int, isUniversal: Bool)? {
    let layout = rows.layout
    guard let clock = layout.clock, let column = layout.dateColumn,
      let time = rows.number(in: line, column: clock.column),
      let date = rows.cell(in: line, column: column).flatMap({ TableDate(in: $0) }),
      let order = date.order, let day = date.day(order)
    else { return nil }
    return (Double(day) * 86_400 + time, column, false)
  }
}
