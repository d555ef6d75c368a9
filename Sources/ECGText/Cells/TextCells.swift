/// The cells of a line, in order: the one place that knows separators and quotes.
///
/// A cell is what lies between separators, without the white space around it. One that begins with
/// a quotation mark, `"` or `'`, ends with the same mark; separators between the two are part of
/// it, and a mark inside it is written twice. A mark that is never closed stands for itself.
package struct TextCells: IteratorProtocol, Sequence {
  /// Where the next cell begins.
  package var position: UnsafePointer<UInt8>
  @usableFromInline let end: UnsafePointer<UInt8>
  @usableFromInline let separator: CellSeparator
  /// Whether the last cell was taken.
  package var isDone = false

  /// Creates the cells of a line that is given without its end.
  @inlinable
  package init(
    from start: UnsafePointer<UInt8>, to end: UnsafePointer<UInt8>, separator: CellSeparator
  ) {
    var (start, end) = (start, end)
    if separator == .blanks {
      while start < end, TextCells.isSpace(start.pointee) { start += 1 }
      while end > start, TextCells.isSpace(end[-1]) { end -= 1 }
    }
    position = start
    self.end = end
    self.separator = separator
  }

  /// The next cell's bytes, without the quotation marks around it; nil after the last.
  @inlinable
  package mutating func next() -> UnsafeBufferPointer<UInt8>? {
    guard !isDone else { return nil }
    var start = position
    while start < end, TextCells.isSpace(start.pointee), !separator.matches(start.pointee) {
      start += 1
    }
    if start < end, TextCells.isQuote(start.pointee), let cell = quoted(from: start) {
      return cell
    }
    var stop = start
    while stop < end, !separator.matches(stop.pointee) { stop += 1 }
    move(behind: stop)
    while stop > start, TextCells.isSpace(stop[-1]) { stop -= 1 }
    return UnsafeBufferPointer(start: start, count: stop - start)
  }

  /// The cells of a line as text.
  package static func strings(
    _ line: UnsafeBufferPointer<UInt8>, separator: CellSeparator
  ) -> [String] {
    guard let start = line.baseAddress else { return [""] }
    return TextCells(from: start, to: start + line.count, separator: separator).map(string)
  }

  /// The number of cells in a line.
  package static func count(
    _ line: UnsafeBufferPointer<UInt8>, separator: CellSeparator
  ) -> Int {
    guard let start = line.baseAddress else { return 1 }
    var cells = TextCells(from: start, to: start + line.count, separator: separator)
    var count = 0
    while cells.next() != nil { count += 1 }
    return count
  }

  /// A cell as text, with single quotation marks for those written twice.
  package static func string(_ cell: UnsafeBufferPointer<UInt8>) -> String {
    // Nearly all cells are such, and need neither be validated nor searched.
    guard cell.contains(where: { $0 >= 0x80 || $0 == UInt8(ascii: "\"") }) else {
      return String(decoding: cell, as: UTF8.self)
    }
    return text(cell).replacing("\"\"", with: "\"")
  }

  /// Bytes as text: UTF-8, or else Latin-1, in which spreadsheets write `µV` and
  /// names with accents.
  package static func text(_ bytes: some Collection<UInt8>) -> String {
    String(validating: bytes, as: UTF8.self)
      ?? String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
  }

  /// Whether a byte is white space within a line.
  @inlinable
  package static func isSpace(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r")
  }

  @usableFromInline
  static func isQuote(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'")
  }

  /// The cell whose opening mark is at `start`; nil where nothing closes it.
  @usableFromInline
  mutating func quoted(from start: UnsafePointer<UInt8>) -> UnsafeBufferPointer<UInt8>? {
    let mark = start.pointee
    var close = start + 1
    while close < end {
      if close.pointee == mark {
        guard close + 1 < end, close[1] == mark else { break }
        close += 1
      }
      close += 1
    }
    guard close < end else { return nil }
    var stop = close + 1
    while stop < end, TextCells.isSpace(stop.pointee), !separator.matches(stop.pointee) {
      stop += 1
    }
    // Something behind the closing mark: the marks are part of the text.
    guard stop == end || separator.matches(stop.pointee) else { return nil }
    move(behind: stop)
    var (first, last) = (start + 1, close)
    while first < last, TextCells.isSpace(first.pointee) { first += 1 }
    while last > first, TextCells.isSpace(last[-1]) { last -= 1 }
    return UnsafeBufferPointer(start: first, count: last - first)
  }

  /// Moves to the cell behind the separator at `stop`, which is the end of the line
  /// for the last cell.
  @inlinable
  mutating func move(behind stop: UnsafePointer<UInt8>) {
    position = stop
    guard position < end else {
      isDone = true
      return
    }
    position += 1
    if separator == .blanks {
      while position < end, TextCells.isSpace(position.pointee) { position += 1 }
    }
  }
}
