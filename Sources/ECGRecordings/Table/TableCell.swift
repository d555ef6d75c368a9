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
    case .text: self = Self.seconds(ofClock: text).map { .clock($0) } ?? .text
    }
  }

  /// Reads a cell whose decimal mark is not known yet.
  init(unmarked text: String) {
    let english = TableCell(text, marks: .english)
    self = english == .text ? TableCell(text, marks: .continental) : english
  }

  /// The seconds since midnight of digits with colons, as in `0:00.003`, `2024-05-01T12:00:00.5` or
  /// `[12:00:00 01/05/2024]`; nil for anything else.
  static func seconds(ofClock text: String) -> Double? {
    guard text.contains(":"),
      text.utf8.allSatisfy({ $0 &- 48 < 10 || " :.,/-+TZ[]".utf8.contains($0) })
    else { return nil }
    // The longest run of digits, colons and a fraction.
    let runs = text.split { !($0.isNumber || ":.,".contains($0)) }.filter { $0.contains(":") }
    guard let clock = runs.first else { return nil }
    let parts = clock.split(separator: ":", omittingEmptySubsequences: false)
      .map { Double($0.replacing(",", with: ".")) }
    guard 2...3 ~= parts.count, !parts.contains(nil) else { return nil }
    return parts.reduce(0) { $0 * 60 + ($1 ?? 0) }
  }

  /// Whether the cell may stand in a column of numbers.
  var isNumberOrMissing: Bool {
    switch self {
    case .number, .missing: true
    case .clock, .text: false
    }
  }
}
