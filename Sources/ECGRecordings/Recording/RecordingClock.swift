public import Foundation

/// Tells the times of a recording: how long after its beginning and, where the file says when it
/// began, what the clock showed.
///
/// Everything that shows a time to people shows it as this does. A recorder's clock is not changed
/// for summer time in between, and its zone is not known.
public struct RecordingClock: Equatable, Sendable {
  /// Nanoseconds since midnight when the recording began; nil where the file does not say.
  private let timeOfDay: Int?
  /// The day on which it began, counted from 1 March 2000; nil where the file does not say.
  private let day: Int?

  private static let second = 1_000_000_000
  private static let secondsOfDay = 86_400

  /// Creates a clock.
  ///
  /// - Parameter start: when the recording began, as in ``RecordingFile/start``; nil where that is
  ///   not known, parts of it likewise.
  public init(start: DateComponents? = nil) {
    guard let start, let hour = start.hour, let minute = start.minute, 0..<24 ~= hour,
      0..<60 ~= minute, 0...60 ~= start.second ?? 0
    else {
      (timeOfDay, day) = (nil, nil)
      return
    }
    timeOfDay =
      (hour * 3600 + minute * 60 + (start.second ?? 0)) * Self.second
      + min(max(start.nanosecond ?? 0, 0), Self.second - 1)
    day = Self.day(start)
  }

  /// Whether it is known when the recording began.
  public var isKnown: Bool { timeOfDay != nil }

  /// A duration as `h:mm:ss`, with as many decimals as asked for: without any, as clocks have it,
  /// the second that is under way, otherwise rounded. Below 0 it is 0.
  public static func elapsed(_ seconds: Double, decimals: Int = 0) -> String {
    text(ticks(seconds, decimals), decimals, hourDigits: 1)
  }

  /// A time of the recording for people: `0:12:03`, or `0:12:03 (14:05:12)` where it is known when
  /// it began; a day or more later `26:12:03 (16:05:12, day 2)`.
  public func text(at seconds: Double, decimals: Int = 0) -> String {
    let elapsed = Self.elapsed(seconds, decimals: decimals)
    guard let now = now(seconds, decimals) else { return elapsed }
    let later = now.days > 0 ? ", day \(now.days + 1)" : ""
    return "\(elapsed) (\(now.time)\(later))"
  }

  /// What the clock showed, as ISO 8601 has it without a zone: `2020-07-31T22:48:19.500`, or
  /// the time of day alone where the date is not known; nil where it is not known when the
  /// recording began.
  public func timestamp(at seconds: Double = 0, decimals: Int = 0) -> String? {
    guard let now = now(seconds, decimals) else { return nil }
    guard let day else { return now.time }
    return "\(Self.date(day + now.days))T\(now.time)"
  }

  /// The time of day, and the midnights since the beginning.
  private func now(_ seconds: Double, _ decimals: Int) -> (time: String, days: Int)? {
    guard let timeOfDay else { return nil }
    let unit = Self.unit(decimals)
    let ticks = Self.ticks(Double(timeOfDay) / Double(Self.second) + max(seconds, 0), decimals)
    let perDay = Self.secondsOfDay * unit
    return (Self.text(ticks % perDay, decimals, hourDigits: 2), ticks / perDay)
  }

  // MARK: - Numbers

  private static func unit(_ decimals: Int) -> Int {
    (0..<max(decimals, 0)).reduce(1) { unit, _ in unit * 10 }
  }

  /// Seconds in units of the last decimal.
  private static func ticks(_ seconds: Double, _ decimals: Int) -> Int {
    let ticks = max(seconds, 0) * Double(unit(decimals))
    // No recording lasts for so long.
    guard ticks < 1e15 else { return 0 }
    return Int(decimals > 0 ? ticks.rounded() : ticks)
  }

  private static func text(_ ticks: Int, _ decimals: Int, hourDigits: Int) -> String {
    let unit = unit(decimals)
    let seconds = ticks / unit
    let time = String(
      format: "%0\(hourDigits)d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60)
    return decimals > 0 ? time + String(format: ".%0\(decimals)d", ticks % unit) : time
  }

  // MARK: - Days

  /// The days since 1 March 2000, where the leap day is the last of the year (H. Hinnant:
  /// chrono-compatible low-level date algorithms, 2013).
  private static func day(_ date: DateComponents) -> Int? {
    guard let year = date.year, let month = date.month, let day = date.day, 1...9999 ~= year,
      1...12 ~= month, 1...31 ~= day
    else { return nil }
    let years = year - 2000 - (month <= 2 ? 1 : 0)
    let era = (years >= 0 ? years : years - 399) / 400
    let ofEra = years - era * 400
    let ofYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let days = era * 146_097 + ofEra * 365 + ofEra / 4 - ofEra / 100 + ofYear
    // A month has no day that is one of the next.
    return Self.date(days).hasSuffix(String(format: "-%02d", day)) ? days : nil
  }

  private static func date(_ day: Int) -> String {
    let era = (day >= 0 ? day : day - 146_096) / 146_097
    let ofEra = day - era * 146_097
    let years = (ofEra - ofEra / 1460 + ofEra / 36_524 - ofEra / 146_096) / 365
    let ofYear = ofEra - (365 * years + years / 4 - years / 100)
    let shifted = (5 * ofYear + 2) / 153
    let month = shifted + (shifted < 10 ? 3 : -9)
    // Years begin in March here.
    let year = 2000 + era * 400 + years + (month <= 2 ? 1 : 0)
    let ofMonth = ofYear - (153 * shifted + 2) / 5 + 1
    return String(format: "%04d-%02d-%02d", year, month, ofMonth)
  }
}
