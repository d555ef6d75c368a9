import ECGFiles
import Foundation

/// The folder that a database is downloaded to, for one process at a time.
struct DownloadFolder: ~Copyable {
  private let folder: String
  /// The open folder, whose lock goes with the process, however that ends.
  private let descriptor: Int32

  /// Makes the folder where it is missing and keeps other processes from it.
  ///
  /// - Throws: `FileError` of kind `cannotWrite`.
  init(_ folder: String) throws {
    descriptor = try DownloadFolder.lock(folder)
    self.folder = folder
  }

  /// The open and locked folder.
  private static func lock(_ folder: String) throws -> Int32 {
    var isFolder: ObjCBool = false
    if FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder), !isFolder.boolValue {
      throw FileError(
        .cannotWrite, path: folder, "expected a folder to download to, found a file",
        remedy: "Name another folder\(with: .destination)")
    }
    do {
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true)
    } catch {
      throw FileError(
        .cannotWrite, path: folder, "the folder cannot be made",
        remedy: "Name a folder you may write to\(with: .destination)")
    }
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw FileError(
        .cannotWrite, path: folder, "cannot be opened (\(SystemError.words()))",
        remedy: "Name a folder you may write to\(with: .destination)")
    }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK else {
      close(descriptor)
      throw FileError(
        .cannotWrite, path: folder, "another download to this folder is under way",
        remedy: "Wait for its end, or name another folder\(with: .destination)")
    }
    return descriptor
  }

  deinit { close(descriptor) }

  /// The path of a file of the database.
  func path(of name: String) -> String {
    URL(filePath: folder).appending(path: name).relativePath
  }

  /// The bytes of files, whole or not.
  func bytes(of files: [DatabaseCatalogue.File]) -> Int {
    files.reduce(0) { $0 + PartialFile.count(at: path(of: $1.path)) }
  }

  /// The files that are not there yet.
  ///
  /// - Throws: `FileError` of kind `cannotWrite` where a file has another content and `replaces` is
  ///   false; ``HTTPError/cancelled``.
  func missing(
    of files: [DatabaseCatalogue.File], overwrite: Bool, isCancelled: () -> Bool
  ) throws -> [DatabaseCatalogue.File] {
    try files.filter { file in
      if isCancelled() { throw HTTPError.cancelled }
      let path = path(of: file.path)
      guard FileManager.default.fileExists(atPath: path) else { return true }
      var checksum = SHA256()
      let content = try MappedFile(path: path)
      withExtendedLifetime(content) { checksum.add(content.bytes) }
      if checksum.text == file.checksum { return false }
      guard overwrite else {
        throw FileError(
          .cannotWrite, path: path, "exists already, with another content than the database's",
          remedy: "Name another folder\(with: .destination), or replace it\(with: .overwrite)")
      }
      return true
    }
  }

  /// Checks that the disk has room for `size` bytes in all.
  ///
  /// - Throws: `FileError` of kind `cannotWrite`.
  func checkSpace(
    for size: Int, files: [DatabaseCatalogue.File], freeSpace: (String) -> Int?
  ) throws {
    let needed = size - bytes(of: files)
    guard let free = freeSpace(folder), free < needed else { return }
    throw FileError(
      .cannotWrite, path: folder,
      "expected room for \(ByteCount(needed)) on the disk, found \(ByteCount(free))",
      remedy: "Make room, or name another folder\(with: .destination)")
  }

  /// Marks the folder as unfinished.
  func mark() throws {
    // Not by FileManager, which makes another file first and leaves that behind when it is killed.
    let descriptor = open(
      path(of: UnfinishedFolder.marker), O_WRONLY | O_CREAT | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else {
      throw FileError(
        .cannotWrite, path: folder, "no file can be made in it",
        remedy: "Name a folder you may write to\(with: .destination)")
    }
    close(descriptor)
  }

  /// Takes the mark away: all files are there. The list of checksums that they were compared with
  /// is left with them, in place of an older one, and which database it is of.
  func finish(_ database: PhysioNetDatabase, checksums: String) throws {
    let list = path(of: DatabaseCatalogue.checksumName)
    if (try? InputFile.read(path: list)) != Data(checksums.utf8) {
      try OutputFile.write(checksums, to: list, overwrite: true)
    }
    if InputFolder.disk.hasFile(list), !isFinished(database) {
      try OutputFile.write(Data(database.address.utf8), continuing: path(of: Self.finishedName))
    }
    unlink(path(of: UnfinishedFolder.marker))
  }

  private static let finishedName = ".downloaded"

  /// Whether the folder was filled with the files of a database, or some of them, and by
  /// this version of it.
  func isFinished(_ database: PhysioNetDatabase) -> Bool {
    let mark = try? InputFile.read(path: path(of: Self.finishedName))
    return mark == Data(database.address.utf8) && !UnfinishedFolder.isUnfinished(folder)
  }

  /// The room on the disk of a folder in bytes; nil where the system does not say.
  @Sendable static func freeSpace(_ folder: String) -> Int? {
    var status = statvfs()
    guard statvfs(folder, &status) == 0 else { return nil }
    return Int(clamping: UInt64(status.f_bavail) &* UInt64(status.f_frsize))
  }
}
