import ECGFiles
import Foundation

/// A file that is being downloaded: under a hidden name, which stays the same from one call to the
/// next, so that each goes on where the one before was ended.
struct PartialFile: ~Copyable {
  /// The final path.
  let path: String
  /// The checksum of what is there.
  private(set) var checksum: SHA256
  private let partialPath: String
  private let descriptor: Int32

  /// The bytes that are there.
  var count: Int { checksum.count }

  /// Opens what is there of the file, or begins it; its folder is made where missing.
  ///
  /// - Throws: `FileError` of kind `cannotWrite` or `inputOutput`.
  init(path: String) throws {
    let partialPath = PartialFile.partialPath(of: path)
    let descriptor = try PartialFile.open(partialPath, for: path)
    do {
      checksum = try PartialFile.checksum(of: descriptor, path: path)
    } catch {
      close(descriptor)
      throw error
    }
    self.path = path
    self.partialPath = partialPath
    self.descriptor = descriptor
  }

  deinit { close(descriptor) }

  /// The name a file has until it is whole.
  static func partialPath(of path: String) -> String {
    let url = URL(filePath: path)
    return url.deletingLastPathComponent().appending(path: ".\(url.lastPathComponent).partial")
      .path
  }

  /// The bytes of `path` that are there, whole or not.
  static func count(at path: String) -> Int {
    [path, partialPath(of: path)].reduce(0) { sum, path in
      var status = stat()
      return stat(path, &status) == 0 ? sum + Int(status.st_size) : sum
    }
  }

  /// Appends bytes.
  ///
  /// - Throws: `FileError` of kind `inputOutput`, such as when the disk is full.
  mutating func append(_ bytes: UnsafeRawBufferPointer) throws {
    var rest = bytes
    let failure = writeAll(&rest, to: descriptor)
    // What was written is there, whatever kept the rest from it.
    checksum.add(UnsafeRawBufferPointer(rebasing: bytes[..<(bytes.count - rest.count)]))
    guard failure == 0 else { throw PartialFile.brokenOff("writing", path, failure) }
  }

  /// Begins anew with no bytes.
  mutating func clear() throws {
    guard ftruncate(descriptor, 0) == 0, lseek(descriptor, 0, SEEK_SET) == 0 else {
      throw PartialFile.brokenOff("writing", path)
    }
    checksum = SHA256()
  }

  /// Makes the file appear under its final name.
  ///
  /// - Throws: `FileError` of kind `inputOutput`.
  consuming func commit() throws {
    guard fsync(descriptor) == 0 || errno == EINVAL || errno == EROFS else {
      throw PartialFile.brokenOff("writing", path)
    }
    guard rename(partialPath, path) == 0 else { throw PartialFile.brokenOff("writing", path) }
  }

  private static func open(_ partialPath: String, for path: String) throws -> Int32 {
    try OutputFile.makeFolder(of: path)
    let descriptor = systemOpen(partialPath, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o644)
    guard descriptor >= 0 else {
      throw FileError(
        .cannotWrite, path: path, "cannot be created (\(SystemError.words()))",
        remedy: "Name a folder you may write to")
    }
    return descriptor
  }

  /// The checksum of what is there, after which writing goes on at its end.
  private static func checksum(of descriptor: Int32, path: String) throws -> SHA256 {
    var checksum = SHA256()
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 64)
    defer { buffer.deallocate() }
    while true {
      let got = read(descriptor, buffer.baseAddress, buffer.count)
      if got < 0, errno == EINTR { continue }
      guard got >= 0 else { throw brokenOff("reading", path) }
      if got == 0 { return checksum }
      checksum.add(UnsafeRawBufferPointer(rebasing: buffer[..<got]))
    }
  }

  private static func brokenOff(
    _ what: String, _ path: String, _ code: Int32 = errno
  ) -> FileError {
    FileError(
      .inputOutput, path: path, "\(what) broke off (\(SystemError.words(code)))",
      remedy: "Make room or choose another place; what has arrived is kept")
  }
}

/// The system's function, whose name is that of one of the file's own.
private func systemOpen(_ path: String, _ flags: Int32, _ mode: mode_t) -> Int32 {
  open(path, flags, mode)
}
