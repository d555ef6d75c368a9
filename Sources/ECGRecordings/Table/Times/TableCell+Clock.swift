extension TableCell {
  /// The seconds of a time that is written with colons: since midnight, as in `0:00.003`,
  /// `12:00:00:003` or `1:30:00 PM`; since the beginning, as in `0 days 00:00:01.5`; with a date
  /// beside it, as in `2024-05-01T12:00:00.5+02:00`, `01-May-2024 12:00:00` or
  /// `[12:00:00 01/05/2024]`, since 1970, in the zone that is said. Nil for anything else.
  ///
  /// - Parameters:
  ///   - dates: what comes first in dates that are not written from the year on.
  ///   - isLocal: whether the zone is left out of account, so that this is what the clock showed.
  static func seconds(
    ofClock cell: UnsafeBufferPointer<UInt8>, dates: TableDate.Order = .dayFirst,
    isLocal: Bool = false
  ) -> Double? {
    guard cell.contains(UInt8(ascii: ":")) else { return nil }
    let (half, elapsed) = (half(ofDay: cell), elapsedDays(cell))
    let end = half?.length ?? lengthOfUniversal(cell)
    let cell = UnsafeBufferPointer(rebasing: cell.dropLast(end).dropFirst(elapsed?.length ?? 0))
    let date = cell.count < shortestDated ? nil : TableDate(in: cell)
    // Of letters only those of a month, and of what goes with it, are part of a time.
    guard
      cell.allSatisfy({ isDigit($0) || isMark($0) }) || date != nil && NamedMonth(in: cell) != nil
    else { return nil }
    let day = date?.day(dates)
    var rest = cell[...]
    if let place = date?.place, day != nil,
      !cell[..<place.lowerBound].contains(UInt8(ascii: ":"))
    {
      // The time is behind the date, perhaps with a mark between them.
      rest = cell[place.upperBound...].drop { !isDigit($0) }
    }
    guard let digits = ClockDigits(in: rest) else { return nil }
    var seconds = digits.seconds
    // Of two numbers the first is the hour behind a date, and where the half of the day is said.
    if digits.count == 2, half != nil || day != nil && !digits.hasFraction { seconds *= 60 }
    if let half {
      guard seconds < 13 * 3_600 else { return nil }
      seconds = seconds.truncatingRemainder(dividingBy: 43_200) + (half.isAfternoon ? 43_200 : 0)
    }
    if let elapsed { return seconds + elapsed.days * 86_400 }
    guard let day else { return seconds }
    let offset = isLocal ? 0 : offset(of: cell[digits.end...])
    return seconds + Double(day) * 86_400 - offset
  }

  /// The digits that a time such as `12:00:00:004` has behind its last colon, three where they are
  /// milliseconds of any length; nil where it ends in seconds.
  static func digits(behindSecondsOf text: String) -> Int? {
    text.split { !$0.isWholeNumber && $0 != ":" }.lazy
      .map { $0.split(separator: ":", omittingEmptySubsequences: false).map(\.count) }
      .first { $0.count == 4 && 1...2 ~= $0[0] }
      .map { $0[3] > 3 ? 6 : 3 }
  }

  /// The half of the day that is said behind a time, as in `1:30:00 PM` or `1:30:00 p.m.`, and the
  /// bytes that say it.
  private static func half(
    ofDay cell: UnsafeBufferPointer<UInt8>
  ) -> (isAfternoon: Bool, length: Int)? {
    // Digits and their marks alone, as nearly all times are, end here.
    guard let last = cell.last, last | 0x20 == UInt8(ascii: "m") || last == UInt8(ascii: ".")
    else { return nil }
    let end = cell.reversed().prefix { !isDigit($0) }
    switch end.filter({ $0 > 32 && $0 != UInt8(ascii: ".") }).map({ $0 | 0x20 }) {
    case Array("ma".utf8): return (false, end.count)
    case Array("mp".utf8): return (true, end.count)
    default: return nil
    }
  }

  /// Whether a time says that it is UTC.
  static func isUniversal(_ cell: UnsafeBufferPointer<UInt8>) -> Bool {
    cell.last.map { $0 | 0x20 } == UInt8(ascii: "z") || lengthOfUniversal(cell) > 0
  }

  /// The bytes of the zone of those who write `UTC` or `GMT` behind a time.
  private static func lengthOfUniversal(_ cell: UnsafeBufferPointer<UInt8>) -> Int {
    // Most times end in digits.
    guard let last = cell.last, !isDigit(last) else { return 0 }
    let zone = cell.suffix(3).map { $0 & 0xDF }
    return zone == Array("UTC".utf8) || zone == Array("GMT".utf8) ? 3 : 0
  }

  /// The days before a time since the beginning, as in `0 days 00:00:01.5` or `1 day, 0:00:00`,
  /// and the bytes that say them.
  private static func elapsedDays(
    _ cell: UnsafeBufferPointer<UInt8>
  ) -> (days: Double, length: Int)? {
    let digits = cell.prefix(while: isDigit)
    let word = cell[digits.endIndex...].drop { $0 == UInt8(ascii: " ") }
    guard 1...5 ~= digits.count, word.startIndex > digits.endIndex,
      word.prefix(3).map({ $0 | 0x20 }) == Array("day".utf8)
    else { return nil }
    let clock = word.dropFirst(3).drop { $0 | 0x20 == UInt8(ascii: "s") }
      .drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: ",") }
    return (digits.reduce(0) { $0 * 10 + Double($1 &- 48) }, clock.startIndex)
  }

  /// The seconds by which the clocks of a zone are ahead, as in `+02:00`, `-0500` or
  /// `+01` behind a time.
  private static func offset(of end: Slice<UnsafeBufferPointer<UInt8>>) -> Double {
    let zone = end.drop { $0 == UInt8(ascii: " ") }
    guard let sign = zone.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") else {
      return 0
    }
    let digits = zone.dropFirst().filter(isDigit).map { Double($0 &- 48) }
    guard digits.count == 2 || digits.count == 4 else { return 0 }
    let minutes = (digits[0] * 10 + digits[1]) * 60 + digits.dropFirst(2).reduce(0) { $0 * 10 + $1 }
    return sign == UInt8(ascii: "-") ? -minutes * 60 : minutes * 60
  }

  /// Seconds that are a date; clocks without one say fewer.
  static let firstDate = 1e8

  /// The bytes of a time with a date, such as `1/5/24 0:00`, at least.
  private static let shortestDated = 11

  fileprivate static func isDigit(_ byte: UInt8) -> Bool { byte &- 48 < 10 }

  /// Whether a byte that is no digit may stand in a time with a date and a zone.
  private static func isMark(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: ":"), UInt8(ascii: "."), UInt8(ascii: ","), UInt8(ascii: "-"),
      UInt8(ascii: "/"), UInt8(ascii: " "), UInt8(ascii: "+"), UInt8(ascii: "T"),
      UInt8(ascii: "Z"), UInt8(ascii: "["), UInt8(ascii: "]"):
      true
    default: false
    }
  }
}

