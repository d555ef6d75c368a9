/// How a table of samples is laid out: what its first lines say.
struct TableLayout: Equatable, Sendable {
  /// A column of the table.
  struct Column: Equatable, Sendable {
    /// The name in the header row, without a unit in brackets; `column 1` where there is none.
    var name: String
    /// The unit that the header gives.
    var unit: String?
    /// Whether the name is that of a time or a count of samples.
    var isTime: Bool
  }

  var separator: UInt8
  /// The decimal mark, a point or a comma.
  var mark: UInt8
  var columns: [Column]
  /// Where the rows of numbers begin.
  var dataOffset: Int
  /// The lines before them.
  var headerLineCount: Int

  /// Reads the layout from the file's beginning.
  ///
  /// - Returns: nil where there are no rows of numbers.
  init?(_ beginning: [UInt8]) {
    var lines = TextLines(beginning)
    var header: [ArraySlice<UInt8>] = []
    var first: ArraySlice<UInt8>?
    (dataOffset, headerLineCount) = (0, 0)
    while first == nil, header.count <= 2 {
      let start = lines.offset
      guard let line = lines.next() else { break }
      if line.isEmpty || line.first == UInt8(ascii: "#") {
        headerLineCount += 1
        continue
      }
      if Self.isData(line) {
        first = line
        dataOffset = start
      } else {
        header.append(line)
        headerLineCount += 1
      }
    }
    guard let first, header.count <= 2 else { return nil }
    separator = Self.separator(of: first, header.first)
    let names = header.first.map { [separator] in Self.cells($0, separator) }
    let units =
      header.count == 2 ? header.last.map { [separator] in Self.cells($0, separator) } : nil
    // A comma cannot be both.
    let hasComma = first.contains(UInt8(ascii: ",")) && separator != UInt8(ascii: ",")
    mark = hasComma && !first.contains(UInt8(ascii: ".")) ? UInt8(ascii: ",") : UInt8(ascii: ".")
    let count = first.split(separator: separator, omittingEmptySubsequences: false).count
    columns = (0..<max(count, names?.count ?? 0)).map { index in
      let given = names.flatMap { index < $0.count ? $0[index] : nil } ?? ""
      let unit = units.flatMap { index < $0.count && !$0[index].isEmpty ? $0[index] : nil }
      return Column(given, unit: unit, number: index + 1)
    }
  }

  /// A row of numbers: each cell a number, missing, or a time of day, and at least one a number.
  private static func isData(_ line: ArraySlice<UInt8>) -> Bool {
    let separator = separator(of: line, nil)
    let cells = line.split(separator: separator, omittingEmptySubsequences: false)
    var numbers = 0
    for cell in cells {
      let field = cell.withUnsafeBytes { bytes -> DecimalField in
        let point = DecimalField(bytes, mark: UInt8(ascii: "."))
        return point == .text && separator != UInt8(ascii: ",")
          ? DecimalField(bytes, mark: UInt8(ascii: ",")) : point
      }
      switch field {
      case .number: numbers += 1
      case .missing: continue
      case .text: guard isTime(cell) else { return false }
      }
    }
    return numbers > 0
  }

  /// Digits with colons, as in `0:00.003`, `2024-05-01T12:00:00.5` or `[12:00:00 01/05/2024]`.
  private static func isTime(_ cell: ArraySlice<UInt8>) -> Bool {
    cell.contains(UInt8(ascii: ":"))
      && cell.allSatisfy { $0 &- 48 < 10 || " :.,/-+TZ[]\"'".utf8.contains($0) }
  }

  private static func separator(
    of line: ArraySlice<UInt8>, _ header: ArraySlice<UInt8>?
  ) -> UInt8 {
    for candidate in [UInt8(ascii: "\t"), UInt8(ascii: ";")] where line.contains(candidate) {
      return candidate
    }
    // A single column of numbers with decimal commas has a header without a comma.
    if let header, !header.contains(UInt8(ascii: ",")), line.contains(UInt8(ascii: ",")) {
      return UInt8(ascii: ";")
    }
    return UInt8(ascii: ",")
  }

  private static func cells(_ line: ArraySlice<UInt8>, _ separator: UInt8) -> [String] {
    line.split(separator: separator, omittingEmptySubsequences: false).map { cell in
      String(decoding: cell, as: UTF8.self).trimming { $0.isWhitespace || $0 == "\"" || $0 == "'" }
    }
  }
}

extension TableLayout.Column {
  /// - Parameters:
  ///   - text: the cell of the header row, such as `MLII (mV)`.
  ///   - number: the column's number, counted from 1.
  init(_ text: String, unit: String?, number: Int) {
    name = text
    self.unit = unit
    if unit == nil, let last = text.last, last == ")" || last == "]",
      let opening = text.lastIndex(where: { $0 == "(" || $0 == "[" })
    {
      self.unit = String(text[text.index(after: opening)...].dropLast())
      name = String(text[..<opening]).trimming(\.isWhitespace)
    }
    isTime = Self.times.contains(name.lowercased())
    if name.isEmpty { name = "column \(number)" }
  }

  private static let times: Set<String> = [
    "time", "times", "timestamp", "elapsed time", "time and date", "date", "datetime", "t", "s",
    "sec", "secs", "second", "seconds", "ms", "milliseconds", "time_s", "time_ms", "index", "idx",
    "sample", "samples", "sample #", "sample interval", "sample number", "frame", "#", "n",
  ]
}

/// The lines of a text in memory, without their ends.
struct TextLines {
  private let bytes: [UInt8]
  /// Where the next line begins.
  private(set) var offset: Int

  /// - Parameter bytes: the text; a byte order mark is passed over.
  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    offset = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
  }

  mutating func next() -> ArraySlice<UInt8>? {
    guard offset < bytes.count else { return nil }
    let end = bytes[offset...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
    let line = bytes[offset..<end]
    offset = min(end + 1, bytes.count)
    return line.last == UInt8(ascii: "\r") ? line.dropLast() : line
  }
}

extension String {
  /// The text without the characters at both ends that `predicate` holds for.
  func trimming(_ predicate: (Character) -> Bool) -> String {
    guard let first = firstIndex(where: { !predicate($0) }),
      let last = lastIndex(where: { !predicate($0) })
    else { return "" }
    return String(self[first...last])
  }
}
