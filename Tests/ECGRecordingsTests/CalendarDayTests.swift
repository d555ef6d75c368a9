import ECGRecordings
import Foundation
import Testing

/// Days beside Foundation's.
@Suite struct CalendarDayTests {
  private static let calendar = {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = .gmt
    return calendar
  }()

  /// A whole round of leap years, of years that are none, and of centuries.
  @Test func daysGoOnAsFoundationsDo() throws {
    for number in stride(from: -70_000, to: 90_000, by: 7) {
      let date = Date(timeIntervalSince1970: Double(number) * 86_400)
      let parts = Self.calendar.dateComponents([.year, .month, .day], from: date)
      let (year, month, day) = try (
        #require(parts.year), #require(parts.month), #require(parts.day)
      )
      #expect(CalendarDay(year: year, month: month, day: day)?.number == number)
      let text = String(format: "%04d-%02d-%02d", year, month, day)
      #expect(CalendarDay(number: number).text == text)
    }
  }

  @Test(arguments: [
    (2023, 2, 29), (1900, 2, 29), (2024, 2, 30), (2024, 4, 31), (2024, 13, 1), (2024, 0, 1),
    (2024, 1, 0), (2024, 1, 32),
  ])
  func daysThatAreNone(year: Int, month: Int, day: Int) {
    #expect(CalendarDay(year: year, month: month, day: day) == nil)
  }
}
