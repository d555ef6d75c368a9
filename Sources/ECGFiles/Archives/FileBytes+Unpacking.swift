import Foundation

extension FileBytes {
  /// The bytes of a file that is compressed with gzip by itself, in memory; nil where it is not
  /// compressed, or is a tar archive.
  ///
  /// - Throws: ``FileError`` where it is damaged, cut short, or larger than what archives hold.
  package func unpacked() throws -> FileBytes? {
    guard GzipFile.isGzip(try read(0..<min(3, count))), !Archive.isArchive(self, named: path) else {
      return nil
    }
    let stream = try GzipFile(self, spacing: .max)
    let (content, isWhole) = try stream.run(0..<Archive.largestEntry + 1)
    // Of a beginning that makes nothing nobody knows what it is.
    guard !content.isEmpty else { return nil }
    guard content.count <= Archive.largestEntry else {
      throw FileError(
        .badData, path: path,
        "expected at most \(ByteCount(Archive.largestEntry)) when unpacked, found more",
        remedy: "Unpack it first")
    }
    guard isWhole else {
      throw FileError(
        .badData, path: path,
        "expected the checksum at the end of a compressed file, found the end of the file",
        remedy: "Fetch the file again")
    }
    return FileBytes(path: path, content: Data(content))
  }
}
