import ECGFiles
import ECGRecordings
import Foundation
import Testing

/// Dates beside the times of a table: years of two digits, marks between date and
/// time, and midnights.
@Suite struct TableDateTests {
  private static func open(_ text: String) throws -> RecordingFile {
    try RecordingFile.open(
      "r.csv", in: InputFolder(files: ["r.csv": Data(text.utf8)]), options: limited)
  }

  /// A jump of a week is a clock that was set.
  private static var limited: RecordingOptions {
    var limits = RecordingLimits()
    limits.gap = 7 * 86_400
    return RecordingOptions(limits: limits)
  }

  /// Whichever number the year is, midnight is no jump, and gaps keep their length: within the
  /// first rows, at the end of a month and of a year.
  @Test(
    arguments: [
      "yy-MM-dd HH:mm:ss.SSS", "yy/MM/dd HH:mm:ss.SSS", "yy-M-d HH:mm:ss.SSS",
      "dd-MM-yy HH:mm:ss.SSS", "dd/MM/yy HH:mm:ss.SSS", "MM/dd/yy HH:mm:ss.SSS",
      "dd.MM.yy HH:mm:ss.SSS",
    ],
    [
      "2024-05-30 23:59:59", "2024-05-31 23:59:59", "2024-05-09 23:59:59", "2023-12-31 23:59:59",
      "2024-05-04 12:00:00",
    ])
  func yearsOfTwoDigits(format: String, start: String) throws {
    let whole = try Self.open(TableExportTests.stamped(format, from: start))
    #expect(whole.signals[0].samplingRate == 250)
    #expect(abs(whole.duration - 2) < 0.01)
    let late = try Self.open(
      TableExportTests.stamped(format, from: start, gap: (row: 300, seconds: 3 * 86_400)))
    #expect(abs(late.duration - 2 - 3 * 86_400) < 0.01)
  }

  /// What may be the day or the year is no beginning.
  @Test(arguments: ["yy-MM-dd HH:mm:ss.SSS", "dd/MM/yy HH:mm:ss.SSS"])
  func yearsThatMayBeDaysSayNoBeginning(format: String) throws {
    let file = try Self.open(TableExportTests.stamped(format, from: "2024-05-30 12:00:00"))
    #expect(file.start == nil)
  }

  /// Any mark may stand between a date and its time.
  @Test(arguments: [
    "yyyy-MM-dd,HH:mm:ss.SSS", "yyyy-MM-dd:HH:mm:ss.SSS", "yyyy-MM-dd-HH:mm:ss.SSS",
    "yyyy-MM-dd, HH:mm:ss.SSS", "dd/MM/yyyy,HH:mm:ss.SSS", "dd.MM.yyyy,HH:mm:ss.SSS",
    "dd.MM.yyyy:HH:mm:ss.SSS", "dd/MM/yyyy-HH:mm:ss.SSS",
  ])
  func marksBetweenDateAndTime(format: String) throws {
    let text = try TableExportTests.stamped(
      "'\"'\(format)'\"'", from: "2024-05-30 23:59:59", gap: (row: 300, seconds: 86_400))
    let file = try Self.open(text)
    #expect(file.signals[0].samplingRate == 250)
    #expect(abs(file.duration - 2 - 86_400) < 0.01)
    #expect(RecordingClock(start: file.start).timestamp() == "2024-05-30T23:59:59")
  }

  /// Rows around each midnight, and gaps of nearly a day between them.
  ///
  /// - Parameter day: for each row its seconds since the beginning, and the day that its date says.
  private static func midnights(_ count: Int, day: (Double) -> Int) -> String {
    let clock = TableExportTests.formatter("HH:mm:ss.SSS")
    let start = 86_398.0
    return "time,ECG\n"
      + (0..<count * 1_000).map { row in
        let second = start + Double(row / 1_000) * 86_400 + Double(row % 1_000) / 250
        let time = clock.string(from: Date(timeIntervalSince1970: second))
        return "2024-05-0\(1 + day(second)) \(time),\(row * row % 97)\n"
      }.joined()
  }

  /// The date of the beginning in all rows, over several midnights.
  @Test(arguments: [1, 2, 4]) func theDateOfTheBeginningInAllRows(count: Int) throws {
    let file = try Self.open(Self.midnights(count) { _ in 0 })
    #expect(file.signals[0].samplingRate == 250)
    #expect(abs(file.duration - Double(count - 1) * 86_400 - 4) < 0.01)
  }

  /// A date that goes on half a second behind midnight.
  @Test func datesMayComeLate() throws {
    let file = try Self.open(Self.midnights(4) { Int($0 - 0.5) / 86_400 })
    #expect(abs(file.duration - 3 * 86_400 - 4) < 0.01)
  }
}
