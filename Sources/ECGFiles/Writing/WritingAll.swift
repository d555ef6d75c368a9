import Foundation

/// Writes bytes to an open file or stream, as often as it takes.
///
/// - Parameter bytes: what to write; what was written is taken off its beginning.
/// - Returns: `errno` of what kept the rest from being written, or 0.
package func writeAll(_ bytes: inout UnsafeRawBufferPointer, to descriptor: Int32) -> Int32 {
  while !bytes.isEmpty {
    let written = write(descriptor, bytes.baseAddress, bytes.count)
    if written >= 0 {
      bytes = UnsafeRawBufferPointer(rebasing: bytes[written...])
    } else if errno != EINTR {
      return errno
    }
  }
  return 0
}
