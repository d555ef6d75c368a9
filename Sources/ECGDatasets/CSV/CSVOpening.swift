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
  /// The header's fields; nil where there is no header.
  let header: [String]?
  /// The first rows, at most `rowsLookedAt` of them.
  let rows: [Row]

  private static let rowsLookedAt = 4

  /// Reads the first lines.
  init(_ bytes: UnsafeBufferPointer<UInt8>) {
    let mark = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    guard let start = bytes.baseAddress else {
      (delimiter, header, rows) = (UInt8(ascii: ","), nil, [])
      return
    }
    var lines: [(number: Int, bytes: UnsafeBufferPointer<UInt8>)] = []
    // A loop, since lazy sequences are easily walked to their end by accident: to that of the file.
    for (index, line) in TextLines(from: start + mark, to: start + bytes.count).enumerated()
    where !line.isBlank {
      lines.append((index + 1, line.bytes))
      if lines.count > CSVOpening.rowsLookedAt { break }
    }
    let delimiter = lines.first.map { CSVOpening.delimiter(of: $0.bytes) } ?? UInt8(ascii: ",")
    self.delimiter = delimiter
    var rows = lines.map { line in
      let from = line.bytes.baseAddress ?? start
      let fields = CSVFields(from: from, to: from + line.bytes.count, delimiter: delimiter)
      return Row(
        offset: from - start, line: line.number,
        fields: fields.map { String(decoding: $0, as: UTF8.self) })
    }
    if let first = rows.first, CSVOpening.isHeader(first.fields) {
      header = first.fields
      rows.removeFirst()
    } else {
      header = nil
    }
    self.rows = Array(rows.prefix(CSVOpening.rowsLookedAt))
  }

  /// The delimiter of a line: a comma, or else a semicolon, or else a tab.
  private static func delimiter(of line: UnsafeBufferPointer<UInt8>) -> UInt8 {
    [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")]
      .first { line.contains($0) } ?? UInt8(ascii: ",")
  }

  /// Whether fields are names of columns: half of them or more are words, or they are the numbers
  /// 0, 1, 2 … or 1, 2, 3 … that pandas gives to columns without names, save the first and last.
  static func isHeader(_ fields: [String]) -> Bool {
    let words = fields.count { !$0.isEmpty && Float($0) == nil && !isMissing($0) }
    if words > 0, words * 2 >= fields.count { return true }
    let named = fields.drop { Int($0) == nil }.prefix { Int($0) != nil }.compactMap { Int($0) }
    guard named.count > 2, named.count + 2 >= fields.count, named[0] == 0 || named[0] == 1 else {
      return false
    }
    return zip(named, named.dropFirst()).allSatisfy { $1 == $0 + 1 }
  }

  private static func isMissing(_ field: String) -> Bool {
    var field = field
    return field.withUTF8 { bytes in
      DecimalRounding.powers.withUnsafeBufferPointer { powers in
        powers.baseAddress.map { DecimalText(bytes, powers: $0) != .text } ?? false
      }
    }
  }
}
