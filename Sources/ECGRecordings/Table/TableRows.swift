import ECGFiles
import ECGText

/// The rows of a table in its file: how many there are, and where.
struct TableRows {
  let bytes: FileBytes
  let layout: TableLayout
  /// The rows: blank ones at the end left out, and all of them in a table that is double-spaced;
  /// remarks left out, and lines of words at the end.
  private(set) var count: Int
  /// The lines of words behind the last row, which are no samples.
  private(set) var footerLineCount = 0
  /// The remarks between the rows.
  let remarkCount: Int
  /// The blank rows, but for those at the end.
  let blankCount: Int
  /// Rows from which reading may begin, and where they do: every ``checkpoint``th, and between them
  /// one in ``spacing`` bytes, so that little is read twice however long rows are.
  private let anchors: [(row: Int, offset: Int)]

  static let checkpoint = 4_096
  /// Between so many rows a pass can be ended.
  static let rowsAtOnce = 16 * checkpoint
  private static let spacing = 1 << 16
  private static let pieceSize = 1 << 20
  private static let fewBytes = 1 << 12
  /// A longer line is no row of samples.
  private static let longestLine = 1 << 16
  /// More lines of words than these are no footer.
  private static let mostFooterLines = 32

  /// Passes over the file once.
  init(_ bytes: FileBytes, layout: TableLayout) throws {
    (self.bytes, self.layout) = (bytes, layout)
    var anchors = [(row: 0, offset: layout.dataOffset)]
    var (lines, rows, filledRows, remarks) = (0, 0, 0, 0)
    var (blank, blankBefore) = (0, 0)
    var beginning = LineBeginning()
    var lineStart = layout.dataOffset
    let file = try bytes.opened()
    let ending = layout.ending.byte
    func checkLength(_ length: Int) throws {
      guard length > Self.longestLine else { return }
      throw FileError(
        .badData, path: bytes.path, at: .line(layout.headerLineCount + lines + 1),
        "expected rows of at most \(Self.longestLine) bytes, found a longer one",
        remedy: "Check that this is a table of samples with a row for each time")
    }
    for start in stride(from: layout.dataOffset, to: bytes.count, by: Self.pieceSize) {
      try Task.checkCancellation()
      let piece = try file.read(start..<min(start + Self.pieceSize, bytes.count))
      for (index, byte) in piece.enumerated() {
        guard byte == ending else {
          beginning.take(byte)
          continue
        }
        try checkLength(start + index - lineStart)
        lines += 1
        lineStart = start + index + 1
        let (isEmpty, isRemark) = (beginning.isEmpty, beginning.isRemark)
        beginning = LineBeginning()
        if isRemark { remarks += 1 }
        if isRemark || isEmpty && layout.isDoubleSpaced { continue }
        rows += 1
        if isEmpty { blank += 1 } else { (filledRows, blankBefore) = (rows, blank) }
        if rows % Self.checkpoint == 0
          || lineStart - anchors[anchors.count - 1].offset >= Self.spacing
        {
          anchors.append((rows, lineStart))
        }
      }
    }
    try checkLength(bytes.count - lineStart)
    if beginning.isRemark {
      remarks += 1
    } else if !beginning.isEmpty {
      (filledRows, blankBefore) = (rows + 1, blank)
    }
    (count, remarkCount, blankCount, self.anchors) = (filledRows, remarks, blankBefore, anchors)
    try removeFooter()
  }

  /// What a line begins with: as much of it as tells that it is blank or a remark.
  private struct LineBeginning {
    private var first: UInt8 = 0
    private var second: UInt8 = 0

    @inline(__always)
    mutating func take(_ byte: UInt8) {
      if first == 0 {
        if byte > 32 { first = byte }
      } else if second == 0 {
        second = byte
      }
    }

    var isEmpty: Bool { first == 0 }

    /// Whether the line is a remark. `#N/A` and the like are what spreadsheets write for a number.
    var isRemark: Bool {
      switch first {
      case UInt8(ascii: "#"): second <= 32 || second == UInt8(ascii: "#")
      case UInt8(ascii: "/"): second == UInt8(ascii: "/")
      case UInt8(ascii: "%"): true
      default: false
      }
    }

    init() {}

    init(of line: UnsafeBufferPointer<UInt8>) {
      for byte in line {
        guard second == 0 else { return }
        take(byte)
      }
    }
  }

  /// Whether a line is none of the rows.
  private func isSkipped(_ line: LineBeginning) -> Bool {
    line.isRemark || layout.isDoubleSpaced && line.isEmpty
  }

  /// Takes off lines of words at the end, such as `Total samples,15000`, and blank
  /// ones before them.
  private mutating func removeFooter() throws {
    let tail = max(0, count - Self.mostFooterLines)..<count
    // For each row whether it is of words; nil of a blank one.
    var rows: [Bool?] = []
    try forEach(in: tail) { _, line in rows.append(TextLines.isBlank(line) ? nil : areWords(line)) }
    guard let last = rows.lastIndex(of: false), last + 1 < rows.count else { return }
    footerLineCount = rows[(last + 1)...].count { $0 == true }
    count = tail.lowerBound + last + 1
  }

  /// Whether a line begins with words where rows have a number or a time, or has them in
  /// place of its time.
  private func areWords(_ line: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let start = line.baseAddress else { return false }
    let cells = TextCells(from: start, to: start + line.count, separator: layout.separator)
    var words: [Bool] = []
    for cell in cells { words.append(isOfWords(cell)) }
    guard words.count == layout.columns.count else { return words[0] }
    return words[0] && layout.columns[0].content != .words
      || layout.clock.map { words[$0.column] } ?? false
  }

