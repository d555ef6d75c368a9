import ECGText

/// What a cell of a table holds, as far as its layout is concerned.
enum TableCell: Equatable {
  case number(Double)
  /// A time of day in seconds.
  case clock(Double)
  case missing
  case text

  /// - Parameter text: the cell without quotes and blanks around it.
  init(_ text: String, marks: NumberMarks) {
    switch DecimalCell(text, marks: marks) {
    case .number(let value): self = .number(value)
    case .missing: self = .missing
    case .text:
      var text = text
      self = text.withUTF8 { Self.seconds(ofClock: $0) }.map { .clock($0) } ?? .text
    }
  }

  /// Reads a cell whose decimal mark is not known yet.
  init(unmarked text: String) {
    let english = TableCell(text, marks: .english)
    self = english == .text ? TableCell(text, marks: .continental) : english
  }

  /// The seconds since midnight of digits with colons, as in `0:00.003` or `[12:00:00 01/05/2024]`; with a date in front
  /// of them that is written from the year on, as in `2024-05-01T12:00:00.5`, the seconds since 1970; nil for anything
  /// else.
  static func seconds(ofClock cell: UnsafeBufferPointer<UInt8>) -> Double? {
    guard cell.contains(UInt8(ascii: ":")), cell.allSatisfy({ isDigit($0) || isMark($0) })
    else { return nil }
    let day = day(of: cell)
    let rest = cell[(day == nil ? 0 : dateLength + 1)...]
    guard let colon = rest.firstIndex(of: UInt8(ascii: ":")) else { return nil }
    // The first run of digits, colons and a fraction that has a colon.
    var start = colon
    while start > rest.startIndex, isOfClock(cell[start - 1]) { start -= 1 }
    let clock = cell[start...].prefix(while: isOfClock)
    var (seconds, parts) = (0.0, 1)
    var (mantissa, digits, power) = (UInt64(0), 0, 1.0)
    var isFraction = false
    for byte in clock {
      if isDigit(byte) {
        // More digits than a Double can tell apart say nothing.
        guard digits < 15 else { continue }
        mantissa = mantissa * 10 + UInt64(byte &- 48)
        digits += 1
        if isFraction { power *= 10 }
      } else if byte == UInt8(ascii: ":") {
        guard digits > 0, parts < 3 else { return nil }
        seconds = (seconds + Double(mantissa) / power) * 60
        (mantissa, digits, power, isFraction) = (0, 0, 1, false)
        parts += 1
      } else {
        guard !isFraction else { return nil }
        isFraction = true
      }
    }
    guard digits > 0, parts > 1 else { return nil }
    return seconds + Double(mantissa) / power + Double(day ?? 0) * 86_400
  }

  /// Seconds that are a date; clocks without one say fewer.
  static let firstDate = 1e8

  /// The bytes of a date such as `2024-05-01`.
  private static let dateLength = 10

  private static func isDigit(_ byte: UInt8) -> Bool { byte &- 48 < 10 }

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

  private static func isOfClock(_ byte: UInt8) -> Bool {
    isDigit(byte) || byte == UInt8(ascii: ":") || byte == UInt8(ascii: ".")
      || byte == UInt8(ascii: ",")
  }

  /// The days from 1970 to the date in front of a time; nil where there is none.
  private static func day(of cell: UnsafeBufferPointer<UInt8>) -> Int? {
    guard cell.count > dateLength, cell[4] == cell[7], "-/".utf8.contains(cell[4]),
      !isDigit(cell[dateLength])
    else { return nil }
    func number(_ range: Range<Int>) -> Int? {
      cell[range].reduce(0) { number, byte in
        number.flatMap { isDigit(byte) ? $0 * 10 + Int(byte &- 48) : nil }
      }
    }
    guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10),
      1...12 ~= month, 1...31 ~= day
    else { return nil }
    // Years that begin in March have the leap day at their end.
    let marches = month > 2 ? year : year - 1
    let days = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
    return 365 * marches + marches / 4 - marches / 100 + marches / 400 + days - 719_468
  }

  /// Whether the cell may stand in a column of numbers.
  var isNumberOrMissing: Bool {
    switch self {
    case .number, .missing: true
    case .clock, .text: false
    }
  }
}
