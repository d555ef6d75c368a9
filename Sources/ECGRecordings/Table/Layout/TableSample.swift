import ECGFiles
import ECGText

/// The beginning of a table, cut into lines: what the layout of the whole is told from.
struct TableSample {
  /// A line that is not blank.
  struct Line {
    /// Its first byte.
    let offset: Int
    /// Its number, counted from 1.
    let number: Int
    let bytes: [UInt8]

    func cells(_ separator: CellSeparator) -> [String] {
      bytes.withUnsafeBufferPointer { TextCells.strings($0, separator: separator) }
    }

    func cellCount(_ separator: CellSeparator) -> Int {
      bytes.withUnsafeBufferPointer { TextCells.count($0, separator: separator) }
    }

    var text: String { TextCells.text(bytes) }
  }

  /// The file, as errors name it.
  let path: String
  /// What ends a line.
  let ending: LineEnding
  /// The lines that are neither blank nor remarks.
  let lines: [Line]
  /// The remarks among the first lines: those that begin with `#`, `%` or `//`,
  /// without these marks.
  let remarks: [Line]
  /// Whether this is all of the file.
  let isWhole: Bool

  /// - Parameters:
  ///   - beginning: the first bytes of the file.
  ///   - size: the bytes of the file.
  /// - Throws: ``FileError`` where there are no lines.
  init(_ beginning: [UInt8], of path: String, size: Int) throws {
    self.path = path
    isWhole = beginning.count >= size
    ending = beginning.withUnsafeBufferPointer { LineEnding(of: $0) }
    var lines: [Line] = []
    var remarks: [Line] = []
    let hasMark = beginning.starts(with: TextLines.byteOrderMark)
    var start = hasMark ? TextLines.byteOrderMark.count : 0
    var number = 0
    while start < beginning.count {
      let end = beginning[start...].firstIndex(of: ending.byte) ?? beginning.count
      // A line that goes on behind the beginning is not looked at.
      if end == beginning.count, !isWhole { break }
      number += 1
      var bytes = Array(beginning[start..<end])
      if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
      if let mark = Self.remarkMark(bytes) {
        remarks.append(Line(offset: start, number: number, bytes: Array(bytes[mark...])))
      } else if bytes.contains(where: { !TextCells.isSpace($0) }) {
        lines.append(Line(offset: start, number: number, bytes: bytes))
      }
      start = end + 1
    }
    guard !lines.isEmpty else {
      throw FileError(
        .badData, path: path, at: .line(1),
        isWhole
          ? "expected rows of numbers, found none"
          : "expected a row for each time, found a line of more than \(beginning.count) bytes",
        remedy: isWhole ? "Name a table with a row for each time" : TableLayout.transpose)
    }
    (self.lines, self.remarks) = (lines, remarks)
  }

  /// Whether every other line from one on is blank, as where ends of lines were doubled.
  ///
  /// - Parameter start: an index into ``lines``.
  func isDoubleSpaced(from start: Int) -> Bool {
    let numbers = lines[start...].map(\.number)
    let steps = zip(numbers.dropFirst(), numbers).map { $0 - $1 }
    return steps.count >= Self.fewestSteps
      && Double(steps.count { $0 == 2 }) >= 0.9 * Double(steps.count)
  }

  /// In fewer rows every other one may be missing by chance.
  private static let fewestSteps = 8

  /// Where the text of a remark begins; nil for what is none.
  private static func remarkMark(_ line: [UInt8]) -> Int? {
    guard let first = line.firstIndex(where: { !TextCells.isSpace($0) }) else { return nil }
    let text = line[first...]
    for mark in ["//", "#", "%"] where text.starts(with: mark.utf8) {
      return text.firstIndex { !mark.utf8.contains($0) } ?? line.count
    }
    return nil
  }
}
