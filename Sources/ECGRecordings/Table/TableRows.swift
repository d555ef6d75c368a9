import ECGFiles
import ECGText

/// The rows of a table in its file: how many there are, and where.
struct TableRows {
  let bytes: FileBytes
  let layout: TableLayout
  /// The rows, blank ones at the end left out.
  let count: Int
  /// Rows from which reading may begin, and where they do: every ``checkpoint``th, and between them
  /// one in ``spacing`` bytes, so that little is read twice however long rows are.
  private let anchors: [(row: Int, offset: Int)]

  static let checkpoint = 4_096
  private static let spacing = 1 << 16
  private static let pieceSize = 1 << 20
  private static let fewBytes = 1 << 12
  /// A longer line is no row of samples.
  private static let longestLine = 1 << 16

  /// Passes over the file once.
  init(_ bytes: FileBytes, layout: TableLayout) throws {
    (self.bytes, self.layout) = (bytes, layout)
    var anchors = [(row: 0, offset: layout.dataOffset)]
    var (rows, filledRows) = (0, 0)
    var isEmpty = true
    var lineStart = layout.dataOffset
    let file = try bytes.opened()
    let ending = layout.ending.byte
    func checkLength(_ length: Int) throws {
      guard length > Self.longestLine else { return }
      throw FileError(
        .badData, path: bytes.path, at: .line(layout.headerLineCount + rows + 1),
        "expected rows of at most \(Self.longestLine) bytes, found a longer one",
        remedy: "Check that this is a table of samples with a row for each time")
    }
    for start in stride(from: layout.dataOffset, to: bytes.count, by: Self.pieceSize) {
      try Task.checkCancellation()
      let piece = try file.read(start..<min(start + Self.pieceSize, bytes.count))
      for (index, byte) in piece.enumerated() {
        guard byte == ending else {
          if byte > 32 { isEmpty = false }
          continue
        }
        try checkLength(start + index - lineStart)
        rows += 1
        if !isEmpty { filledRows = rows }
        isEmpty = true
        lineStart = start + index + 1
        if rows % Self.checkpoint == 0
          || lineStart - anchors[anchors.count - 1].offset >= Self.spacing
        {
          anchors.append((rows, lineStart))
        }
      }
    }
    try checkLength(bytes.count - lineStart)
    if !isEmpty { filledRows = rows + 1 }
    (count, self.anchors) = (filledRows, anchors)
  }

  /// The last anchor that is not behind a row.
  private func anchor(before row: Int) -> (row: Int, offset: Int) {
    var (low, high) = (0, anchors.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if anchors[middle].row <= row { low = middle } else { high = middle }
    }
    return anchors[low]
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
          if row >= rows.lowerBound {
            try body(row, UnsafeBufferPointer(start: position, count: stop - position))
          }
          row += 1
          position = min(stop + 1, end)
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

  /// The number or time in a cell; nil where it is missing.
  ///
  /// - Throws: ``FileError`` where the row has other cells than the header, or the cell is no number.
  func number(inRow row: Int, column: Int) throws -> Double? {
    var value: Double?
    try forEach(in: row..<(row + 1)) { row, line in
      try readRow(line, row) { index, cell in
        if index == column { value = number(cell) }
      }
    }
    return value
  }

  /// The number or time that a cell holds; nil where it is missing.
  func number(_ cell: UnsafeBufferPointer<UInt8>) -> Double? {
    switch TableCell(TextCells.string(cell), marks: layout.marks) {
    case .number(let number), .clock(let number): number
    case .missing, .text: nil
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
    var column = 0
    while let cell = cells.next() {
      if column < layout.columns.count { try body(column, cell) }
      column += 1
    }
    // A row without anything is a gap; one with more or fewer cells is damaged.
    if column != layout.columns.count, !TextLines.isBlank(line) {
      throw FileError(
        .badData, path: bytes.path, at: .line(layout.headerLineCount + row + 1),
        "expected \(layout.columns.count) columns, found \(column)",
        remedy: "Correct the row or export the table again")
    }
  }
}
