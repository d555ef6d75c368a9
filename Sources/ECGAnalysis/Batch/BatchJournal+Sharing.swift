import ECGFiles
import Foundation
import Synchronization

/// A journal to which several processes write: a lock on it lets one do so at a time, who first
/// reads what the others have written. Over NFS, too, what was written under a lock is seen by the
/// next one that has it.
extension BatchJournal {
  /// Reads what other processes have written since.
  ///
  /// - Throws: `FileError` of kind `inputOutput`.
  func catchUp() throws {
    try state.withLock { state in
      try lockForWriting(&state)
      unlockAfterWriting()
    }
  }

  /// Keeps the others from writing, and catches up with them; a line of which one that died
  /// wrote a part goes.
  func lockForWriting(_ state: inout State) throws {
    let failure = ProcessLock.set(.writing, on: descriptor, waits: true)
    guard failure == 0 else {
      throw FileError(
        .inputOutput, path: path, "cannot be locked (\(SystemError.words(failure)))",
        remedy: "Choose a folder whose file system has locks for all machines")
    }
    var status = stat()
    guard fstat(descriptor, &status) == 0, Int(status.st_size) > state.end else { return }
    let count = Int(status.st_size) - state.end
    var code: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, done in
      while done < count {
        let got = pread(
          descriptor, buffer.baseAddress.map { $0 + done }, count - done, off_t(state.end + done))
        if got > 0 {
          done += got
        } else if got == 0 || errno != EINTR {
          code = got == 0 ? EIO : errno
          return
        }
      }
    }
    // What could not be read is no half of a line, which would be cut off.
    guard bytes.count == count else {
      unlockAfterWriting()
      throw FileError(
        .inputOutput, path: path, "cannot be read (\(SystemError.words(code)))",
        remedy: "See to its file system, and go on\(with: .resume)")
    }
    let start = state.end
    var next = bytes.startIndex
    while let end = bytes[next...].firstIndex(of: 0x0A) {
      if let mark = Self.mark(of: bytes[next..<end]) {
        state.add(mark, at: start + next + Self.prefix..<start + end + 1)
      }
      next = end + 1
    }
    state.end = start + next
    if next < bytes.count { ftruncate(descriptor, off_t(state.end)) }
  }

  /// Lets the others write.
  func unlockAfterWriting() { _ = ProcessLock.set(.none, on: descriptor, waits: false) }
}
