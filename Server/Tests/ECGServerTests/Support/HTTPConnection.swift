import Foundation
import ECGTestSupport

/// A connection to a server on this machine, byte by byte, so that a test can send what no library
/// of clients would.
///
/// A class, since it owns a socket. Its methods wait: they are for ``LiveServer/connect(_:)``.
final class HTTPConnection {
  struct Failed: Error {
    let what: String
  }

  private let socket: Int32
  private var received: [UInt8] = []

  /// Connects.
  ///
  /// - Parameter heldBytes: what the system holds, about, of what is not read yet; nil for what it
  ///   likes, which is more than 32 MB on some machines.
  init(port: Int, heldBytes: Int32? = nil) throws {
    socket = streamSocket()
    guard socket >= 0 else { throw Failed(what: "socket") }
    if var heldBytes {
      setsockopt(
        socket, SOL_SOCKET, SO_RCVBUF, &heldBytes, socklen_t(MemoryLayout<Int32>.size))
    }
    var patience = timeval(tv_sec: Int(Patience.seconds), tv_usec: 0)
    for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
      setsockopt(
        socket, SOL_SOCKET, option, &patience, socklen_t(MemoryLayout<timeval>.size))
    }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let status = withUnsafePointer(to: &address) { address in
      address.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard status == 0 else { throw Failed(what: "connect: \(String(cString: strerror(errno)))") }
  }

  deinit { close(socket) }

  /// Sends bytes; false where the server takes no more.
  @discardableResult
  func send(_ bytes: some Sequence<UInt8>) -> Bool {
    let bytes = Array(bytes)
    var sent = 0
    while sent < bytes.count {
      let count = bytes.withUnsafeBytes {
        sendBytes(UnsafeRawBufferPointer(rebasing: $0[sent...]), over: socket)
      }
      guard count > 0 else { return false }
      sent += count
    }
    return true
  }

  /// Sends text.
  @discardableResult
  func send(_ text: String) -> Bool { send(text.utf8) }

  /// Whether there is something to be read, or the end, after so many milliseconds at the most.
  func hasInput(within milliseconds: Int32) -> Bool {
    if !received.isEmpty { return true }
    var wait = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
    return poll(&wait, 1, milliseconds) > 0
  }

  /// Breaks the connection off, as a machine that is switched off; what was sent and not
  /// received is lost.
  func reset() {
    var now = linger(l_onoff: 1, l_linger: 0)
    setsockopt(socket, SOL_SOCKET, SO_LINGER, &now, socklen_t(MemoryLayout<linger>.size))
    shutdown(socket, Int32(SHUT_RDWR))
  }

  /// Closes the sending side, as a client that has said all.
  func finish() { shutdown(socket, Int32(SHUT_WR)) }

  /// Receives more bytes; false at the end, or where nothing comes in the time of ``Patience``.
  private func receive() -> Bool {
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    let count = recv(socket, &buffer, buffer.count, 0)
    guard count > 0 else { return false }
    received += buffer[..<count]
    return true
  }

  /// Whether the server closes the connection now, and sends nothing more.
  func isClosed() -> Bool {
    guard received.isEmpty else { return false }
    var byte: UInt8 = 0
    let count = recv(socket, &byte, 1, 0)
    // A reset is an end too; that nothing comes in time is none.
    return count == 0 || count < 0 && errno != EAGAIN && errno != EWOULDBLOCK
  }

  /// The next answer.
  ///
  /// - Parameter isHead: whether it is one to HEAD, which has no body.
  /// - Throws: ``Failed`` where the connection ends before it does.
  func answer(isHead: Bool = false) throws -> HTTPAnswer {
    let gap = Array("\r\n\r\n".utf8)
    var end = received.firstRange(of: gap)
    while end == nil {
      guard receive() else { throw Failed(what: "no answer; found \(received.count) bytes") }
      end = received.firstRange(of: gap)
    }
    guard let end else { throw Failed(what: "no head") }
    let head = String(decoding: received[..<end.lowerBound], as: UTF8.self)
    received.removeFirst(end.upperBound)
    let lines = head.components(separatedBy: "\r\n")
    let words = lines[0].split(separator: " ", maxSplits: 2)
    guard words.count >= 2, let status = Int(words[1]) else { throw Failed(what: lines[0]) }
    var fields: [String: String] = [:]
    for line in lines.dropFirst() {
      let sides = line.split(separator: ":", maxSplits: 1)
      guard sides.count == 2 else { throw Failed(what: line) }
      fields[sides[0].lowercased()] = sides[1].trimmingCharacters(in: .whitespaces)
    }
    var body: [UInt8] = []
    if isHead || status == 304 || status < 200 {
      // There is none.
    } else if fields["transfer-encoding"] == "chunked" {
      body = try chunks()
    } else {
      let length = Int(fields["content-length"] ?? "0") ?? 0
      body = try take(length)
    }
    return HTTPAnswer(status: status, fields: fields, body: Data(body))
  }

  /// The next bytes.
  ///
  /// - Throws: ``Failed`` where the connection ends before them.
  func take(_ count: Int) throws -> [UInt8] {
    while received.count < count {
      guard receive() else { throw Failed(what: "the body broke off") }
    }
    defer { received.removeFirst(count) }
    return Array(received[..<count])
  }

  private func chunks() throws -> [UInt8] {
    var body: [UInt8] = []
    while true {
      var line: [UInt8] = []
      while line.suffix(2) != [13, 10] { line += try take(1) }
      let text = String(decoding: line.dropLast(2), as: UTF8.self)
      guard let count = Int(text, radix: 16) else { throw Failed(what: "chunk \(text)") }
      body += try take(count)
      _ = try take(2)
      if count == 0 { return body }
    }
  }
}

/// An answer.
struct HTTPAnswer: Sendable {
  let status: Int
  /// The header's fields by their names in lower case.
  let fields: [String: String]
  let body: Data

  var text: String { String(decoding: body, as: UTF8.self) }

  /// The body as JSON.
  func json() throws -> Any { try ExactJSON.object(with: body) }

  /// The body as an object in JSON.
  func object() throws -> [String: Any] {
    guard let object = try json() as? [String: Any] else {
      throw HTTPConnection.Failed(what: "no object: \(text.prefix(80))")
    }
    return object
  }

  /// What a problem document says; nil where the answer is none.
  var problem: String? {
    guard fields["content-type"] == "application/problem+json",
      let object = try? object(), object["status"] as? Int == status
    else { return nil }
    return object["detail"] as? String
  }
}
