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
      .badData, path: path, at: .line(number), "expected \(expected), found \(found.quoted)",
      remedy: "Correct the line or fetch the file again")
  }

  /// Whether a field names a file in the header's own folder, and no folder.
  func isFileName(_ field: Substring) -> Bool {
    // By bytes: a character may be a slash or a NUL to the system and another, with an
    // accent, to a reader.
    !field.utf8.contains { $0 == UInt8(ascii: "/") || $0 == 0 } && field != "." && field != ".."
  }

  /// A whole number in `range`, which some programs write as `1024.0`.
  func integer(
    _ field: some StringProtocol, _ what: String, in range: ClosedRange<Int> = Int.min...Int.max
  ) throws -> Int {
    let parts = field.split(separator: ".", maxSplits: 1)
    let isWhole = parts.count < 2 || parts[1].allSatisfy { $0 == "0" }
    guard isWhole, let value = Int(parts.first ?? ""), range.contains(value) else {
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
