/// A date whose month is a word, such as `01-May-2024`, `May 1, 2024` or `Wed May  1 12:00:00 2024`.
struct NamedMonth {
  /// The year, the month and the day.
  let numbers: (Int, Int, Int)
  /// Where the date stands in its cell, before a year that comes behind the time.
  let place: Range<Int>

  /// - Returns: nil where other words stand in the cell, no month, or not two numbers beside its
  ///   time of day.
  init?(in cell: UnsafeBufferPointer<UInt8>) {
    guard cell.count <= Self.longest, cell.contains(where: Self.isLetter) else { return nil }
    var month: (number: Int, place: Range<Int>)?
    var (before, after): ([Run], [Run]) = ([], [])
    var index = 0
    while index < cell.count {
      let start = index
      if Self.isLetter(cell[index]) {
        while index < cell.count, Self.isLetter(cell[index]) { index += 1 }
        let word = Self.key(cell[start..<index])
        if month == nil, let number = Self.months[word] {
          month = (number, start..<index)
        } else if !(month == nil ? Self.weekdays : Self.ends).contains(word) {
          return nil
        }
      } else if cell[index] &- 48 < 10 {
        while index < cell.count, Self.isOfClock(cell[index]) { index += 1 }
        // Points and commas behind a number are no part of it.
        while cell[index - 1] &- 48 >= 10 { index -= 1 }
        let run = Run(cell, start..<index)
        if let run { if month == nil { before.append(run) } else { after.append(run) } }
        index = max(index, start + 1)
      } else {
        index += 1
      }
    }
    guard let month, before.count + after.count >= 2 else { return nil }
    let (day, year): (Run, Run)
    switch (before.count, after.count) {
    case (1, _): (day, year) = before[0].digits == 4 ? (after[0], before[0]) : (before[0], after[0])
    case (0, _): (day, year) = (after[0], after[1])
    default: return nil
    }
    guard day.digits <= 2, [2, 4].contains(year.digits) else { return nil }
    numbers = (year.number, month.number, day.number)
    // A year behind the time of day stands alone there.
    let near = [day, year].filter { run in
      let between =
        min(
          run.place.upperBound, month.place.upperBound)..<max(
          run.place.lowerBound, month.place.lowerBound)
      return !cell[between].contains(UInt8(ascii: ":"))
    }
    let start = near.map(\.place.lowerBound).min() ?? month.place.lowerBound
    let end = near.map(\.place.upperBound).max() ?? month.place.upperBound
    place = min(start, month.place.lowerBound)..<max(end, month.place.upperBound)
  }

  /// A number that is no time of day.
  private struct Run {
    let number: Int
    let digits: Int
    let place: Range<Int>

    /// - Returns: nil for a time, or a number that is too long.
    init?(_ cell: UnsafeBufferPointer<UInt8>, _ place: Range<Int>) {
      guard place.count <= 4, cell[place].allSatisfy({ $0 &- 48 < 10 }) else { return nil }
      number = cell[place].reduce(0) { $0 * 10 + Int($1 &- 48) }
      (digits, self.place) = (place.count, place)
    }
  }

  /// What a word begins with, in small letters.
  private static func key(_ word: some Collection<UInt8>) -> UInt32 {
    word.prefix(3).reduce(0) { $0 << 8 | UInt32($1 | 0x20) }
  }

  private static func key(_ word: String) -> UInt32 { key(Array(word.utf8)) }

  /// Longer cells are no dates.
  private static let longest = 48

  private static let months: [UInt32: Int] = Dictionary(
    uniqueKeysWithValues: [
      ("jan", 1), ("feb", 2), ("mar", 3), ("mrz", 3), ("apr", 4), ("may", 5), ("mai", 5),
      ("jun", 6),
      ("jul", 7), ("aug", 8), ("sep", 9), ("oct", 10), ("okt", 10), ("nov", 11), ("dec", 12),
      ("dez", 12),
    ].map { (key($0.0), $0.1) })

  private static let weekdays = Set(
    ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].map { key($0) })
  /// What may stand behind a month: the mark between date and time, a zone, the half of the day.
  private static let ends = Set(["t", "z", "utc", "gmt", "am", "pm"].map { key($0) })

  private static func isLetter(_ byte: UInt8) -> Bool {
    UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20
  }

  private static func isOfClock(_ byte: UInt8) -> Bool {
    byte &- 48 < 10 || byte == UInt8(ascii: ":") || byte == UInt8(ascii: ".")
      || byte == UInt8(ascii: ",")
  }
}
