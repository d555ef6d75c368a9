import ECGFiles

/// A line of a header with its place, for error messages.
struct HeaderLine {
  let path: String
  /// Counted from 1.
  let number: Int
  let text: Substring

  var fields: [Substring] { text.split(whereSeparator: \.isWhitespace) }

  func error(expected: String, found: some StringProtocol) -> FileError {
    FileError(
      .badData, path: path, at: .line(number), "expected \(expected), found '\(found)'",
      remedy: "Correct the line or fetch the file again")
  }

  /// A whole number in `range`.
  func integer(
    _ field: some StringProtocol, _ what: String, in range: ClosedRange<Int> = Int.min...Int.max
  ) throws -> Int {
    guard let value = Int(field), range.contains(value) else {
      throw error(expected: what, found: field)
    }
    return value
  }

  /// A finite number.
  func number(_ field: some StringProtocol, _ what: String) throws -> Double {
    guard let value = Double(field), value.isFinite else {
      throw error(expected: what, found: field)
    }
    return value
  }
}
