import Foundation

/// POSIX locks, which processes have on a file or on bytes of it: they end with the process,
/// however that ends, and with any closing of the file in it. Threads of one process are not kept
/// from each other.
package enum ProcessLock {
  /// What a lock keeps others from: reading locks go together, one for writing is alone.
  package enum Kind: Sendable {
    case reading, writing, none

    fileprivate var code: Int16 {
      switch self {
      case .reading: Int16(F_RDLCK)
      case .writing: Int16(F_WRLCK)
      case .none: Int16(F_UNLCK)
      }
    }
  }

  /// Locks an open file, or gives the lock up.
  ///
  /// - Parameters:
  ///   - byte: the byte to lock, which need not be there; nil for the whole file.
  ///   - waits: whether to wait for those who have a lock.
  /// - Returns: 0, or `errno`: `EAGAIN` where another process has a lock.
  package static func set(
    _ kind: Kind, on descriptor: Int32, byte: Int? = nil, waits: Bool
  ) -> Int32 {
    var lock = lock(kind, byte)
    while fcntl(descriptor, waits ? F_SETLKW : F_SETLK, &lock) != 0 {
      switch errno {
      case EINTR: continue
      case EACCES: return EAGAIN
      default: return errno
      }
    }
    return 0
  }

  /// The process that has a lock on an open file; nil where none has, 0 where the system
  /// does not say which.
  package static func holder(of descriptor: Int32, byte: Int? = nil) -> Int32? {
    var lock = lock(.writing, byte)
    guard fcntl(descriptor, F_GETLK, &lock) == 0, lock.l_type != Kind.none.code else { return nil }
    return max(lock.l_pid, 0)
  }

  private static func lock(_ kind: Kind, _ byte: Int?) -> flock {
    var lock = flock()
    lock.l_type = kind.code
    lock.l_whence = Int16(SEEK_SET)
    lock.l_start = off_t(byte ?? 0)
    lock.l_len = byte == nil ? 0 : 1
    return lock
  }
}
