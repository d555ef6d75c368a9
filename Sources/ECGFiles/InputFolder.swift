public import Foundation

/// Where the files of a recording are read from: the disk, or memory, as for what came over a network.
public struct InputFolder: Sendable {
  /// The disk, with the paths that the system knows.
  public static let disk = InputFolder(content: nil)

  /// The files in memory by name; nil for the disk.
  private let content: [String: Data]?

  private init(content: [String: Data]?) { self.content = content }

  /// A folder in memory.
  ///
  /// - Parameter files: the bytes of each file by its name, without folders.
  public init(files: [String: Data]) { self.init(content: files) }

  /// The bytes of a file.
  ///
  /// - Throws: ``FileError`` as ``InputFile/read(path:)`` does.
  package func read(_ path: String) throws -> Data {
    guard let content else { return try InputFile.read(path: path) }
    let name = Self.name(path)
    guard let data = content[name] else { throw InputFile.error(ENOENT, path: name) }
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
    if let content { return content[Self.name(path)] != nil }
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
      && !isFolder.boolValue
  }

  /// Whether there is a file or a folder of this path.
  package func has(_ path: String) -> Bool {
    if let content { return content[Self.name(path)] != nil }
    return FileManager.default.fileExists(atPath: path)
  }

  /// The name of a file: there are no folders in memory.
  /// Not by way of a URL, which would take `..` or `~` for a folder of this machine and tell its name.
  private static func name(_ path: String) -> String {
    String(path.split(separator: "/").last ?? "")
  }

  /// The path by which errors name a file.
  package func shown(_ path: String) -> String { content == nil ? path : Self.name(path) }
}
