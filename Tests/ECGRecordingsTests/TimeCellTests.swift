import ECGFiles
import ECGRecordings
import Foundation
import Testing

/// Times in the forms in which spreadsheets, MATLAB and people write them into cells.
@Suite struct TimeCellTests {
  private static func text(_ name: String = "time", rows: Int = 1_500, _ time: (Int) -> String)
    -> String
  {
    "\(name),ecg (mV)\n"
      + (0..<rows).map { "\"\(time($0))\",\(Double($0 * $0 % 97 + 5) / 100)\n" }.joined()
  }

  /// Milliseconds of a clock that begins at noon of 1 May 2024, for 250 Hz.
  private static func clock(_ row: Int, _ format: String) -> String {
    let formatter = DateFormatter()
    formatter.locale = Locale(identifier: "en_US_POSIX")
    formatter.timeZone = TimeZone(secondsFromGMT: 0)
    formatter.dateFormat = format
    return formatter.string(
      from: Date(timeIntervalSince1970: 1_714_564_800 + Double(4 * row) / 1_000 + 1e-6))
  }

  /// Months in words, in any order and with what else a program writes beside them, are dates; parts
  /// of a second may stand behind a colon.
  @Test(arguments: [
    "dd-MMM-yyyy HH:mm:ss.SSS", "d MMM yyyy HH:mm:ss.SSS", "MMM d, yyyy HH:mm:ss.SSS",
    "MMMM d, yyyy hh:mm:ss.SSS a", "yyyy-MMM-dd'T'HH:mm:ss.SSS'Z'", "EEE MMM  d HH:mm:ss.SSS yyyy",
    "EEE, dd MMM yyyy HH:mm:ss.SSS 'GMT'", "dd-MMM-yy HH:mm:ss.SSS", "dd-MMM-yyyy HH:mm:ss:SSS",
    "yyyy-MM-dd HH:mm:ss:SSS",
    "yyyy-MM-dd HH:mm:ss.SSS 'UTC'", "yyyy-MM-dd'T'HH:mm:ss.SSS'GMT'",
  ])
  func monthsInWordsAreDates(format: String) throws {
    let file = try TableColumnTests.open(Self.text { Self.clock($0, format) })
    #expect(file.signals[0].samplingRate == 250)
    #expect(abs(file.duration - 6) < 0.01)
    let start = try #require(file.start)
    #expect(start.year == 2_024 && start.month == 5 && start.day == 1 && start.hour == 12)
  }

