import ECGFiles

/// The samples of a table, a row for each time and a column for each signal.
struct TableStore: SampleStore {
  let signals: [RecordedSignal]
  let period: Double
  private let bytes: FileBytes
  private let layout: TableLayout
  /// For each signal its column.
  private let columns: [Int]
  private let rowCount: Int
  /// Where every ``checkpoint``th row begins.
  private let offsets: [Int]

  private static let checkpoint = 4_096
  private static let pieceSize = 1 << 20
  /// A longer line is no row of samples.
  private static let longestLine = 1 << 16

  /// - Parameters:
  ///   - columns: for each signal its column in the layout.
  ///   - signals: one for each of the columns.
  init(
    _ bytes: FileBytes, layout: TableLayout, columns: [Int], signals: [RecordedSignal],
    samplingRate: Double
  ) throws {
    self.bytes = bytes
    self.layout = layout
    self.columns = columns
    self.signals = signals
    period = 1 / samplingRate
    (rowCount, offsets) = try Self.countRows(bytes, from: layout)
  }

  var samplesPerPeriod: [Int] { columns.map { _ in 1 } }
  var runs: [SampleRun] { [SampleRun(start: 0, periods: 0..<rowCount)] }
  var storedSampleCount: Int { rowCount * columns.count }

  /// Passes over the file once; empty lines at its end are no rows.
  private static func countRows(
    _ bytes: FileBytes, from layout: TableLayout
  ) throws -> (count: Int, offsets: [Int]) {
    var offsets = [layout.dataOffset]
    var (rows, filledRows) = (0, 0)
    var isEmpty = true
    var lineStart = layout.dataOffset
    let file = try bytes.opened()
    func tooLong() -> FileError {
      FileError(
        .badData, path: bytes.path, at: .line(layout.headerLineCount + rows + 1),
        "expected rows of at most \(longestLine) bytes, found a longer one",
        remedy: "Check that this is a table of samples with a row for each time")
    }
    for start in stride(from: layout.dataOffset, to: bytes.count, by: pieceSize) {
      let piece = try file.read(start..<min(start + pieceSize, bytes.count))
      for (index, byte) in piece.enumerated() {
        guard byte == UInt8(ascii: "\n") else {
          if byte > 32 { isEmpty = false }
          continue
        }
        guard start + index - lineStart <= longestLine else { throw tooLong() }
        rows += 1
        if !isEmpty { filledRows = rows }
        isEmpty = true
        lineStart = start + index + 1
        if rows % checkpoint == 0 { offsets.append(lineStart) }
      }
    }
    guard bytes.count - lineStart <= longestLine else { throw tooLong() }
    if !isEmpty { filledRows = rows + 1 }
    return (filledRows, offsets)
  }

  func samples(of wanted: [Int], periods: Range<Int>) throws -> [[Float]] {
    var result = wanted.map { _ in [Float](repeating: .nan, count: periods.count) }
    guard !periods.isEmpty else { return result }
    let reader = RowReader(
      layout: layout, path: bytes.path, wanted: wanted.map { columns[$0] },
      scales: wanted.map { VoltageUnit.millivolts(in: signals[$0].storedUnit) ?? 1 })
    var row = periods.lowerBound / Self.checkpoint * Self.checkpoint
    var offset = offsets[periods.lowerBound / Self.checkpoint]
    let file = try bytes.opened()
    while row < periods.upperBound {
      let piece = try file.read(offset..<(offset + Self.pieceSize))
      guard !piece.isEmpty else { break }
      let isLast = offset + piece.count >= bytes.count
      offset += try piece.withUnsafeBytes { piece in
        var place = 0
        while row < periods.upperBound, place < piece.count {
          let rest = UnsafeRawBufferPointer(rebasing: piece[place...])
          guard let end = rest.firstIndex(of: UInt8(ascii: "\n")) ?? (isLast ? rest.count : nil)
          else { break }
          if row >= periods.lowerBound {
            try reader.read(
              UnsafeRawBufferPointer(rebasing: rest[..<end]), row: row,
              into: &result, at: row - periods.lowerBound)
          }
          row += 1
          place += end + 1
        }
        return place
      }
    }
    return result
  }
}

/// Takes the wanted cells from rows.
private struct RowReader {
  let layout: TableLayout
  let path: String
  /// The columns that are wanted, and the factor for each.
  let wanted: [Int]
  let scales: [Double]

  func read(
    _ line: UnsafeRawBufferPointer, row: Int, into samples: inout [[Float]], at place: Int
  ) throws {
    var column = 0
    var start = 0
    for index in 0...line.count where index == line.count || line[index] == layout.separator {
      for (signal, wantedColumn) in wanted.enumerated() where wantedColumn == column {
        let cell = UnsafeRawBufferPointer(rebasing: line[start..<index])
        switch DecimalField(cell, mark: layout.mark) {
        case .number(let value): samples[signal][place] = Float(value * scales[signal])
        case .missing: break
        case .text: throw unexpected(cell, row: row, column: column)
        }
      }
      column += 1
      start = index + 1
    }
    // A row without anything is a gap; one that ends early is damaged.
    if let last = wanted.max(), last >= column, line.contains(where: { $0 > 32 }) {
      throw FileError(
        .badData, path: path, at: .line(layout.headerLineCount + row + 1),
        "expected \(layout.columns.count) columns, found \(column)",
        remedy: "Correct the row or export the table again")
    }
  }

  private func unexpected(
    _ cell: UnsafeRawBufferPointer, row: Int, column: Int
  ) -> FileError {
    let text = String(decoding: cell.prefix(40), as: UTF8.self).trimming(\.isWhitespace)
    return FileError(
      .badData, path: path, at: .line(layout.headerLineCount + row + 1),
      "expected a number in column '\(layout.columns[column].name)', found '\(text)'",
      remedy: "Correct the cell, or leave it empty where a sample is missing")
  }
}
