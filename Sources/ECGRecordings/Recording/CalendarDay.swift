import Foundation

/// A day of the Gregorian calendar, as ISO 8601 counts also those before that was in use.
///
/// Foundation's calendar takes 0.9 µs to check and count a date, of which a table may have one in each
/// row: 20 s for a day at 250 Hz. After H. Hinnant, chrono-compatible low-level date algorithms, 2013:
/// years begin in March, so that the leap day is the last of a year.
package struct CalendarDay: Equatable, Sendable {
  /// The days from 1 January 1970 to it.
  package let number: Int

  /// The days from 1 March 0000 to 1 January 1970.
  private static let epoch = 719_468
  /// The days of 400 years, after which the calendar is the same again.
  private static let daysPerEra = 146_097

  package init(number: Int) { self.number = number }

  /// - Returns: nil where there is no such day.
  package init?(year: Int, month: Int, day: Int) {
    guard 1...12 ~= month, 1...Self.length(ofMonth: month, year) ~= day else { return nil }
    let years = month > 2 ? year : year - 1
    let (era, ofEra) = Self.divided(years, by: 400)
    let ofYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
    number =
      era * Self.daysPerEra + ofEra * 365 + ofEra / 4 - ofEra / 100 + ofYear - Self.epoch
  }

  /// As ISO 8601 writes it: `2024-05-01`.
  package var text: String {
    let (era, ofEra) = Self.divided(number + Self.epoch, by: Self.daysPerEra)
    let years = (ofEra - ofEra / 1460 + ofEra / 36_524 - ofEra / 146_096) / 365
    let ofYear = ofEra - (365 * years + years / 4 - years / 100)
    let sinceMarch = (5 * ofYear + 2) / 153
    let month = sinceMarch < 10 ? sinceMarch + 3 : sinceMarch - 9
    let year = era * 400 + years + (month <= 2 ? 1 : 0)
    return String(
      format: "%04d-%02d-%02d", year, month, ofYear - (153 * sinceMarch + 2) / 5 + 1)
  }

  private static func length(ofMonth month: Int, _ year: Int) -> Int {
    guard month == 2 else { return [4, 6, 9, 11].contains(month) ? 30 : 31 }
    return year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
      ? 29 : 28
  }

  /// A quotient rounded down, and what is left.
  private static func divided(_ number: Int, by divisor: Int) -> (Int, Int) {
    let (quotient, rest) = number.quotientAndRemainder(dividingBy: divisor)
    return rest < 0 ? (quotient - 1, rest + divisor) : (quotient, rest)
  }
}
