public import Foundation
import Synchronization

/// A file that appears whole or not at all.
///
/// The bytes go to a hidden file in the same folder, which ``commit()`` flushes to the disk and
/// puts in its place. A program that fails or is killed before leaves nothing under the final name,
/// and the next one that writes the file removes what is left of it. Two processes cannot write a
/// file at once. A file that is replaced keeps its owner and mode, and a symbolic link stays one.
public struct OutputFile: ~Copyable {
  /// The final path.
  public let path: String
  private let overwrite: Bool
  private let claim: OutputClaim
  private var descriptor: Int32 { claim.descriptor }

  /// Opens a file for writing; its folder is made where missing.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - overwrite: whether a file of that name may be replaced.
  /// - Throws: ``FileError`` of kind `cannotWrite`, such as where another process is
  ///   writing the file.
  public init(path: String, overwrite: Bool = false) throws {
    try OutputFile.check(path: path, overwrite: overwrite)
    try self.init(checked: path, overwrite: overwrite)
  }

  /// Opens a file that a command keeps for itself: what it has read there it goes on
  /// with, and replaces.
  ///
  /// - Throws: ``FileError`` of kind `cannotWrite`.
  package init(continuing path: String) throws {
    try OutputFile.checkKind(of: path)
    try self.init(checked: path, overwrite: true)
  }

  private init(checked path: String, overwrite: Bool) throws {
    try OutputFile.makeFolder(of: path)
    claim = try OutputClaim.take(path: path)
    self.path = path
    self.overwrite = overwrite
  }

  /// Claims files for this process before the work on them begins: another that wants to write one
  /// of them learns so at once, and not when its own work is done.
  ///
  /// Folders that are missing are made. What is not written until the process exits is
  /// taken away then.
  ///
  /// What is claimed is not read any more where ``ReadFiles`` are remembered.
  ///
  /// - Throws: ``FileError`` of kind `cannotWrite`, as ``init(path:overwrite:)`` does.
  package static func claim(path: String, overwrite: Bool) throws {
    try check(path: path, overwrite: overwrite)
    ReadFiles.doom(path: path)
    _ = tidyingUp
    let missing = missingFolders(of: path)
    madeFolders.withLock { made in made += missing.filter { !made.contains($0) } }
    try makeFolder(of: path)
    try OutputClaim.makeEarly(path: path)
  }

  /// Keeps other processes from writing what is to be at `path`, until the claim is given up.
  static func lock(path: String) throws -> OutputClaim {
    try makeFolder(of: path)
    return try OutputClaim.take(path: path)
  }

  /// Folders that were made early, in the order to take them away where they are empty.
  private static let madeFolders = Mutex<[String]>([])
  private static let tidyingUp: Int32 = atexit { OutputFile.discardUnfinished() }

  /// The folders that are to be made for a file, the innermost first.
  static func missingFolders(of path: String) -> [String] {
    var missing: [String] = []
    var folder = URL(filePath: path).absoluteURL.deletingLastPathComponent()
    while !FileManager.default.fileExists(atPath: folder.path), folder.path != "/" {
      missing.append(folder.path)
      folder.deleteLastPathComponent()
    }
    return missing
  }

