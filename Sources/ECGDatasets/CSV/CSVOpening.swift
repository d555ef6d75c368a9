import ECGText

/// The first lines of a CSV file: a header where there is one, and the first few rows.
struct CSVOpening {
  /// A row of data.
  struct Row {
    /// The row's first byte.
    let offset: Int
    /// The row's line, counted from 1.
    let line: Int
    /// The row's fields.
    let fields: [String]
  }

  /// The byte between fields.
  let delimiter: UInt8
  /// The decimal mark: a comma where the fields are not separated by commas and some
  /// number has one.
  let mark: UInt8
  /// What ends a line.
  let ending: LineEnding
  /// The header's fields; nil where there is no header.
  let header: [String]?
  /// The first rows, at most `rowsLookedAt` of them.
  let rows: [Row]

  private static let rowsLookedAt = 4

  /// Reads the first lines.
  init(_ bytes: UnsafeBufferPointer<UInt8>) {
    ending = LineEnding(of: bytes)
    let byteOrderMark =
      bytes.starts(with: TextLines.byteOrderMark) ? TextLines.byteOrderMark.count : 0
    guard let start = bytes.baseAddress else {
      (delimiter, mark, header, rows) = (UInt8(ascii: ","), UInt8(ascii: "."), nil, [])
      return
    }
    var lines: [(number: Int, bytes: UnsafeBufferPointer<UInt8>)] = []
    // A loop, since lazy sequences are easily walked to their end by accident: to that of the file.
    let text = TextLines(from: start + byteOrderMark, to: start + bytes.count, ending: ending)
    for (index, line) in text.enumerated() where !TextLines.isBlank(line) {
      lines.append((index + 1, line))
      if lines.count > CSVOpening.rowsLookedAt { break }
    }
    let delimiter = CSVOpening.delimiter(of: lines.map(\.bytes))
    self.delimiter = delimiter
    var rows = lines.map { line in
      Row(
        offset: (line.bytes.baseAddress ?? start) - start, line: line.number,
        fields: TextCells.strings(line.bytes, separator: .byte(delimiter)))
    }
    let mark = CSVOpening.mark(of: rows, delimiter: delimiter)
    self.mark = mark
    if let first = rows.first, CSVOpening.isHeader(first.fields, mark: mark) {
      header = first.fields
      rows.removeFirst()
    } else {
      header = nil
    }
    self.rows = Array(rows.prefix(CSVOpening.rowsLookedAt))
  }

  /// The delimiter of the last of some lines, which no header is: a semicolon or a tab, since
  /// commas between these are decimal marks, or else a comma.
  private static func delimiter(of lines: [UnsafeBufferPointer<UInt8>]) -> UInt8 {
    [UInt8(ascii: ";"), UInt8(ascii: "\t")].first { candidate in
      lines.last.map { TextCells.count($0, separator: .byte(candidate)) > 1 } ?? false
    } ?? UInt8(ascii: ",")
  }

  private static func mark(of rows: [Row], delimiter: UInt8) -> UInt8 {
    guard delimiter != UInt8(ascii: ",") else { return UInt8(ascii: ".") }
    let fields = rows.lazy.flatMap(\.fields)
    let hasPoint = fields.contains { $0.contains(".") && Float($0) != nil }
    let hasComma = fields.contains {
      DecimalCell($0, marks: .continental).value != nil && $0.contains(",")
    }
    return hasComma && !hasPoint ? UInt8(ascii: ",") : UInt8(ascii: ".")
  }

  /// Whether fields are names of columns: half of them or more are words, or they are the numbers
  /// 0, 1, 2 … or 1, 2, 3 … that pandas gives to columns without names, save the first and last.
  static func isHeader(_ fields: [String], mark: UInt8 = UInt8(ascii: ".")) -> Bool {
    let words = fields.count { isText($0, mark: mark) }
    if words > 0, words * 2 >= fields.count { return true }
    let named = fields.drop { Int($0) == nil }.prefix { Int($0) != nil }.compactMap { Int($0) }
    guard named.count > 2, named.count + 2 >= fields.count, named[0] == 0 || named[0] == 1 else {
      return false
    }
    return zip(named, named.dropFirst()).allSatisfy { $1 == $0 + 1 }
  }

  private static func isText(_ field: String, mark: UInt8) -> Bool {
    var field = field
    return field.withUTF8 { bytes in
      DecimalRounding.powers.withUnsafeBufferPointer { powers in
        powers.baseAddress.map { DecimalText(bytes, powers: $0, mark: mark) == .text } ?? true
      }
    }
  }
}
