import Foundation
import Synchronization

/// The files that a command reads, none of which it then replaces by what it writes,
/// whatever it was told.
///
/// A command says ``remember()`` when it begins. A process that answers many requests, one of which
/// may well replace what another has read, does not, and nothing is remembered.
package enum ReadFiles {
  private struct State {
    var read: Set<Content> = []
    /// What is going to be replaced.
    var doomed: Set<Content> = []
  }

  /// A file as it was: a file's number alone may become another's when it is gone.
  private struct Content: Hashable {
    let device, inode, size: UInt64
    let seconds, nanoseconds: Int

    init?(_ status: stat) {
      guard status.st_mode & S_IFMT == S_IFREG else { return nil }
      (device, inode) = (UInt64(truncatingIfNeeded: status.st_dev), UInt64(status.st_ino))
      size = UInt64(truncatingIfNeeded: status.st_size)
      let changed = Platform.changed(status)
      (seconds, nanoseconds) = (changed.tv_sec, changed.tv_nsec)
    }

    init?(path: String) {
      var status = stat()
      guard stat(path, &status) == 0 else { return nil }
      self.init(status)
    }
  }

  /// Nil where nothing is remembered.
  private static let state = Mutex<State?>(nil)

  /// Begins to remember, for as long as the process runs.
  package static func remember() { state.withLock { $0 = $0 ?? State() } }

  /// Notes that a file belongs to what is read, if it is there, whether or not all of it is wanted.
  ///
  /// - Throws: ``FileError`` of kind `cannotWrite` where it is going to be replaced.
  package static func keep(path: String) throws {
    var status = stat()
    if stat(path, &status) == 0 { try add(status, path: path) }
  }

  /// Notes that a file is read.
  ///
  /// - Throws: ``FileError`` of kind `cannotWrite` where it is going to be replaced.
  static func add(_ status: stat, path: String) throws {
    let isDoomed = state.withLock { state in
      guard state != nil, let content = Content(status) else { return false }
      state?.read.insert(content)
      return state?.doomed.contains(content) ?? false
    }
    if isDoomed { throw error(path) }
  }

  /// Notes that what is at a path, if anything, is going to be replaced.
  static func doom(path: String) {
    state.withLock { state in
      guard state != nil, let content = Content(path: path) else { return }
      state?.doomed.insert(content)
    }
  }

  /// Checks that what is at a path was not read.
  ///
  /// - Throws: ``FileError`` of kind `cannotWrite`.
  static func check(path: String) throws {
    let isRead = state.withLock { state in
      guard let state, let content = Content(path: path) else { return false }
      return state.read.contains(content)
    }
    if isRead { throw error(path) }
  }

  private static func error(_ path: String) -> FileError {
    FileError(
      .cannotWrite, path: path, "it is what the command reads, and would be lost",
      remedy: "Choose another name for what is written")
  }
}