  /// Makes the folder of a file, where it is missing.
  ///
  /// - Throws: `FileError` of kind `cannotWrite`.
  package static func makeFolder(of path: String) throws {
    let folder = URL(filePath: path).deletingLastPathComponent()
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    } catch {
      throw FileError(
        .cannotWrite, path: path, "the folder \(folder.relativePath) cannot be made",
        remedy: "Name a folder you may write to",
        reason: ((error as? CocoaError)?.underlying as? POSIXError)
          .flatMap { FileError.Reason(errno: $0.code.rawValue) })
    }
  }

  /// Removes the hidden files of all outputs that are being written, and folders that were made for
  /// files that never came, for a process that is about to end.
  package static func discardUnfinished() {
    OutputClaim.discardAll()
    madeFolders.withLock { folders in
      for folder in folders { rmdir(folder) }
      folders = []
    }
  }

  /// Whether `path` may be written: checked early so that no work is done in vain.
  ///
  /// - Throws: ``FileError`` of kind `cannotWrite` where a file exists and `overwrite` is false,
  ///   where the path is a folder, a device or a pipe, or where a command has read the file.
  public static func check(path: String, overwrite: Bool) throws {
    guard try checkKind(of: path) else { return }
    if !overwrite { throw exists(path) }
    try ReadFiles.check(path: path)
  }

  /// Whether there is a file.
  ///
  /// - Throws: ``FileError`` of kind `cannotWrite` where there is something else.
  @discardableResult
  private static func checkKind(of path: String) throws -> Bool {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { return false }
    if isFolder.boolValue {
      throw FileError(
        .cannotWrite, path: path, "expected a file to write, found a folder",
        remedy: "Name a file in it")
    }
    // Replacing a device such as /dev/null by a file would be a surprise.
    var status = stat()
    if stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG {
      throw FileError(
        .cannotWrite, path: path, "expected a file to write, found a device or a pipe",
        remedy: "Name a file")
    }
    return true
  }

  private static func exists(_ path: String) -> FileError {
    FileError(
      .cannotWrite, path: path, "exists already",
      remedy: "Choose another name, or replace it\(with: .overwrite)")
  }

  /// Appends bytes.
  ///
  /// - Throws: ``FileError`` of kind `inputOutput`, such as when the disk is full.
  public mutating func write(_ bytes: UnsafeRawBufferPointer) throws {
    var rest = bytes
    let failure = writeAll(&rest, to: descriptor)
    guard failure == 0 else { throw brokenOff(failure) }
  }

  /// Appends text as UTF-8.
  public mutating func write(_ text: String) throws {
    var text = text
    try text.withUTF8 { try write(UnsafeRawBufferPointer($0)) }
  }

  /// Appends data.
  public mutating func write(_ data: Data) throws {
    try data.withUnsafeBytes { try write($0) }
  }

  /// Writes bytes over those at the file's beginning.
  ///
  /// - Throws: ``FileError`` of kind `inputOutput`.
  package mutating func rewrite(_ bytes: UnsafeRawBufferPointer) throws {
    let end = lseek(descriptor, 0, SEEK_CUR)
    guard end >= bytes.count, lseek(descriptor, 0, SEEK_SET) == 0 else { throw brokenOff() }
    try write(bytes)
    guard lseek(descriptor, end, SEEK_SET) == end else { throw brokenOff() }
  }

  /// Makes the file appear under its final name.
  ///
  /// - Throws: ``FileError`` of kind `inputOutput`; of kind `cannotWrite` where a file has appeared
  ///   there meanwhile that may not be replaced. Nothing is left behind.
  public consuming func commit() throws {
    guard fsync(descriptor) == 0 || errno == EINVAL || errno == EROFS else { throw brokenOff() }
    let failure = claim.commit(overwrite: overwrite)
    guard failure != EEXIST || overwrite else { throw OutputFile.exists(path) }
    guard failure == 0 else { throw brokenOff(failure) }
  }

  /// Writes `data` whole or not at all.
  public static func write(_ data: Data, to path: String, overwrite: Bool = false) throws {
    var file = try OutputFile(path: path, overwrite: overwrite)
    try file.write(data)
    try file.commit()
  }

  /// Writes `text` whole or not at all.
  public static func write(_ text: String, to path: String, overwrite: Bool = false) throws {
    try write(Data(text.utf8), to: path, overwrite: overwrite)
  }

  /// Writes `data` to a file that a command keeps for itself, as ``init(continuing:)`` has it.
  package static func write(_ data: Data, continuing path: String) throws {
    var file = try OutputFile(continuing: path)
    try file.write(data)
    try file.commit()
  }

  private func brokenOff(_ number: Int32 = errno) -> FileError {
    FileError(
      .inputOutput, path: path, "writing broke off (\(SystemError.words(number)))",
      remedy: "Nothing was left under this name; make room or choose another place and try again",
      reason: FileError.Reason(errno: number))
  }

  deinit {
    claim.discard()
  }
}
