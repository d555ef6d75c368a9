import ECGRecordings
import Foundation
import Testing

/// Times of a recording in words. The dates are those of Python's `datetime`.
@Suite struct RecordingClockTests {
  private func clock(
    _ hour: Int, _ minute: Int, _ second: Int, on date: (Int, Int, Int)? = nil,
    nanosecond: Int? = nil
  ) -> RecordingClock {
    var start = DateComponents(hour: hour, minute: minute, second: second)
    start.nanosecond = nanosecond
    (start.year, start.month, start.day) = (date?.0, date?.1, date?.2)
    return RecordingClock(start: start)
  }

  private static let durations: [(Double, Int, String)] = [
    (0.0, 0, "0:00:00"), (59.999, 0, "0:00:59"), (3661, 0, "1:01:01"), (90_000, 0, "25:00:00"),
    (59.9996, 3, "0:01:00.000"), (77.0 / 360, 3, "0:00:00.214"), (12.345, 1, "0:00:12.3"),
    (-3, 0, "0:00:00"), (.infinity, 0, "0:00:00"), (.nan, 2, "0:00:00.00"),
  ]

  @Test(arguments: durations)
  func durationsHaveOneForm(_ seconds: Double, _ decimals: Int, _ text: String) {
    #expect(RecordingClock.elapsed(seconds, decimals: decimals) == text)
  }

  @Test func clockTimesStandBesideThem() {
    #expect(RecordingClock().text(at: 723) == "0:12:03" && !RecordingClock().isKnown)
    #expect(RecordingClock().timestamp() == nil)
    let clock = clock(23, 50, 12)
    #expect(clock.text(at: 61.4) == "0:01:01 (23:51:13)")
    #expect(clock.text(at: 588) == "0:09:48 (00:00:00, day 2)")
    #expect(clock.text(at: 587.96, decimals: 1) == "0:09:48.0 (00:00:00.0, day 2)")
    #expect(clock.timestamp(at: 588) == "00:00:00")
  }

  private static let days: [(date: [Int], seconds: Double, text: String)] = [
    ([2020, 7, 31], 0, "2020-07-31T22:48:19.000"),
    ([2020, 7, 31], 4301.5, "2020-08-01T00:00:00.500"),
    ([2020, 2, 28], 86_400, "2020-02-29T22:48:19.000"),
    ([2019, 2, 28], 86_400, "2019-03-01T22:48:19.000"),
    ([1999, 12, 31], 4301, "2000-01-01T00:00:00.000"),
    ([1900, 2, 28], 86_400, "1900-03-01T22:48:19.000"),
    ([2000, 2, 29], 31_622_400, "2001-03-01T22:48:19.000"),
    ([1987, 1, 1], 0, "1987-01-01T22:48:19.000"),
  ]

  @Test(arguments: days)
  func datesGoOn(_ day: (date: [Int], seconds: Double, text: String)) {
    let clock = clock(22, 48, 19, on: (day.date[0], day.date[1], day.date[2]))
    #expect(clock.timestamp(at: day.seconds, decimals: 3) == day.text)
  }

  /// What makes no date or no time is as good as none; a fraction of a second counts.
  @Test func headersMayHoldNonsense() {
    #expect(clock(0, 0, 0, on: (0, 0, 0)).timestamp() == "00:00:00")
    #expect(!clock(25, 0, 0).isKnown && !clock(1, 60, 0).isKnown && !clock(-1, 0, 0).isKnown)
    #expect(!RecordingClock(start: DateComponents(year: 2020, month: 1, day: 1)).isKnown)
    #expect(
      clock(1, 2, 3, nanosecond: 750_000_000).timestamp(at: 0.5, decimals: 2) == "01:02:04.25")
  }

  /// A date that no month has is none; the time of day stays.
  @Test(arguments: [(2024, 2, 31), (2023, 2, 29), (2024, 4, 31)])
  func daysThatAreNoneAreNotTold(year: Int, month: Int, day: Int) {
    #expect(clock(10, 20, 30, on: (year, month, day)).timestamp() == "10:20:30")
    #expect(clock(10, 20, 30, on: (2024, 2, 29)).timestamp() == "2024-02-29T10:20:30")
  }
}
