import ECGFiles

/// The files a command is going to write, looked at before it does any work.
struct OutputPlan {
  private let overwrite: Bool

  init(overwrite: Bool) { self.overwrite = overwrite }

  /// Checks that files can be written, and keeps other processes from writing them until this one
  /// ends; what is not written by then leaves nothing behind.
  ///
  /// - Throws: `FileError` of kind `cannotWrite` where one exists that may not be replaced or was
  ///   read, where another process is writing it, or where its folder cannot be made or written to.
  func check(files paths: [String]) throws {
    for path in paths { try OutputFile.claim(path: path, overwrite: overwrite) }
  }

  /// Checks that a folder can be filled with files whose names are not known yet.
  ///
  /// - Throws: `FileError` of kind `cannotWrite` where the folder has something in it that may not
  ///   be replaced, is a file, or cannot be read or written to.
  func check(folder path: String) throws {
    try OutputFile.checkFolder(path: path, overwrite: overwrite)
  }
}
