import ECGFiles
import ECGText

extension TableRows {
  /// For each column of the layout the numbers that stand for samples that are missing, with one
  /// that it has anywhere.
  ///
  /// Passes over all rows once.
  ///
  /// - Parameter wanted: the columns that are asked for.
  func missingCodes(in wanted: [Int]) throws -> [MissingCode] {
    var codes = layout.columns.map(\.missing)
    let open = Set(wanted).sorted()
    guard let last = open.last else { return codes }
    let isOpen = (0...last).map(open.contains)
    var numbers = isOpen.indices.map { MissingCode.Numbers(wrapped: codes[$0].wrapped) }
    for start in stride(from: 0, to: count, by: Self.rowsAtOnce) {
      try Task.checkCancellation()
      try forEach(in: start..<min(start + Self.rowsAtOnce, count)) { _, line in
        guard let first = line.baseAddress else { return }
        var end = first + line.count
        if end > first, end[-1] == UInt8(ascii: "\r") { end -= 1 }
        var cells = TextCells(from: first, to: end, separator: layout.separator)
        var column = 0
        // Damaged rows are told of when their samples are read.
        while column <= last, let cell = cells.next() {
          if isOpen[column], case .number(let value) = DecimalCell(cell, marks: layout.marks) {
            numbers[column].take(value, isBare: !cell.contains(layout.marks.decimal))
          }
          column += 1
        }
      }
    }
    for column in open { codes[column] = codes[column].completed(by: numbers[column]) }
    return codes
  }
}
