import ECGText

/// What a cell of a table holds, as far as its layout is concerned.
enum TableCell: Equatable {
  case number(Double)
  /// A time of day in seconds.
  case clock(Double)
  case missing
  case text

  /// - Parameters:
  ///   - text: the cell without quotes and blanks around it.
  ///   - dates: what comes first in dates that are not written from the year on.
  init(_ text: String, marks: NumberMarks, dates: TableDate.Order = .dayFirst) {
    switch DecimalCell(text, marks: marks) {
    case .number(let value): self = .number(value)
    case .missing: self = .missing
    case .text:
      var text = text
      self =
        text.withUTF8 {
          Self.seconds(ofClock: $0, dates: dates) ?? TimeQuantity($0, marks: marks)?.seconds
        }.map { .clock($0) } ?? .text
    }
  }

  /// Reads a cell whose decimal mark is not known yet.
  init(unmarked text: String) {
    let english = TableCell(text, marks: .english)
    self = english == .text ? TableCell(text, marks: .continental) : english
  }

  /// The number, where there is one.
  var number: Double? {
    if case .number(let value) = self { value } else { nil }
  }

  /// Whether the cell may stand in a column of numbers.
  var isNumberOrMissing: Bool {
    switch self {
    case .number, .missing: true
    case .clock, .text: false
    }
  }
}
