/// The fields of one line of a CSV file, in order.
///
/// A field is what lies between delimiters, without white space and one pair of quotes around it.
struct CSVFields: IteratorProtocol, Sequence {
  private var rest: UnsafePointer<UInt8>
  private let end: UnsafePointer<UInt8>
  private let delimiter: UInt8
  private var isDone = false

  /// Creates the fields of the line from `start` up to `end`, its line ending left out.
  init(from start: UnsafePointer<UInt8>, to end: UnsafePointer<UInt8>, delimiter: UInt8) {
    rest = start
    self.end = end
    self.delimiter = delimiter
  }

  /// The next field's bytes; nil after the last.
  mutating func next() -> UnsafeBufferPointer<UInt8>? {
    guard !isDone else { return nil }
    let start = rest
    while rest < end, rest.pointee != delimiter { rest += 1 }
    let field = CSVFields.trimmed(from: start, to: rest, delimiter: delimiter)
    if rest < end { rest += 1 } else { isDone = true }
    return field
  }

  /// A field without white space and quotes around it.
  static func trimmed(
    from start: UnsafePointer<UInt8>, to end: UnsafePointer<UInt8>, delimiter: UInt8
  ) -> UnsafeBufferPointer<UInt8> {
    var (start, end) = (start, end)
    trim(&start, &end, delimiter: delimiter)
    let quote = UInt8(ascii: "\"")
    if end - start >= 2, start.pointee == quote, end[-1] == quote {
      start += 1
      end -= 1
      trim(&start, &end, delimiter: delimiter)
    }
    return UnsafeBufferPointer(start: start, count: end - start)
  }

  /// Whether a byte is white space within a line.
  static func isSpace(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r")
  }

  private static func trim(
    _ start: inout UnsafePointer<UInt8>, _ end: inout UnsafePointer<UInt8>, delimiter: UInt8
  ) {
    while start < end, isSpace(start.pointee), start.pointee != delimiter { start += 1 }
    while start < end, isSpace(end[-1]), end[-1] != delimiter { end -= 1 }
  }
}

/// The lines of a piece of text, blank ones included.
struct TextLines: IteratorProtocol, Sequence {
  private var rest: UnsafePointer<UInt8>
  private let end: UnsafePointer<UInt8>

  /// Creates the lines of the text from `start` up to `end`.
  init(from start: UnsafePointer<UInt8>, to end: UnsafePointer<UInt8>) {
    rest = start
    self.end = end
  }

  /// The next line's bytes without the line feed, and whether it is blank; nil after the last.
  mutating func next() -> (bytes: UnsafeBufferPointer<UInt8>, isBlank: Bool)? {
    guard rest < end else { return nil }
    let feed = LineFeed.first(from: rest, to: end)
    let line = UnsafeBufferPointer(start: rest, count: feed - rest)
    rest = feed < end ? feed + 1 : end
    return (line, line.allSatisfy(CSVFields.isSpace))
  }
}
