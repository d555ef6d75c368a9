/// The lines of a piece of text without their ends, blank ones included.
package struct TextLines: IteratorProtocol, Sequence {
  private var rest: UnsafePointer<UInt8>
  private let end: UnsafePointer<UInt8>
  private let ending: LineEnding

  /// Creates the lines of the text from `start` up to `end`.
  package init(
    from start: UnsafePointer<UInt8>, to end: UnsafePointer<UInt8>,
    ending: LineEnding = .lineFeed
  ) {
    rest = start
    self.end = end
    self.ending = ending
  }

  /// The next line's bytes; nil after the last.
  package mutating func next() -> UnsafeBufferPointer<UInt8>? {
    guard rest < end else { return nil }
    let start = rest
    let stop = ending.first(from: start, to: end)
    rest = stop < end ? stop + 1 : end
    let hasReturn = stop > start && stop[-1] == UInt8(ascii: "\r")
    return UnsafeBufferPointer(start: start, count: stop - start - (hasReturn ? 1 : 0))
  }

  /// Whether a line holds nothing but white space.
  package static func isBlank(_ line: UnsafeBufferPointer<UInt8>) -> Bool {
    line.allSatisfy(TextCells.isSpace)
  }

  /// The lines of a list that a person wrote: without white space around them, and without those
  /// that are empty or begin with `#`. A list whose entries end in NUL, as `find -print0` writes
  /// it, is taken as it stands: its names may have any other character in them.
  package static func listed(in text: String) -> [Substring] {
    if text.utf8.contains(0) { return text.split(separator: "\0") }
    return text.split(whereSeparator: \.isNewline).map(\.trimmed)
      .filter { !$0.isEmpty && !$0.hasPrefix("#") }
  }

  /// The byte order mark that some programs put before a text in UTF-8.
  package static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
}

extension StringProtocol where SubSequence == Substring {
  /// The text without white space at both ends.
  package var trimmed: Substring { trimming(\.isWhitespace) }

  /// The text without the characters at both ends that `predicate` holds for.
  package func trimming(_ predicate: (Character) -> Bool) -> Substring {
    guard let first = firstIndex(where: { !predicate($0) }),
      let last = lastIndex(where: { !predicate($0) })
    else { return "" }
    return self[first...last]
  }
}
