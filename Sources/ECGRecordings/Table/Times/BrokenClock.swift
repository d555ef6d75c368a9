import ECGFiles

/// A column of times that says a sampling rate by its first rows and goes back below them, or
/// that only falls.
struct BrokenClock: Equatable {
  /// The column's name.
  let name: String
  /// The first line whose time is before that of the row above it.
  let line: Int
  /// The two times, in the unit of the column.
  let previous, found: Double
  /// Whether the times fall from the first row on.
  var isFalling = false

  /// Fewer rows may grow evenly by chance.
  static let fewestRows = 32

  func error(_ path: String) -> FileError {
    FileError(
      .badData, path: path, at: .line(line),
      "expected times that grow in column \(name.quoted), found \(Float(found)) after \(Float(previous))",
      remedy: "Put the rows in order of time, or into a file for each recording")
  }
}
