import ECGFiles
import Foundation

/// What is in a folder, told apart by kind, in the order of the names' bytes. Hidden files and
/// folders are left out, and links to folders, which may be circles.
struct FolderListing {
  /// The folder's path with a slash at the end: with a name behind it, that name's path.
  let base: String
  /// The names of files, and of links to files, be these there or not.
  private(set) var files: [String] = []
  /// The names of folders.
  private(set) var folders: [String] = []
  /// Names that cannot be looked at, and why.
  private(set) var unreachable: [(name: String, error: FileError)] = []
  /// How many pipes, sockets and devices there are.
  private(set) var others = 0
  private var dangling: Set<ExactName> = []

  /// - Throws: `FileError` where the folder cannot be read.
  init(_ folder: String) throws {
    base = folder.hasSuffix("/") ? folder : folder + "/"
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: folder)
    } catch {
      throw FileError(
        .noInput, path: folder, "the folder cannot be read", remedy: "Check its permissions")
    }
    for name in names.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) })
    where !name.hasPrefix(".") {
      add(name)
    }
  }

  private mutating func add(_ name: String) {
    var status = stat()
    guard lstat(base + name, &status) == 0 else {
      unreachable.append((name, Self.unreachable(base + name, errno)))
      return
    }
    switch status.st_mode & S_IFMT {
    case S_IFDIR: folders.append(name)
    case S_IFREG: files.append(name)
    case S_IFLNK where stat(base + name, &status) != 0:
      dangling.insert(ExactName(name))
      files.append(name)
    case S_IFLNK where status.st_mode & S_IFMT == S_IFDIR: break
    case S_IFLNK where status.st_mode & S_IFMT == S_IFREG: files.append(name)
    default: others += 1
    }
  }

  /// Whether a name is of a link to a file that is not there.
  func isDangling(_ name: String) -> Bool { dangling.contains(ExactName(name)) }

  /// Why a file cannot be read; nil where it can.
  func error(_ name: String) -> FileError? {
    let path = base + name
    if isDangling(name) {
      return FileError(
        .noInput, path: path, "it is a link to a file that is not there", remedy: "Mend the link")
    }
    return access(path, R_OK) == 0 ? nil : InputFile.error(errno, path: path)
  }

  /// The error for a file whose name is in its folder and leads nowhere.
  private static func unreachable(_ path: String, _ code: Int32) -> FileError {
    code == ENOENT
      ? FileError(
        .noInput, path: path, "its name is not UTF-8, so that it cannot be opened",
        remedy: "Rename it")
      : InputFile.error(code, path: path)
  }
}
