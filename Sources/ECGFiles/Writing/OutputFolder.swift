package import Foundation

/// A folder of files that appears whole or not at all, such as a package that other programs
/// take for one file.
///
/// The files go to a hidden folder beside it, which takes its name when all are on the disk. Two
/// processes cannot write a folder at once; the next one that writes it takes away what a process
/// left that was killed.
package enum OutputFolder {
  /// Whether a folder may be written: checked early so that no work is done in vain.
  ///
  /// - Parameters:
  ///   - names: what is at the top of the folder; where there is more, it is none that may
  ///     be replaced.
  /// - Throws: ``FileError`` of kind `cannotWrite` where there is something that may not be
  ///   replaced, or that cannot be read.
  package static func check(path: String, holding names: Set<String>, overwrite: Bool) throws {
    let found = try OutputFile.content(ofFolder: path)
    guard let strange = found.sorted().first(where: { !names.contains($0) }) else {
      if overwrite || found.isEmpty { return }
      throw FileError(
        .cannotWrite, path: path, "exists already",
        remedy: "Choose another name, or replace it\(with: .overwrite)")
    }
    throw FileError(
      .cannotWrite, path: path,
      "expected a folder of this program's making, found \(strange) in it",
      remedy: "Choose another name: such a folder is never replaced")
  }

  /// Writes a folder whole or not at all.
  ///
  /// - Parameters:
  ///   - files: the files by their paths in the folder, parts joined by slashes.
  ///   - path: the folder.
  ///   - overwrite: whether one of the same files may be replaced.
  /// - Throws: ``FileError`` of kind `cannotWrite` or `inputOutput`.
  package static func write(
    _ files: [(path: String, content: Data)], to path: String, overwrite: Bool = false
  ) throws {
    let names = Set(files.compactMap { $0.path.split(separator: "/").first.map(String.init) })
    try check(path: path, holding: names, overwrite: overwrite)
    let target = URL(filePath: path).standardizedFileURL
    let beside = target.deletingLastPathComponent()
    func hidden(_ word: String) -> URL {
      beside.appending(path: ".\(target.lastPathComponent).\(word)")
    }
    // Never committed: its lock is what is wanted of it.
    let lock = try OutputFile.lock(path: target.path)
    defer { lock.discard() }
    let (new, old) = (hidden("new"), hidden("old"))
    try? FileManager.default.removeItem(at: new)
    defer { try? FileManager.default.removeItem(at: new) }
    for file in files {
      try OutputFile.write(file.content, to: new.appending(path: file.path).path, overwrite: true)
    }
    let isThere = FileManager.default.fileExists(atPath: target.path)
    if isThere {
      try? FileManager.default.removeItem(at: old)
      try move(target, to: old, for: path)
    }
    do {
      try move(new, to: target, for: path)
    } catch {
      if isThere { try? move(old, to: target, for: path) }
      throw error
    }
    if isThere { try? FileManager.default.removeItem(at: old) }
  }

  private static func move(_ source: URL, to target: URL, for path: String) throws {
    guard rename(source.path, target.path) == 0 else {
      throw FileError(
        .inputOutput, path: path,
        "cannot be put in its place (\(SystemError.words()))",
        remedy: "Choose another place and try again")
    }
  }
}
