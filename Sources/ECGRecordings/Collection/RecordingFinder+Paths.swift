import ECGFiles
import Foundation

extension RecordingFinder {
  /// A path from the root, without links to `.` and `..`.
  static func standardized(_ path: String) -> String {
    let path = URL(filePath: path).absoluteURL.standardizedFileURL.path
    return path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
  }

  /// A path from the root without links, as far as what it leads to is there.
  static func resolved(_ path: String) -> String {
    guard let found = realpath(path, nil) else { return standardized(path) }
    defer { free(found) }
    return String(cString: found)
  }

  /// The folder and the file of a standardized path behind all links.
  static func origin(_ path: String) -> (folder: String, file: String) {
    let file = URL(filePath: path)
    let folder = resolved(file.deletingLastPathComponent().path)
    let own = folder == "/" ? "/\(file.lastPathComponent)" : "\(folder)/\(file.lastPathComponent)"
    return (folder, resolved(own))
  }

  static func isThere(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: path) || InputFolder.disk.hasFile(path + ".hea")
  }

  static func isPattern(_ path: String) -> Bool { path.contains { "*?[".contains($0) } }

  /// The paths that a pattern of the shell's matches, in order.
  static func matches(of pattern: String) -> [String] {
    guard isPattern(pattern) else { return [] }
    var found = glob_t()
    defer { globfree(&found) }
    guard glob(pattern, 0, nil, &found) == 0 else { return [] }
    return (0..<Int(found.gl_pathc)).compactMap { found.gl_pathv[$0].map { String(cString: $0) } }
  }
}

extension RecordingCollection {
  /// The hidden file by which a folder of results is told.
  package static let journalName = ".ecg-batch"

  /// Whether two paths lead to the same file or folder, or would if it were there.
  package static func isSame(_ first: String, _ second: String) -> Bool {
    RecordingFinder.resolved(first) == RecordingFinder.resolved(second)
  }

  /// Whether a path lies below a folder, however both are spelt: `out/r.json` below `./out/`,
  /// `outpatients/r.dat` not.
  package static func isBelow(_ folder: String, _ path: String) -> Bool {
    let (folder, path) = (RecordingFinder.standardized(folder), RecordingFinder.standardized(path))
    return path == folder || path.hasPrefix(folder == "/" ? folder : folder + "/")
  }

  /// Whether a path asks for more than one recording: a folder, an archive, a pattern.
  package static func isPlural(_ path: String) -> Bool {
    // A record may have a folder of its name beside it.
    if InputFolder.disk.hasFile(path + ".hea") { return false }
    var isFolder: ObjCBool = false
    if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) {
      return isFolder.boolValue || Archive.isArchive(path)
    }
    return RecordingFinder.isPattern(path)
  }
}
