import Foundation
import Synchronization

/// Pieces of work, counted from 0, that processes deal out among themselves by a file that all of
/// them have open: who has a piece has locked the byte of its number.
///
/// The system frees the locks of a process that dies, also over NFS, whose server does so for a
/// machine that is gone (after some 90 s). So nobody has to send a sign of life, no clock is
/// compared, and nothing that is left over has to be told from what is at work; messages
/// between the processes could not be trusted once one has died. The folder's file system must
/// know POSIX locks.
///
/// A class, since it owns locks: the file is closed at the end alone, for closing it anywhere in
/// the process would free all of them.
package final class WorkClaims: Sendable {
  private let path: String
  private let descriptor: Int32
  /// Locks do not keep threads of one process from each other.
  private let held = Mutex<Set<Int>>([])

  /// Locks past those of all pieces: of who has the last word, and of all that have joined.
  private static let (lastWord, members) = (Int(Int32.max), Int(Int32.max) + 1)

  /// Opens the file, made where there is none, and joins those that have it open.
  ///
  /// - Throws: `FileError` of kind `cannotWrite` where it cannot be made, or its file
  ///   system has no locks.
  package init(path: String) throws {
    self.path = path
    descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw Self.error(path, "cannot be created", errno) }
    do {
      while try !lock(Self.members, .reading, waits: true) {}
    } catch {
      close(descriptor)
      throw error
    }
  }

  deinit { close(descriptor) }

  /// Takes a piece, unless this or another process has it.
  ///
  /// - Throws: `FileError` of kind `cannotWrite`.
  package func take(_ piece: Int) throws -> Bool {
    guard held.withLock({ $0.insert(piece).inserted }) else { return false }
    do {
      if try lock(piece, .writing, waits: false) { return true }
    } catch {
      _ = held.withLock { $0.remove(piece) }
      throw error
    }
    _ = held.withLock { $0.remove(piece) }
    return false
  }

  /// Gives a piece back.
  package func giveBack(_ piece: Int) {
    _ = try? lock(piece, .none, waits: false)
    _ = held.withLock { $0.remove(piece) }
  }

  /// Takes the last word, which one process has at a time: waits until those that had it are gone.
  ///
  /// - Returns: whether it is still to be said.
  /// - Throws: `FileError` of kind `cannotWrite`.
  package func takeLastWord() throws -> Bool {
    if held.withLock({ $0.insert(Self.lastWord).inserted }) {
      while try !lock(Self.lastWord, .writing, waits: true) {}
    }
    // On NFS what others wrote is seen with the lock.
    var status = stat()
    return fstat(descriptor, &status) == 0 && status.st_size == 0
  }

  /// Has the last word be said, for all that wait for it, and takes the file away.
  package func endLastWord() {
    ftruncate(descriptor, 1)
    fsync(descriptor)
    unlink(path)
  }

  /// Whether processes that have joined are at work still.
  package static func isInUse(path: String) -> Bool {
    let descriptor = open(path, O_RDWR | O_CLOEXEC)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    return ProcessLock.holder(of: descriptor, byte: members) != nil
  }

  private func lock(_ byte: Int, _ kind: ProcessLock.Kind, waits: Bool) throws -> Bool {
    switch ProcessLock.set(kind, on: descriptor, byte: byte, waits: waits) {
    case 0: return true
    case EAGAIN: return false
    case let failure: throw noLocks(failure)
    }
  }

  private func noLocks(_ number: Int32) -> FileError {
    var error = Self.error(path, "cannot be locked", number)
    error.remedy =
      "Choose a folder whose file system has locks for all machines, or work with one process"
    return error
  }

  private static func error(_ path: String, _ what: String, _ number: Int32) -> FileError {
    FileError(
      .cannotWrite, path: path, "\(what) (\(SystemError.words(number)))",
      remedy: "Name a folder you may write to")
  }
}
