import ECGFiles
import ECGText

/// A `SHA256SUMS.txt`: which files there are, and their checksums.
struct ChecksumList: Equatable, Sendable {
  /// The checksums, as 64 hexadecimal digits in lower case, by the files' paths.
  let checksums: [String: String]

  /// Reads a list as `sha256sum` writes it.
  ///
  /// - Parameter source: where the list came from, for errors.
  /// - Throws: `FileError` of kind `badData` with the first line that is not a checksum and a path
  ///   below the list's own folder.
  init(_ text: String, source: String) throws {
    var checksums: [String: String] = [:]
    let lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }
    for (index, line) in lines.enumerated() where !line.trimmed.isEmpty {
      let checksum = line.prefix { $0.isHexDigit }.lowercased()
      var path = String(line.dropFirst(checksum.count).trimmed)
      // The mark of files that were read as bytes.
      if path.hasPrefix("*") { path.removeFirst() }
      if path.hasPrefix("./") { path.removeFirst(2) }
      guard checksum.count == 64, ChecksumList.isSafe(path) else {
        throw FileError(
          .badData, path: source, at: .line(index + 1),
          "expected a SHA-256 checksum and the path of a file, found \"\(line.prefix(60).trimmed)\"",
          remedy: "Check that this is the address of the database's own folder")
      }
      checksums[path] = checksum
    }
    self.checksums = checksums
  }

  /// Whether a path stays within its folder and hides nothing.
  static func isSafe(_ path: String) -> Bool {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    return path.count <= 255
      && !path.contains { $0 == "\\" || $0.asciiValue.map { $0 < 32 } ?? false }
      && parts.allSatisfy { !$0.isEmpty && !$0.hasPrefix(".") }
  }
}
