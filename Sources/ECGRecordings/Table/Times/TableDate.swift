/// A date beside a time of day in a table, such as `2024-05-01`, `01.05.2024`, `5/1/24` or
/// `01-May-2024`.
struct TableDate: Sendable {
  /// What comes first in a date; the likeliest is the first.
  enum Order: CaseIterable, Equatable, Sendable {
    case dayFirst, monthFirst, yearFirst

    /// The order in which the least time lies between two dates; nil where none has the second
    /// behind the first.
    static func closest(_ first: TableDate, _ last: TableDate) -> Order? {
      if let order = last.order ?? first.order { return order }
      let days = allCases.compactMap { order -> (order: Order, count: Int)? in
        guard let start = first.day(order), let end = last.day(order), end >= start else {
          return nil
        }
        return (order, end - start)
      }
      return days.min { $0.count < $1.count }?.order
    }
  }

  private let numbers: (Int, Int, Int)
  /// The order that the date itself says: nil where it may be one of several.
  let order: Order?
  /// Where the date stands in its cell.
  private(set) var place = 0..<0

  /// - Returns: nil where there is no date in the cell.
  init?(in cell: UnsafeBufferPointer<UInt8>) {
    var index = 0
    while index < cell.count {
      guard cell[index] &- 48 < 10 else {
        index += 1
        continue
      }
      let start = index
      var numbers = (0, 0, 0)
      var digits = (0, 0, 0)
      var (part, mark) = (0, UInt8(0))
      var isDate = true
      run: while index < cell.count, Self.isOfRun(cell[index]) {
        let byte = cell[index]
        // What is behind a whole date is a time.
        if part == 2, digits.2 > 0, isDate, byte &- 48 >= 10,
          byte != mark || byte == UInt8(ascii: "-")
        {
          break run
        }
        index += 1
        if byte &- 48 < 10 {
          let digit = Int(byte &- 48)
          switch part {
          case 0: (numbers.0, digits.0) = (numbers.0 % 10_000 * 10 + digit, digits.0 + 1)
          case 1: (numbers.1, digits.1) = (numbers.1 % 10_000 * 10 + digit, digits.1 + 1)
          default: (numbers.2, digits.2) = (numbers.2 % 10_000 * 10 + digit, digits.2 + 1)
          }
        } else if part < 2, Self.isMark(byte), part == 0 || byte == mark {
          (part, mark) = (part + 1, byte)
        } else {
          isDate = false
        }
      }
      guard isDate, part == 2 else { continue }
      if let date = TableDate(numbers, digits, mark) {
        self = date
        place = start..<index
        return
      }
    }
    guard let named = NamedMonth(in: cell), let date = TableDate(named.numbers) else { return nil }
    self = date
    place = named.place
  }

  /// - Returns: nil where a cell holds anything but a date.
  init?(alone text: String) {
    var text = text
    let date = text.withUTF8 { cell in
      TableDate(in: cell).flatMap { $0.place == 0..<cell.count ? $0 : nil }
    }
    guard let date else { return nil }
    self = date
  }

  private init?(_ numbers: (Int, Int, Int), _ digits: (Int, Int, Int), _ mark: UInt8) {
    guard 1...2 ~= digits.1 else { return nil }
    self.numbers = numbers
    let orders: [Order]
    switch (digits.0, digits.2) {
    case (4, 1...2), (2, 1): orders = [.yearFirst]
    // Points part days from months where the day comes first.
    case (1...2, 4), (1...2, 2):
      orders =
        mark == UInt8(ascii: ".")
        ? [.dayFirst]
        : digits.0 == digits.2 ? Order.allCases : [.dayFirst, .monthFirst]
    default: return nil
    }
    let possible = orders.filter { Self.day(numbers, $0) != nil }
    guard let first = possible.first else { return nil }
    order = possible.count == 1 ? first : nil
  }

  /// A date of which it is said what each number is.
  private init?(_ numbers: (Int, Int, Int)) {
    guard Self.day(numbers, .yearFirst) != nil else { return nil }
    (self.numbers, order) = (numbers, .yearFirst)
  }

  /// The days from 1970 to it; nil where there is no such date.
  ///
  /// - Parameter order: counts where the date itself does not say it.
  func day(_ order: Order) -> Int? { Self.day(numbers, self.order ?? order) }

  private static func day(_ numbers: (Int, Int, Int), _ order: Order) -> Int? {
    let (written, month, day) =
      switch order {
      case .dayFirst: (numbers.2, numbers.1, numbers.0)
      case .monthFirst: (numbers.2, numbers.0, numbers.1)
      case .yearFirst: numbers
      }
    let year = written < 100 ? 2_000 + written : written
    return CalendarDay(year: year, month: month, day: day)?.number
  }

  /// What the digits of a date or a time stand in.
  private static func isOfRun(_ byte: UInt8) -> Bool {
    byte &- 48 < 10 || isMark(byte) || byte == UInt8(ascii: ":") || byte == UInt8(ascii: ",")
  }

  private static func isMark(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "-") || byte == UInt8(ascii: "/") || byte == UInt8(ascii: ".")
  }
}
