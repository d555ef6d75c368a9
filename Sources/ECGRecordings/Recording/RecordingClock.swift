public import Foundation

/// Tells the times of a recording: how long after its beginning and, where the file says when it
/// began, what the clock showed.
///
/// Everything that shows a time to people shows it as this does. A recorder's clock is not changed
/// for summer time in between, and its zone is not known.
public struct RecordingClock: Equatable, Sendable {
  /// Nanoseconds since midnight when the recording began; nil where the file does not say.
  private let timeOfDay: Int?
  /// The day on which it began; nil where the file does not say.
  private let day: CalendarDay?

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
    day = start.year.flatMap { year in
      guard 1...9999 ~= year, let month = start.month, let day = start.day else { return nil }
      return CalendarDay(year: year, month: month, day: day)
    }
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
    return "\(CalendarDay(number: day.number + now.days).text)T\(now.time)"
  }

  /// The time of day, and the midnights since the beginning.
  private func now(_ seconds: Double, _ decimals: Int) -> (time: String, days: Int)? {
    guard let timeOfDay else { return nil }
    let unit = Self.unit(decimals)
    let ticks = Self.ticks(Double(timeOfDay) / Double(Self.second) + max(seconds, 0), decimals)
    let perDay = Self.secondsOfDay * unit
    return (Self.text(ticks % perDay, decimals, hourDigits: 2), ticks / perDay)
  }

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
}
