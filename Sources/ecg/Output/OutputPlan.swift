import ECGFiles
import Foundation

/// The files a command is going to write, looked at before it does any work.
struct OutputPlan {
  private let overwrite: Bool

  init(overwrite: Bool) { self.overwrite = overwrite }

  /// Checks that files can be written, and keeps other processes from writing them until this one ends;
  /// what is not written by then leaves nothing behind.
  ///
  /// - Throws: `FileError` of kind `cannotWrite` where one exists that may not be replaced or was read, where
  ///   another process is writing it, or where its folder cannot be made or written to.
  func check(files paths: [String]) throws {
    for path in paths { try OutputFile.claim(path: path, overwrite: overwrite) }
  }

  /// Checks that a folder can be filled with files whose names are not known yet.
  ///
  /// - Throws: `FileError` of kind `cannotWrite` where the folder has something in it that may not be
  ///   replaced, is a file, or cannot be written to.
  func check(folder path: String) throws {
    // Files that are claimed, or were when a process was killed, are none yet.
    let content = try? FileManager.default.contentsOfDirectory(atPath: path)
      .filter { !($0.hasPrefix(".") && $0.hasSuffix(".writing")) }
    if let content, !content.isEmpty, !overwrite {
      throw FileError(
        .cannotWrite, path: path, "exists already and is not empty",
        remedy: "Choose another name, or pass --force to replace what is in it")
    }
    if content == nil, FileManager.default.fileExists(atPath: path) {
      throw FileError(
        .cannotWrite, path: path, "expected a folder to write to, found a file",
        remedy: "Choose another name")
    }
    try probe(URL(filePath: path).appending(path: "probe").path)
  }

  /// Tries to make the file and its folders, and takes them away again. Asking the system for
  /// permissions instead would say yes to root even where nothing can be written.
  private func probe(_ path: String) throws {
    var missing: [URL] = []
    var folder = URL(filePath: path).absoluteURL.deletingLastPathComponent()
    while !FileManager.default.fileExists(atPath: folder.path), folder.path != "/" {
      missing.append(folder)
      folder.deleteLastPathComponent()
    }
    defer { for folder in missing { rmdir(folder.path) } }
    _ = try OutputFile(path: path, overwrite: true)
  }
}
