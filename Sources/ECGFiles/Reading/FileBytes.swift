package import Foundation

/// The bytes of a file, read piece by piece: what is read takes memory, the file does not.
///
/// Nothing is held open between reads, so that a record of a thousand segments holds no descriptors
/// and a file that shrinks meanwhile ends in an error. Pipes, which can be read once only, are kept
/// in memory.
package struct FileBytes: Sendable {
  package let path: String
  /// The number of bytes.
  package let count: Int
  /// What a pipe gave, or what was in memory from the first.
  private let content: Data?

  /// - Throws: ``FileError`` as ``InputFile/read(path:)`` does.
  package init(path: String) throws {
    try InputFile.checkName(path)
    var status = stat()
    guard stat(path, &status) == 0 else { throw InputFile.error(errno, path: path) }
    self.path = path
    switch status.st_mode & S_IFMT {
    case S_IFDIR: throw InputFile.error(EISDIR, path: path)
    case S_IFREG:
      guard access(path, R_OK) == 0 else { throw InputFile.error(errno, path: path) }
      try ReadFiles.add(status, path: path)
      count = Int(status.st_size)
      content = nil
    default:
      let data = try InputFile.read(path: path)
      count = data.count
      content = data
    }
  }

  /// Bytes that are in memory already.
  package init(path: String, content: Data) {
    self.path = path
    count = content.count
    self.content = content
  }

  /// The bytes of `range`, as many of them as there are.
  package func read(_ range: Range<Int>) throws -> [UInt8] { try opened().read(range) }

  /// The file opened for several reads in a row.
  package func opened() throws -> OpenedFile {
    try OpenedFile(path: path, count: count, content: content)
  }
}