  @Test(arguments: ["HH:mm:ss:SSS", "hh:mm:ss:SSS a"])
  func partsOfASecondMayStandBehindAColon(format: String) throws {
    let times = (0..<1_500).map { Self.clock($0, format) }
    let file = try TableColumnTests.open(Self.text { times[$0] })
    #expect(file.signals[0].samplingRate == 250)
    let late = try TableColumnTests.open(
      Self.text { Self.clock($0 < 700 ? $0 : $0 + 250, format) })
    #expect(abs(late.duration - 7) < 0.01)
    // Not filled up with zeros either.
    let short = times.map { $0.replacing(/:0{1,2}([0-9]+)( |$)/) { ":\($0.1)\($0.2)" } }
    #expect(
      try TableColumnTests.open(Self.text { short[$0] }).signals[0].samplingRate == 250)
  }

  @Test(arguments: ["s", " sec", " seconds"]) func unitsInCellsAreRead(unit: String) throws {
    let file = try TableColumnTests.open(
      Self.text { String(format: "%.3f", Double($0) / 250) + unit })
    #expect(file.signals[0].samplingRate == 250)
    #expect(file.signals.count == 1)
  }

  @Test(arguments: [("ms", 4), (" ms", 4), (" us", 4_000), ("\u{B5}s", 4_000)])
  func unitsOfPartsOfASecondInCellsAreRead(unit: String, step: Int) throws {
    let file = try TableColumnTests.open(
      Self.text { "\(($0 < 700 ? $0 : $0 + 250) * step)\(unit)" })
    #expect(file.signals[0].samplingRate == 250)
    #expect(abs(file.duration - 7) < 0.01)
  }

  /// Days since 1900, the year 0 or the beginning.
  @Test(arguments: [(45_413.5, 10, true), (739_373.5, 9, true), (0, 12, false), (0.5, 10, false)])
  func daysAreTimes(start: Double, digits: Int, isDated: Bool) throws {
    let text = Self.text {
      String(format: "%.\(digits)f", start + Double($0 < 700 ? $0 : $0 + 250) / 250 / 86_400)
    }
    let file = try TableColumnTests.open(text)
    #expect(file.signals[0].samplingRate == 250)
    #expect(abs(file.duration - 7) < 0.01)
    #expect((file.start != nil) == isDated)
    if let start = file.start {
      #expect(start.year == 2_024 && start.month == 5 && start.day == 1 && start.hour == 12)
    }
    // Without the name of a time they may be anything that grows.
    #expect(throws: FileError.self) {
      try TableColumnTests.open(text.replacing("time", with: "load"))
    }
  }

  /// Numbers that stay the same for all rows of a packet count packets, whatever the column is called.
  @Test(arguments: ["time", "time_ms", "timestamp (us)"])
  func numbersOfPacketsAreNoTimes(name: String) throws {
    let text = Self.text(name) { "\($0 / 25 + ($0 < 750 ? 0 : 2))" }
    let error = try #require(throws: FileError.self) { try TableColumnTests.open(text) }
    #expect(error.description.contains("does not say its sampling rate"))
    let file = try TableColumnTests.open(text, rate: 250)
    #expect(abs(file.duration - 6.2) < 0.01)
  }

  /// pandas and Python put the days before the time.
  @Test(arguments: ["0 days ", "1 day, ", "12 days "]) func daysBeforeTimesAreRead(days: String)
    throws
  {
    let file = try TableColumnTests.open(
      Self.text { row in
        let late = row < 700 ? row : row + 250
        return String(format: "\(days)00:00:%09.6f", Double(late) / 250)
      })
    #expect(file.signals[0].samplingRate == 250)
    #expect(abs(file.duration - 7) < 0.01)
  }

  /// The parts of each second, and counters of 16 and 32 bits, begin anew: that is told.
  @Test(arguments: [
    ("ms", 4, 1_000), ("millis", 4, 65_536), ("micros", 4_000, 4_294_967_296),
    ("time (us)", 4_000, 1_000_000),
  ])
  func timesMayBeginAnew(name: String, step: Int, round: Int) throws {
    for rows in [3_000, 30_000] {
      let text = Self.text(name, rows: rows) {
        "\((round - 2_000 * step / 3 % round + $0 * step) % round)"
      }
      let file = try TableColumnTests.open(text)
      #expect(file.signals[0].samplingRate == 250)
      #expect(abs(file.duration - Double(rows) / 250) < 0.01)
      #expect(file.decisions.contains { $0.contains("begin anew again and again") })
    }
    // Two recordings of whole minutes one below the other do not go on.
    let minutes = Self.text("time (s)", rows: 30_000) { "\(Double($0 % 15_000) / 250)" }
    #expect(throws: FileError.self) { try TableColumnTests.open(minutes) }
  }

  /// Hours, minutes and seconds in digits alone have no gap between minutes.
  @Test(arguments: [(1.0, "%02d%02d%06.3f"), (1_000, "%02d%02d%05.0f")])
  func digitsOfATimeAreNoNumber(scale: Double, format: String) throws {
    func text(_ second: @escaping (Int) -> Double) -> String {
      Self.text(rows: 60_000) { row in
        let time = second(row)
        let (hours, minutes) = (11 + Int(time) / 3_600, Int(time) / 60 % 60)
        return String(
          format: format, hours, minutes, time.truncatingRemainder(dividingBy: 60) * scale)
      }
    }
    let file = try TableColumnTests.open(text { 3_500 + Double($0) / 250 })
    #expect(file.signals[0].samplingRate == 250)
    #expect(abs(file.duration - 240) < 0.01)
    #expect(file.decisions.contains { $0.contains("in digits one behind the other") })
    // A gap stays one.
    let late = try TableColumnTests.open(
      text { 3_500 + Double($0) / 250 + ($0 < 20_000 ? 0 : 40.5) })
    #expect(abs(late.duration - 280.5) < 0.01)
  }

  /// A unit by which there would be hundreds of thousands of samples a second is not that of the times.
  @Test func unitsThatAreTooSmallAreNamed() throws {
    let text = Self.text("time (ms)") { "\(Double($0) / 250)" }
    let error = #expect(throws: FileError.self) { try TableColumnTests.open(text) }
    #expect(error?.description.contains("They seem to be seconds") == true)
  }
}
