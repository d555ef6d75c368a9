public import Foundation
import Synchronization

/// Where the files of a recording are read from: the disk, or memory, as for what came over a
/// network, or an archive.
public struct InputFolder: Sendable {
  /// The disk, with the paths that the system knows.
  public static let disk = InputFolder(content: nil)

  /// The files by name; nil for the disk.
  private let content: (any InputFiles)?

  private init(content: (any InputFiles)?) { self.content = content }

  /// A folder in memory.
  ///
  /// - Parameter files: the bytes of each file by its name, without folders.
  public init(files: [String: Data]) { self.init(content: files) }

  /// A folder of an archive; a file is unpacked when it is first read, and then kept as
  /// long as the folder.
  ///
  /// - Parameter entries: the files of the folder by their names without folders.
  package init(_ archive: Archive, entries: NameTable<Archive.Entry>) {
    self.init(content: ArchiveFiles(archive, entries))
  }

  /// Whether its files are those of the disk.
  package var isDisk: Bool { content == nil }

  /// The bytes of a file.
  ///
  /// - Throws: ``FileError`` as ``InputFile/read(path:)`` does.
  package func read(_ path: String) throws -> Data {
    guard let content else { return try InputFile.read(path: path) }
    let name = Self.name(path)
    guard let data = try content.read(name) else { throw InputFile.error(ENOENT, path: name) }
    return data
  }

  /// The bytes of a file, to be read piece by piece.
  ///
  /// - Throws: ``FileError`` as ``InputFile/read(path:)`` does.
  package func bytes(_ path: String) throws -> FileBytes {
    guard content != nil else { return try FileBytes(path: path) }
    return FileBytes(path: Self.name(path), content: try read(path))
  }

  /// Whether there is a file, and no folder, of this path.
  package func hasFile(_ path: String) -> Bool {
    if let content { return content.has(Self.name(path)) }
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
      && !isFolder.boolValue
  }

  /// Whether there is a file or a folder of this path.
  package func has(_ path: String) -> Bool {
    if let content { return content.has(Self.name(path)) }
    return FileManager.default.fileExists(atPath: path)
  }

  /// The name of a file: there are no folders in memory. Not by way of a URL, which would take `..`
  /// or `~` for a folder of this machine and tell its name.
  private static func name(_ path: String) -> String {
    String(path.split(separator: "/").last ?? "")
  }

  /// The path by which errors name a file.
  package func shown(_ path: String) -> String { content == nil ? path : Self.name(path) }
}

/// Files that are not on the disk, by their names.
private protocol InputFiles: Sendable {
  func has(_ name: String) -> Bool
  /// The bytes of a file; nil where there is none.
  func read(_ name: String) throws -> Data?
}

extension [String: Data]: InputFiles {
  fileprivate func has(_ name: String) -> Bool { read(name) != nil }

  /// The file of a name, or the only one whose name differs in capitals alone, as on disks
  /// that do not mind.
  fileprivate func read(_ name: String) -> Data? {
    if let data = self[name] { return data }
    let lowercased = name.lowercased()
    let fitting = filter { $0.key.lowercased() == lowercased }
    return fitting.count == 1 ? fitting.first?.value : nil
  }
}

/// Files of an archive. A class, since it keeps what was unpacked.
private final class ArchiveFiles: InputFiles {
  private let archive: Archive
  private let entries: NameTable<Archive.Entry>
  private let unpacked = Mutex<[ExactName: Data]>([:])

  init(_ archive: Archive, _ entries: NameTable<Archive.Entry>) {
    (self.archive, self.entries) = (archive, entries)
  }

  func has(_ name: String) -> Bool { entries[name] != nil }

  func read(_ name: String) throws -> Data? {
    guard let entry = entries[name] else { return nil }
    let name = ExactName(entry.name)
    return try unpacked.withLock { unpacked in
      if let data = unpacked[name] { return data }
      let data = Data(try archive.read(entry))
      unpacked[name] = data
      return data
    }
  }
}
