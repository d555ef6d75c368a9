import Foundation
import Synchronization

/// The right to write a file: a hidden file beside it, locked by the one process that has the
/// right, and with no content until there is some to be written.
///
/// A process that is killed loses the lock with its life, and the next one that wants to write the
/// file takes the hidden file away. A class, since it owns a lock.
final class OutputClaim: Sendable {
  /// Where the file is to be: behind symbolic links, which stay.
  let target: String
  /// The hidden file, open for writing.
  let descriptor: Int32
  private let hiddenPath: String
  private let isOpen = Atomic<Bool>(true)

  /// Claims that were made early, and those at work, by the paths of their hidden files.
  private static let held = Mutex<(early: [String: OutputClaim], working: Set<String>)>(([:], []))

  /// Claims a file for this process; its folder is there.
  ///
  /// - Throws: `FileError` of kind `cannotWrite` where another process has claimed it, or its
  ///   folder cannot be written to.
  init(path: String) throws {
    target = Self.followed(path)
    hiddenPath = Self.hiddenPath(of: target)
    descriptor = try Self.lockedFile(hiddenPath, for: path)
    keepMode()
    _ = Self.held.withLock { $0.working.insert(hiddenPath) }
  }

  /// A claim that was made early, or a new one.
  static func take(path: String) throws -> OutputClaim {
    let hiddenPath = hiddenPath(of: followed(path))
    let early = held.withLock { held in
      let claim = held.early.removeValue(forKey: hiddenPath)
      if claim != nil { held.working.insert(hiddenPath) }
      return claim
    }
    return try early ?? OutputClaim(path: path)
  }

  /// Makes a claim that ``take(path:)`` will find, or the end of the process gives up.
  static func makeEarly(path: String) throws {
    let hiddenPath = hiddenPath(of: followed(path))
    guard held.withLock({ $0.early[hiddenPath] }) == nil else { return }
    let claim = try OutputClaim(path: path)
    held.withLock { held in
      held.working.remove(hiddenPath)
      held.early[hiddenPath] = claim
    }
  }

  /// Puts the hidden file in the place of the file.
  ///
  /// - Parameter overwrite: whether a file that stands there is replaced.
  /// - Returns: `errno` of what went wrong, `EEXIST` where a file stands there that may not be
  ///   replaced, or 0.
  func commit(overwrite: Bool) -> Int32 {
    if overwrite {
      guard rename(hiddenPath, target) == 0 else { return errno }
    } else if link(hiddenPath, target) == 0 {
      // Unlike a renamed file a linked one never takes another's place.
      unlink(hiddenPath)
    } else {
      let failure = errno
      var status = stat()
      guard failure != EEXIST, lstat(target, &status) != 0 else { return EEXIST }
      // A file system without links.
      guard rename(hiddenPath, target) == 0 else { return errno }
    }
    end(removing: false)
    return 0
  }

  /// Gives the claim up, and takes the hidden file away.
  func discard() { end(removing: true) }

  deinit { end(removing: true) }

  private func end(removing: Bool) {
    guard isOpen.exchange(false, ordering: .relaxed) else { return }
    _ = Self.held.withLock { $0.working.remove(hiddenPath) }
    // As long as the lock is there the name is no one else's.
    if removing { unlink(hiddenPath) }
    close(descriptor)
  }

  /// Takes the hidden files of all claims away, for a process that is about to end.
  static func discardAll() {
    held.withLock { held in
      for path in held.working.union(held.early.keys) { unlink(path) }
      held.working = []
    }
  }
}

extension OutputClaim {
  /// How the hidden file's name ends.
  private static let suffix = ".writing"

  /// The hidden file's path.
  private static func hiddenPath(of target: String) -> String {
    let url = URL(filePath: target)
    return url.deletingLastPathComponent()
      .appending(path: ".\(url.lastPathComponent)\(suffix)").path
  }

  /// Whether a file of that name is the hidden one of a claim.
  static func isHidden(_ name: String) -> Bool { name.hasPrefix(".") && name.hasSuffix(suffix) }

  /// Where symbolic links lead, whether there is something or not.
  private static func followed(_ path: String) -> String {
    var path = path
    // As many as Linux follows; a circle is told when the file is made.
    for _ in 0..<40 {
      guard let next = try? FileManager.default.destinationOfSymbolicLink(atPath: path) else {
        return path
      }
      path =
        next.hasPrefix("/")
        ? next : URL(filePath: path).deletingLastPathComponent().appending(path: next).path
    }
    return path
  }

  /// Gives the hidden file the owner and the mode of the file whose place it is to take.
  private func keepMode() {
    var status = stat()
    guard stat(target, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return }
    // Only the system's administrator can give a file away; for all others it is their own already.
    _ = fchown(descriptor, status.st_uid, status.st_gid)
    fchmod(descriptor, status.st_mode & 0o7777)
  }

  /// Makes the hidden file and locks it. One that is there and not locked is left over from a
  /// process that was killed.
  private static func lockedFile(_ hiddenPath: String, for path: String) throws -> Int32 {
    while true {
      let made = open(hiddenPath, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o644)
      if made >= 0 {
        // Whoever has it for a moment takes it for left over. Not all file systems have locks.
        while flock(made, LOCK_EX) != 0, errno == EINTR {}
        if isNamed(hiddenPath, made) {
          // This one tells whose it is. It is no safe one: any other closing of the file in this
          // process ends it.
          _ = ProcessLock.set(.writing, on: made, waits: false)
          return made
        }
        close(made)
        continue
      }
      guard errno == EEXIST else { throw cannotCreate(path) }
      let found = open(hiddenPath, O_RDWR | O_NOFOLLOW | O_CLOEXEC)
      if found < 0, errno == ENOENT { continue }
      guard found >= 0 else { throw cannotCreate(path) }
      defer { close(found) }
      if flock(found, LOCK_EX | LOCK_NB) != 0, errno == EWOULDBLOCK {
        throw FileError(
          .cannotWrite, path: path, "is being written by \(owner(of: found))",
          remedy: "Wait for its end, or choose another name")
      }
      if isNamed(hiddenPath, found) { unlink(hiddenPath) }
    }
  }

  private static func cannotCreate(_ path: String) -> FileError {
    let number = errno
    return FileError(
      .cannotWrite, path: path, "cannot be created (\(SystemError.words(number)))",
      remedy: "Name a folder you may write to", reason: FileError.Reason(errno: number))
  }

  /// Whether an open file is the one of that name still.
  private static func isNamed(_ path: String, _ descriptor: Int32) -> Bool {
    var (named, open) = (stat(), stat())
    return lstat(path, &named) == 0 && fstat(descriptor, &open) == 0
      && named.st_ino == open.st_ino && named.st_dev == open.st_dev
  }

  /// The process that has locked a file, in words.
  private static func owner(of descriptor: Int32) -> String {
    guard let process = ProcessLock.holder(of: descriptor), process > 0 else {
      return "this or another process"
    }
    return "process \(process)"
  }
}
