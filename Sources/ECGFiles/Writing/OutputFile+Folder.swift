import Foundation

extension OutputFile {
  /// Checks that a folder can be filled with files whose names are not known yet;
  /// nothing is left behind.
  ///
  /// - Parameters:
  ///   - path: the folder, which need not be there.
  ///   - overwrite: whether it may have something in it.
  /// - Throws: ``FileError`` of kind `cannotWrite` where the folder has something in it that may
  ///   not be replaced, is a file, or cannot be read or written to.
  package static func checkFolder(path: String, overwrite: Bool) throws {
    // Files that are claimed, or were when a process was killed, are none yet.
    let content = try content(ofFolder: path).filter { !OutputClaim.isHidden($0) }
    guard content.isEmpty || overwrite else {
      throw FileError(
        .cannotWrite, path: path, "exists already and is not empty",
        remedy: "Choose another name, or replace what is in it\(with: .overwrite)")
    }
    try probe(URL(filePath: path).appending(path: "probe").path)
  }

  /// The names of what is in a folder that is to be written to; none where there is no folder.
  ///
  /// - Throws: ``FileError`` of kind `cannotWrite` where there is a file, or the folder
  ///   cannot be read.
  static func content(ofFolder path: String) throws -> [String] {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { return [] }
    guard isFolder.boolValue else {
      throw FileError(
        .cannotWrite, path: path, "expected a folder to write to, found a file",
        remedy: "Choose another name")
    }
    do {
      return try FileManager.default.contentsOfDirectory(atPath: path)
    } catch {
      throw FileError(
        .cannotWrite, path: path, "expected a folder to write to, found one that cannot be read",
        remedy: "Check its permissions, or choose another folder")
    }
  }

  /// Tries to make the file and its folders, and takes them away again. Asking the system for
  /// permissions instead would say yes to root even where nothing can be written.
  private static func probe(_ path: String) throws {
    let missing = missingFolders(of: path)
    defer { for folder in missing { rmdir(folder) } }
    _ = try OutputFile(path: path, overwrite: true)
  }
}
