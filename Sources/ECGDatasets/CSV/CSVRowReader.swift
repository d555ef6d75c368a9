import ECGFiles
import ECGText

/// Reads one row of a general CSV file.
struct CSVRowReader {
  let rows: GeneralRows
  /// The row's line in the file, counted from 1.
  let line: Int
  /// The row's index among the rows, counted from 0.
  let row: Int
  /// The row's index in the buffers it is read into.
  let offset: Int

  private var layout: CSVLayout { rows.layout }

  /// What a field is for.
  private enum Role {
    case index
    case sample(Int)
    case label
    case unread
  }

  /// Reads the row into its place; an error where it is not as it should be.
  ///
  /// - Parameters:
  ///   - bytes: the row, without its end.
  ///   - textEnd: the end of the text that the row is a part of: what may be looked at.
  ///   - values: room for the samples of all rows.
  ///   - labels: room for their labels.
  func read(
    _ bytes: UnsafeBufferPointer<UInt8>, of textEnd: UnsafePointer<UInt8>,
    into values: UnsafeMutableBufferPointer<Float>, _ labels: UnsafeMutableBufferPointer<Int>
  ) -> FileError? {
    guard let start = bytes.baseAddress else { return nil }
    return DecimalRounding.powers.withUnsafeBufferPointer { powers -> FileError? in
      guard let powers = powers.baseAddress else { return nil }
      var position = start
      let end = start + bytes.count
      let out = offset * layout.samplesPerBeat
      var column = 0
      var mayBePlain = true
      while column < layout.columns {
        if mayBePlain, let target = values.baseAddress, case .sample(let sample) = role(of: column)
        {
          // The end of a line is no delimiter, so that this stops in the last column at the latest.
          let read = PlainDecimals.read(
            samples(from: column), at: &position, before: textEnd, delimiter: layout.delimiter,
            mark: layout.mark, into: target + out + sample)
          column += read
          mayBePlain = read > 0
        }
        let isLast = column == layout.columns - 1
        let from = position
        let text = field(&position, before: end, powers: powers)
        let isEnded =
          isLast ? position == end : position < end && position.pointee == layout.delimiter
        guard isEnded else { return ragged(bytes) }
        let content = UnsafeBufferPointer(start: from, count: position - from)
        switch role(of: column) {
        case .index:
          if let failure = checkIndex(text, content, bytes) { return failure }
        case .sample(let sample):
          guard let value = sampleValue(text) else { return notANumber(content, column, bytes) }
          values[out + sample] = value
        case .label:
          guard case .number(let value) = text,
            let index = BeatCSV.label(value, classCount: rows.task.classes.count)
          else { return notALabel(content, column, bytes) }
          labels[offset] = index
        case .unread: break
        }
        position += isLast ? 0 : 1
        column += 1
      }
      return nil
    }
  }

  private func role(of column: Int) -> Role {
    let sample = layout.index == .none ? column : column - 1
    if sample < 0 { return .index }
    guard column == layout.labelColumn else {
      return .sample(column > layout.labelColumn ? sample - 1 : sample)
    }
    switch layout.last {
    case .sample: return .sample(sample)
    case .label: return .label
    case .unread: return .unread
    }
  }

  /// The columns of samples from one on, but for the last column, which no delimiter ends.
  private func samples(from column: Int) -> Int {
    let stop = layout.labelColumn > column ? layout.labelColumn : layout.columns - 1
    return stop - column
  }

  /// Reads a field and moves `position` to the delimiter behind it or to the end of the row.
  @inline(__always)
  private func field(
    _ position: inout UnsafePointer<UInt8>, before end: UnsafePointer<UInt8>,
    powers: UnsafePointer<DecimalRounding.Power>
  ) -> DecimalText {
    // Most fields are a bare number.
    var stop = position
    let value = DecimalScan.float(at: &stop, before: end, mark: layout.mark, powers: powers)
    if let value, stop == end || stop.pointee == layout.delimiter {
      position = stop
      return .number(value)
    }
    var cells = TextCells(from: position, to: end, separator: .byte(layout.delimiter))
    guard let cell = cells.next() else { return .missing }
    // Back to the separator, which is checked by whoever asks.
    position = cells.isDone ? end : cells.position - 1
    return DecimalText(cell, powers: powers, mark: layout.mark)
  }

  private func sampleValue(_ text: DecimalText) -> Float? {
    switch text {
    case .number(let value) where value.isFinite || rows.nonFinite == .accept: value
    case .missing where rows.nonFinite == .accept: .nan
    default: nil
    }
  }
}

// MARK: - Errors

extension CSVRowReader {
  private func failure(_ problem: String, remedy: Remedy) -> FileError {
    FileError(.badData, path: rows.path, at: .line(line), problem, remedy: remedy)
  }

  /// The error for a row with another number of fields than the first one has.
  private func ragged(_ bytes: UnsafeBufferPointer<UInt8>) -> FileError {
    failure(
      "expected \(layout.columns) columns, found \(columns(of: bytes))",
      remedy: "Correct or remove the row")
  }

  /// The error for a sample that is no finite number.
  private func notANumber(
    _ field: UnsafeBufferPointer<UInt8>, _ column: Int, _ row: UnsafeBufferPointer<UInt8>
  ) -> FileError {
    guard columns(of: row) == layout.columns else { return ragged(row) }
    return failure(
      "column \(column + 1): expected a \(rows.nonFinite == .accept ? "" : "finite ")number, "
        + "found \(CSVRowReader.shown(field))",
      remedy: "Correct or remove the row")
  }

  /// The error for a label that is not the index of a class.
  private func notALabel(
    _ field: UnsafeBufferPointer<UInt8>, _ column: Int, _ row: UnsafeBufferPointer<UInt8>
  ) -> FileError {
    guard columns(of: row) == layout.columns else { return ragged(row) }
    let classes = rows.task.classes.enumerated().map { "\($0) (\($1.symbol))" }
    return failure(
      "column \(column + 1): expected a label, one of \(classes.joined(separator: ", ")), "
        + "found \(CSVRowReader.shown(field))",
      remedy: "Correct the label, or check that this is a file for the task \(rows.task.name)")
  }

  /// An error where the index column does not go on counting.
  private func checkIndex(
    _ text: DecimalText, _ field: UnsafeBufferPointer<UInt8>, _ bytes: UnsafeBufferPointer<UInt8>
  ) -> FileError? {
    guard case .counting(let start) = layout.index else { return nil }
    // Beyond 2^24 a `Float` no longer tells neighbours apart.
    if case .number(let value) = text, value == Float(start + row) { return nil }
    guard columns(of: bytes) == layout.columns else { return ragged(bytes) }
    return failure(
      "column 1: expected the row's number \(start + row), found \(CSVRowReader.shown(field))",
      remedy: "The rows above are numbered in their first column; number them all or none")
  }

  private func columns(of row: UnsafeBufferPointer<UInt8>) -> Int {
    TextCells.count(row, separator: .byte(layout.delimiter))
  }

  /// A field as a message shows it: in quotes, in short, and without control characters.
  private static func shown(_ field: UnsafeBufferPointer<UInt8>) -> String {
    let trimmed = field.filter { !TextCells.isSpace($0) }
    if trimmed.isEmpty { return "nothing" }
    if trimmed.contains(where: { $0 < 0x20 || $0 == 0x7F }) { return "bytes that are no text" }
    let text = String(decoding: trimmed.prefix(24), as: UTF8.self)
    return trimmed.count > 24 ? "\"\(text)…\"" : "\"\(text)\""
  }
}
