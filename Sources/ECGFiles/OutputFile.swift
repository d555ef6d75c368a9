public import Foundation
import Synchronization

/// A file that appears whole or not at all.
///
/// The bytes go to a hidden file in the same folder, which ``commit()`` flushes to the disk and
/// renames. A program that fails or is killed before leaves nothing under the final name.
public struct OutputFile: ~Copyable {
  /// The final path.
  public let path: String
  private let temporaryPath: String
  private var descriptor: Int32
  private var direct: DirectWriter?

  /// The hidden files that are being written.
  private static let unfinished = Mutex<Set<String>>([])

  /// Opens a file for writing; its folder is made where missing.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - overwrite: whether a file of that name may be replaced.
  ///   - isLarge: whether the bytes go to the disk while more are made, past the system's cache of
  ///     files: for hundreds of megabytes, which ``commit()`` would have to wait for. Whoever reads
  ///     the file next gets it from the disk.
  /// - Throws: ``FileError`` of kind `cannotWrite`.
  public init(path: String, overwrite: Bool = false, isLarge: Bool = false) throws {
    try OutputFile.check(path: path, overwrite: overwrite)
    let url = URL(filePath: path)
    let folder = url.deletingLastPathComponent()
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    } catch {
      throw FileError(
        .cannotWrite, path: path, "the folder \(folder.relativePath) cannot be made",
        remedy: "Name a folder you may write to")
    }
    let temporaryPath =
      folder.appending(path: ".\(url.lastPathComponent).\(getpid()).partial").path
    let descriptor = open(temporaryPath, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else {
      throw FileError(
        .cannotWrite, path: path, "cannot be created (\(String(cString: strerror(errno))))",
        remedy: "Name a folder you may write to")
    }
    OutputFile.unfinished.withLock { _ = $0.insert(temporaryPath) }
    self.path = path
    self.temporaryPath = temporaryPath
    self.descriptor = descriptor
    direct = isLarge ? DirectWriter(descriptor: descriptor) : nil
  }

  /// Removes the hidden files of all outputs that are being written, for a process that is about to
  /// end.
  package static func discardUnfinished() {
    unfinished.withLock { paths in
      for path in paths { unlink(path) }
      paths = []
    }
  }

  /// Whether `path` may be written: checked early so that no work is done in vain.
  ///
  /// - Throws: ``FileError`` of kind `cannotWrite` where a file exists and `overwrite` is false, or
  ///   where the path is a folder, a device or a pipe.
  public static func check(path: String, overwrite: Bool) throws {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { return }
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
    if !overwrite {
      throw FileError(
        .cannotWrite, path: path, "exists already",
        remedy: "Choose another name, or replace it\(with: .overwrite)")
    }
  }

  /// Appends bytes.
  ///
  /// - Throws: ``FileError`` of kind `inputOutput`, such as when the disk is full.
  public mutating func write(_ bytes: UnsafeRawBufferPointer) throws {
    if let direct {
      let failure = direct.append(bytes)
      guard failure == 0 else { throw brokenOff(failure) }
      return
    }
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
    try finishDirect()
    let end = lseek(descriptor, 0, SEEK_CUR)
    guard end >= bytes.count, lseek(descriptor, 0, SEEK_SET) == 0 else { throw brokenOff() }
    try write(bytes)
    guard lseek(descriptor, end, SEEK_SET) == end else { throw brokenOff() }
  }

  /// Makes the file appear under its final name.
  ///
  /// - Throws: ``FileError`` of kind `inputOutput`; nothing is left behind.
  public consuming func commit() throws {
    try finishDirect()
    guard fsync(descriptor) == 0 || errno == EINVAL || errno == EROFS else { throw brokenOff() }
    let closed = close(descriptor)
    descriptor = -1
    guard closed == 0, rename(temporaryPath, path) == 0 else { throw brokenOff() }
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

  private mutating func finishDirect() throws {
    guard let writer = direct else { return }
    direct = nil
    let failure = writer.finish()
    guard failure == 0 else { throw brokenOff(failure) }
  }

  private func brokenOff(_ number: Int32 = errno) -> FileError {
    FileError(
      .inputOutput, path: path, "writing broke off (\(String(cString: strerror(number))))",
      remedy: "Nothing was left under this name; make room or choose another place and try again")
  }

  deinit {
    direct?.abandon()
    if descriptor >= 0 { close(descriptor) }
    unlink(temporaryPath)
    OutputFile.unfinished.withLock { _ = $0.remove(temporaryPath) }
  }
}
