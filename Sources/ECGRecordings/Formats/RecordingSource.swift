import ECGFiles

/// What a path names, as the formats look at it to tell whether it is theirs.
struct RecordingSource: Sendable {
  /// The path as the user named it.
  let path: String
  /// Where it is.
  let folder: InputFolder
  /// What the file begins with; empty where there is no such file.
  let beginning: [UInt8]
  private let file: FileBytes?

  /// So much of a file tells its format: header lines of a table, or all of a small file.
  private static let beginningSize = 1 << 16

  /// - Parameter unpacks: whether a file of the disk that is compressed with gzip by itself counts
  ///   as what is in it, as long as that takes and with the memory that it takes.
  /// - Throws: ``FileError`` where there is such a file and it cannot be read.
  init(path: String, in folder: InputFolder, unpacks: Bool = false) throws {
    self.path = path
    self.folder = folder
    let stored = folder.hasFile(path) ? try folder.bytes(path) : nil
    file = unpacks && folder.isDisk ? try stored?.unpacked() ?? stored : stored
    beginning = try file?.read(0..<Self.beginningSize) ?? []
  }

  /// The file's bytes.
  ///
  /// - Throws: ``FileError`` where there is no such file, or where it is a folder.
  func bytes() throws -> FileBytes { try file ?? folder.bytes(path) }
}
