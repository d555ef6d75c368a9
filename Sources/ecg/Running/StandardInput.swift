import ECGFiles
import Foundation

/// Standard input as its bytes come.
enum StandardInput {
  /// What errors call it.
  static let name = "standard input"

  /// The most bytes that are taken at once.
  private static let capacity = 1 << 16
  /// How often Ctrl-C is asked for, in milliseconds.
  private static let pause: Int32 = 100

  /// The next bytes, as soon as there are any.
  ///
  /// - Returns: nil at the end, and where the person wants no more.
  /// - Throws: `FileError` where reading fails.
  static func next() throws -> [UInt8]? {
    while !Interruption.isRequested {
      var waiting = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
      let ready = poll(&waiting, 1, pause)
      if ready == 0 || (ready < 0 && errno == EINTR) { continue }
      var failure: Int32 = 0
      let bytes = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
        let found = read(STDIN_FILENO, buffer.baseAddress, capacity)
        failure = found < 0 ? errno : 0
        count = max(found, 0)
      }
      if failure == EINTR || failure == EAGAIN { continue }
      guard failure == 0 else {
        throw FileError(
          .inputOutput, path: name,
          "reading broke off (\(SystemError.words(failure)))",
          remedy: "Send samples there, as in \"strap | ecg live --rate 130\"")
      }
      return bytes.isEmpty ? nil : bytes
    }
    return nil
  }
}
