import Foundation

/// A new socket for TCP over IPv4; negative where there is none.
package func streamSocket() -> Int32 {
  // An enumeration to glibc, a number to all others.
  #if canImport(Glibc)
    socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
  #else
    socket(AF_INET, SOCK_STREAM, 0)
  #endif
}

/// Sends bytes over a socket, without a signal where nobody receives them any more.
///
/// - Returns: how many were sent; negative where that failed.
package func sendBytes(_ bytes: UnsafeRawBufferPointer, over socket: Int32) -> Int {
  #if canImport(Darwin)
    var isOn: Int32 = 1
    setsockopt(
      socket, SOL_SOCKET, SO_NOSIGPIPE, &isOn, socklen_t(MemoryLayout<Int32>.size))
    return send(socket, bytes.baseAddress, bytes.count, 0)
  #else
    return send(socket, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
  #endif
}