  private func isOfWords(_ cell: UnsafeBufferPointer<UInt8>) -> Bool {
    func isLetter(_ byte: UInt8) -> Bool {
      byte >= 0x80 || UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20
    }
    return cell.first.map(isLetter) ?? false && cell.count(where: isLetter) > 3
      && DecimalCell(cell, marks: layout.marks) == .text
      && TableCell.seconds(ofClock: cell) == nil
  }

  /// The last anchor that is not behind a row.
  private func anchor(before row: Int) -> (row: Int, offset: Int) {
    anchors[anchors.partitionPoint { $0.row > row } - 1]
  }

  /// The line of the file that a row stands in, counted from 1.
  func lineNumber(of row: Int) -> Int {
    guard layout.isDoubleSpaced || remarkCount > 0 else { return layout.headerLineCount + row + 1 }
    // Only where something is wrong is it worth the time to count.
    var (line, rows, beginning) = (layout.headerLineCount + 1, 0, LineBeginning())
    for start in stride(from: layout.dataOffset, to: bytes.count, by: Self.pieceSize) {
      let end = min(start + Self.pieceSize, bytes.count)
      guard let piece = try? bytes.read(start..<end) else { break }
      for byte in piece {
        guard byte == layout.ending.byte else {
          beginning.take(byte)
          continue
        }
        if !isSkipped(beginning) {
          if rows == row { return line }
          rows += 1
        }
        (line, beginning) = (line + 1, LineBeginning())
      }
    }
    return line
  }

  /// Calls `body` with the number and the line of each row of a range, in order.
  func forEach(
    in rows: Range<Int>, _ body: (Int, UnsafeBufferPointer<UInt8>) throws -> Void
  ) throws {
    guard !rows.isEmpty else { return }
    var (row, offset) = anchor(before: rows.lowerBound)
    let file = try bytes.opened()
    // Of a single row little more than the row is read, if it is where reading begins.
    var size = rows.count == 1 && rows.lowerBound == row ? Self.fewBytes : Self.pieceSize
    while row < rows.upperBound {
      let piece = try file.read(offset..<(offset + size))
      guard !piece.isEmpty else { break }
      let isLast = offset + piece.count >= bytes.count
      let done = try piece.withUnsafeBufferPointer { piece -> Int in
        guard let start = piece.baseAddress else { return 0 }
        let end = start + piece.count
        var position = start
        while row < rows.upperBound, position < end {
          let stop = layout.ending.first(from: position, to: end)
          guard stop < end || isLast else { break }
          let line = UnsafeBufferPointer(start: position, count: stop - position)
          position = min(stop + 1, end)
          if isSkipped(LineBeginning(of: line)) { continue }
          if row >= rows.lowerBound { try body(row, line) }
          row += 1
        }
        return position - start
      }
      offset += done
      guard done == 0 else { continue }
      // A row is longer than what was read; in a file that changed meanwhile one may never end.
      guard size < Self.pieceSize else { break }
      size = Self.pieceSize
    }
  }

  /// The number or time in a column of a row; nil where it is missing. The other cells
  /// are not looked at.
  ///
  /// - Parameter dates: what comes first in the dates of the column.
  func number(
    in line: UnsafeBufferPointer<UInt8>, column: Int, dates: TableDate.Order = .dayFirst
  ) -> Double? {
    guard let cell = cell(in: line, column: column) else { return nil }
    // No number has a colon, and finding that out the long way takes a hundred times as long.
    if cell.contains(UInt8(ascii: ":")) { return TableCell.seconds(ofClock: cell, dates: dates) }
    return switch DecimalCell(cell, marks: layout.marks) {
    case .number(let number): number
    case .missing: nil
    case .text: TimeQuantity(cell, marks: layout.marks)?.seconds
    }
  }

  /// The cell in a column of a row.
  func cell(
    in line: UnsafeBufferPointer<UInt8>, column: Int
  ) -> UnsafeBufferPointer<UInt8>? {
    guard let start = line.baseAddress else { return nil }
    var end = start + line.count
    if end > start, end[-1] == UInt8(ascii: "\r") { end -= 1 }
    var cells = TextCells(from: start, to: end, separator: layout.separator)
    for _ in 0..<column {
      guard cells.next() != nil else { return nil }
    }
    return cells.next()
  }

  /// Passes over all rows once.
  ///
  /// - Throws: ``FileError`` where a row has other cells than the header.
  func checkCells() throws {
    for start in stride(from: 0, to: count, by: Self.rowsAtOnce) {
      try Task.checkCancellation()
      try forEach(in: start..<min(start + Self.rowsAtOnce, count)) { row, line in
        try readRow(line, row) { _, _ in }
      }
    }
  }

  /// Calls `body` with each cell of a row; a blank row has none.
  ///
  /// - Throws: ``FileError`` where the row has other cells than the header.
  @inline(__always)
  func readRow(
    _ line: UnsafeBufferPointer<UInt8>, _ row: Int,
    _ body: (Int, UnsafeBufferPointer<UInt8>) throws -> Void
  ) throws {
    guard let start = line.baseAddress else { return }
    var end = start + line.count
    if end > start, end[-1] == UInt8(ascii: "\r") { end -= 1 }
    var cells = TextCells(from: start, to: end, separator: layout.separator)
    var (column, isFilled) = (0, false)
    while let cell = cells.next() {
      if column < layout.columns.count {
        try body(column, cell)
      } else if !cell.isEmpty {
        isFilled = true
      }
      column += 1
    }
    // A row without anything is a gap, and empty cells at its end are none; one with more or fewer
    // is damaged.
    if column < layout.columns.count || isFilled, !TextLines.isBlank(line) {
      throw FileError(
        .badData, path: bytes.path, at: .line(lineNumber(of: row)),
        "expected \(layout.columns.count) columns, found \(column)",
        remedy: "Correct the row or export the table again")
    }
  }
}
