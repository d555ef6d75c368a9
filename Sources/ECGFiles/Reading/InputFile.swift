public import Foundation

/// Reads whole files, with one clear error for each way in which that can fail.
public enum InputFile {
  /// Files of at least this many bytes are mapped; smaller ones are cheaper to copy.
  static let smallestMapped = 1 << 16

  /// More bytes than this from a pipe, whose end cannot be seen, are refused: 1 GiB.
  static let largestStream = 1 << 30

  /// The bytes of a file.
  ///
  /// Large files are mapped into memory rather than copied: their pages are read when first
  /// touched, and the file must not be shortened while its bytes are in use. Pipes and terminals,
  /// which have no size beforehand, are read to their end, up to 1 GiB.
  ///
  /// - Throws: ``FileError`` of kind `noInput` where the file is missing, is a folder or a device,
  ///   or may not be read; of kind `badData` where a pipe does not end; of kind `inputOutput` where
  ///   reading breaks off.
  public static func read(path: String) throws -> Data {
    try checkName(path)
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw error(errno, path: path) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw error(errno, path: path) }
    try ReadFiles.add(status, path: path)
    switch status.st_mode & S_IFMT {
    case S_IFDIR: throw error(EISDIR, path: path)
    case S_IFREG where status.st_size >= smallestMapped:
      return try map(descriptor, count: Int(status.st_size), path: path)
    default: return try readToEnd(descriptor, status, path: path)
    }
  }

  private static func map(_ descriptor: Int32, count: Int, path: String) throws -> Data {
    guard
      let start = mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor, 0), start != MAP_FAILED
    else { throw error(errno, path: path) }
    return Data(
      bytesNoCopy: start, count: count, deallocator: .custom { munmap($0, $1) })
  }

  package static func readToEnd(
    _ descriptor: Int32, _ status: stat, path: String
  ) throws -> Data {
    try refuseEndlessDevice(descriptor, status, path: path)
    let isFile = status.st_mode & S_IFMT == S_IFREG
    var content = Data(capacity: isFile ? max(Int(status.st_size), 0) : 0)
    var buffer = [UInt8](repeating: 0, count: smallestMapped)
    while true {
      let got = systemRead(descriptor, &buffer, buffer.count)
      if got == 0 { return content }
      if got > 0 {
        content.append(contentsOf: buffer[..<got])
        guard isFile || content.count <= largestStream else {
          throw FileError(
            .badData, path: path, at: .byte(largestStream),
            "expected the end of a stream of bytes, found more than \(largestStream >> 30) GiB",
            remedy: "Put them into a file and name it")
        }
      } else if errno != EINTR {
        throw error(errno, path: path)
      }
    }
  }

  /// Refuses devices such as `/dev/zero`, whose bytes never end and are no one's file. Terminals
  /// end when the person says so, and `/dev/null` at once.
  private static func refuseEndlessDevice(
    _ descriptor: Int32, _ status: stat, path: String
  ) throws {
    guard [S_IFCHR, S_IFBLK].contains(status.st_mode & S_IFMT), isatty(descriptor) == 0 else {
      return
    }
    var null = stat()
    if stat("/dev/null", &null) == 0, null.st_rdev == status.st_rdev { return }
    throw FileError(
      .noInput, path: path, "expected a file, found a device", remedy: "Name a file or a pipe")
  }

  /// Refuses a path with NUL in it, behind which the system sees nothing: it would
  /// open another file.
  ///
  /// - Throws: ``FileError`` of kind `noInput`.
  package static func checkName(_ path: String) throws {
    guard path.utf8.contains(0) else { return }
    throw FileError(
      .noInput, path: path, "expected the path of a file, found NUL in it",
      remedy: "Give each path by itself")
  }

  /// The error for the system's error number `code`.
  package static func error(_ code: Int32, path: String) -> FileError {
    switch code {
    case ENOENT, ENOTDIR:
      FileError(.noInput, path: path, "there is no such file", remedy: "Check the path")
    case EISDIR:
      FileError(
        .noInput, path: path, "expected a file, found a folder", remedy: "Name a file in it")
    case EACCES, EPERM:
      FileError(
        .noInput, path: path, "may not be read (\(SystemError.words(code)))",
        remedy: "Check the permissions of the file and its folders")
    case EIO:
      FileError(
        .inputOutput, path: path, "reading broke off (\(SystemError.words(code)))",
        remedy: "Check the disk or fetch the file again")
    default:
      FileError(
        .inputOutput, path: path, "cannot be read (\(SystemError.words(code)))",
        reason: FileError.Reason(errno: code))
    }
  }
}

/// The system's function, whose name is that of one of the type's own.
private func systemRead(
  _ descriptor: Int32, _ buffer: UnsafeMutableRawPointer, _ count: Int
) -> Int {
  read(descriptor, buffer, count)
}