/// Numbers with colons between them: hours, minutes and seconds, or the last two of these, perhaps
/// with thousandths or millionths of a second behind another colon.
private struct ClockDigits {
  private(set) var seconds = 0.0
  /// How many numbers there are.
  private(set) var count = 1
  /// Whether the last has a fraction.
  private(set) var hasFraction = false
  /// The byte behind the last.
  let end: Int

  /// Reads the first run of digits, colons and a fraction that has a colon.
  init?(in cell: Slice<UnsafeBufferPointer<UInt8>>) {
    guard let colon = cell.firstIndex(of: UInt8(ascii: ":")) else { return nil }
    var start = colon
    while start > cell.startIndex, Self.isPart(cell[start - 1]) { start -= 1 }
    let clock = cell[start...].prefix(while: Self.isPart)
    end = clock.endIndex
    var (mantissa, digits, power) = (UInt64(0), 0, 1.0)
    for byte in clock {
      if TableCell.isDigit(byte) {
        // More digits than a Double can tell apart say nothing.
        guard digits < 15 else { continue }
        mantissa = mantissa * 10 + UInt64(byte &- 48)
        digits += 1
        if hasFraction { power *= 10 }
      } else if byte == UInt8(ascii: ":") {
        guard digits > 0, count < 3 || count == 3 && !hasFraction else { return nil }
        // Behind the seconds there are parts of one.
        seconds = (seconds + Double(mantissa) / power) * (count < 3 ? 60 : 1)
        (mantissa, digits, power, hasFraction) = (0, 0, 1, false)
        count += 1
      } else {
        guard !hasFraction, count < 4 else { return nil }
        hasFraction = true
      }
    }
    guard digits > 0, count > 1 else { return nil }
    seconds += Double(mantissa) / (count < 4 ? power : digits > 3 ? 1e6 : 1e3)
  }

  private static func isPart(_ byte: UInt8) -> Bool {
    TableCell.isDigit(byte) || byte == UInt8(ascii: ":") || byte == UInt8(ascii: ".")
      || byte == UInt8(ascii: ",")
  }
}
