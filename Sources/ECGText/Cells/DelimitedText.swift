/// A small table in memory: the cells of its lines, each with the number of its line.
///
/// For lists that people write or keep beside data; samples are read in place by ``TextCells``.
package struct DelimitedText: Sendable {
  /// A line that is not blank.
  package struct Row: Equatable, Sendable {
    /// Its number, counted from 1.
    package let line: Int
    /// Its cells, without quotes and white space around them.
    package let cells: [String]
  }

  /// The lines that are not blank.
  package let rows: [Row]

  /// Reads a text, whatever ends its lines; a byte order mark is passed over.
  package init(_ bytes: some Collection<UInt8>, separator: CellSeparator = .comma) {
    let bytes = Array(bytes)
    rows = bytes.withUnsafeBufferPointer { text in
      guard let start = text.baseAddress else { return [] }
      let mark = text.starts(with: TextLines.byteOrderMark) ? TextLines.byteOrderMark.count : 0
      let lines = TextLines(
        from: start + mark, to: start + text.count, ending: LineEnding(of: text))
      return lines.enumerated().compactMap { index, line in
        TextLines.isBlank(line)
          ? nil : Row(line: index + 1, cells: TextCells.strings(line, separator: separator))
      }
    }
  }
}
