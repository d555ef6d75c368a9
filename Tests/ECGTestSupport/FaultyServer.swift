package import Foundation
import Synchronization

/// A small HTTP server on this machine that does everything wrong it is told to.
///
/// It serves files from memory, with ranges, `If-Range` and entity tags as it should, but for the
/// faults that ``faults`` returns for a request.
package final class FaultyServer: Sendable {
  /// What a client asked for.
  package struct Request: Sendable {
    /// The path without the slash before it.
    package var path: String
    /// How many requests for this path came before.
    package var number: Int
    /// The header's fields by their names in lower case.
    package var fields: [String: String]

    /// The first byte asked for; nil for the whole file.
    package var rangeStart: Int? {
      fields["range"].flatMap { range in
        range.hasPrefix("bytes=") ? Int(range.dropFirst(6).prefix { $0.isNumber }) : nil
      }
    }
  }

  /// What goes wrong with an answer.
  package struct Faults: Sendable {
    /// Seconds before the answer.
    package var delay = 0.0
    /// A status to refuse with, and fields of its header.
    package var status: Int?
    package var fields: [String] = []
    /// The bytes of the body after which the connection is closed.
    package var dropsAfter: Int?
    /// The bytes of the body after which nothing more comes, until the client gives up.
    package var stallsAfter: Int?
    /// The bytes that the file is said to have, fewer than it has.
    package var truncatesTo: Int?
    /// The byte that is turned around.
    package var corrupts: Int?
    /// The bytes that the body is said to have.
    package var announces: Int?
    /// Whether the whole file is sent whatever is asked for.
    package var ignoresRange = false
    /// Whether a part begins elsewhere than asked for.
    package var shiftsRange = false
    /// Whether there is no entity tag.
    package var hasNoTag = false
    /// The file's content from now on.
    package var newContent: Data?
    /// Seconds between pieces of the body of 16 kB.
    package var pause = 0.0

    package init() {}

    /// Faults that are set up by a closure.
    package init(_ change: (inout Faults) -> Void) { change(&self) }
  }

  private struct State {
    var files: [String: Data]
    var requests: [Request] = []
    var bytesSent = 0
    var isStopped = false
  }

  private let state: Mutex<State>
  private let listener: Int32
  private let faults: @Sendable (Request) -> Faults
  /// The port it listens at.
  package let port: Int

  private static let pieceSize = 1 << 14

  /// Starts to serve `files`, by their paths without the slash before them.
  package init(
    _ files: [String: Data], faults: @escaping @Sendable (Request) -> Faults = { _ in Faults() }
  ) throws {
    state = Mutex(State(files: files))
    self.faults = faults
    (listener, port) = try FaultyServer.listen()
    Thread { [self] in accept() }.start()
  }

  /// The address of the folder of all files.
  package var url: String { "http://127.0.0.1:\(port)/" }

  /// All requests so far, in order.
  package var requests: [Request] { state.withLock { $0.requests } }

  /// The bytes of bodies sent so far.
  package var bytesSent: Int { state.withLock { $0.bytesSent } }

  /// Listens no more.
  package func stop() {
    state.withLock { $0.isStopped = true }
    shutdown(listener, Int32(SHUT_RDWR))
    close(listener)
  }

  /// A port at which nobody listens.
  package static func closedPort() throws -> Int {
    // The socket stays bound: the port of one that was closed might be given to the next
    // that asks for any.
    try bind().port
  }

  private struct NoSocket: Error {}

  private static func listen() throws -> (Int32, Int) {
    let (descriptor, port) = try bind()
    guard systemListen(descriptor, 64) == 0 else { throw NoSocket() }
    return (descriptor, port)
  }

  /// A socket with a port of its own, which does not listen yet.
  private static func bind() throws -> (descriptor: Int32, port: Int) {
    signal(SIGPIPE, SIG_IGN)
    let descriptor = streamSocket()
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        systemBind(descriptor, address, length) == 0
          && getsockname(descriptor, address, &length) == 0
      }
    }
    guard descriptor >= 0, isBound else { throw NoSocket() }
    return (descriptor, Int(UInt16(bigEndian: address.sin_port)))
  }

  private func accept() {
    while !state.withLock({ $0.isStopped }) {
      let connection = systemAccept(listener, nil, nil)
      guard connection >= 0 else { return }
      Thread { [self] in
        while let request = read(from: connection), answer(request, on: connection) {}
        close(connection)
      }
      .start()
    }
  }

  /// The next request of a connection; nil at its end.
  private func read(from connection: Int32) -> Request? {
    var bytes: [UInt8] = []
    var byte: UInt8 = 0
    while !bytes.suffix(4).elementsEqual([13, 10, 13, 10]) {
      guard recv(connection, &byte, 1, 0) == 1, bytes.count < 1 << 16 else { return nil }
      bytes.append(byte)
    }
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\r\n")
    let words = (lines.first ?? "").split(separator: " ")
    guard words.count == 3 else { return nil }
    var fields: [String: String] = [:]
    for line in lines.dropFirst() {
      let parts = line.split(separator: ":", maxSplits: 1)
      if parts.count == 2 {
        fields[parts[0].lowercased()] = parts[1].trimmingCharacters(in: .whitespaces)
      }
    }
    let path = String(words[1].dropFirst())
    return state.withLock { state in
      let number = state.requests.count { $0.path == path }
      let request = Request(path: path, number: number, fields: fields)
      state.requests.append(request)
      return request
    }
  }

  /// Answers a request; false where the connection is to be closed.
  private func answer(_ request: Request, on connection: Int32) -> Bool {
    let faults = faults(request)
    Thread.sleep(forTimeInterval: faults.delay)
    if let content = faults.newContent { state.withLock { $0.files[request.path] = content } }
    if let status = faults.status {
      let head = ["HTTP/1.1 \(status) Refused", "Content-Length: 0"] + faults.fields
      return send(Array((head.joined(separator: "\r\n") + "\r\n\r\n").utf8), on: connection)
    }
    guard var file = state.withLock({ $0.files[request.path] }) else {
      return send(
        Array("HTTP/1.1 404 Not Found\r\nContent-Length: 9\r\n\r\nnot here\n".utf8), on: connection)
    }
    let tag = "\"\(FaultyServer.tag(of: file))\""
    if let place = faults.corrupts { file[file.startIndex + place] ^= 0xFF }
    if let length = faults.truncatesTo { file = file.prefix(length) }
    var start = request.rangeStart
    if let wanted = request.fields["if-range"], wanted != tag { start = nil }
    if faults.ignoresRange { start = nil }
    if let first = start, first >= file.count {
      return send(
        Array(
          "HTTP/1.1 416 No\r\nContent-Range: bytes */\(file.count)\r\nContent-Length: 0\r\n\r\n"
            .utf8),
        on: connection)
    }
    if faults.shiftsRange, let first = start { start = first + 1 }
    let body = file.dropFirst(start ?? 0)
    var head =
      start.map {
        ["HTTP/1.1 206 Part", "Content-Range: bytes \($0)-\(file.count - 1)/\(file.count)"]
      } ?? ["HTTP/1.1 200 OK"]
    head.append("Content-Length: \(faults.announces ?? body.count)")
    if !faults.hasNoTag { head.append("ETag: \(tag)") }
    guard send(Array((head.joined(separator: "\r\n") + "\r\n\r\n").utf8), on: connection) else {
      return false
    }
    return send(body: body, faults, on: connection)
  }

  private func send(body: Data, _ faults: Faults, on connection: Int32) -> Bool {
    let end = min(faults.dropsAfter ?? body.count, faults.stallsAfter ?? body.count, body.count)
    var sent = 0
    while sent < end {
      let piece = [UInt8](body.dropFirst(sent).prefix(min(FaultyServer.pieceSize, end - sent)))
      guard send(piece, on: connection) else { return false }
      sent += piece.count
      state.withLock { $0.bytesSent += piece.count }
      Thread.sleep(forTimeInterval: faults.pause)
    }
    if faults.stallsAfter != nil { waitForEnd(of: connection) }
    return sent == body.count
  }

  /// Waits until the client closes the connection: it asks for nothing more while an
  /// answer is on its way.
  private func waitForEnd(of connection: Int32) {
    var wait = pollfd(fd: connection, events: Int16(POLLIN), revents: 0)
    _ = poll(&wait, 1, Int32(Patience.seconds * 1000))
  }

  private func send(_ bytes: [UInt8], on connection: Int32) -> Bool {
    var sent = 0
    while sent < bytes.count {
      let count = bytes[sent...].withUnsafeBytes {
        systemSend(connection, $0.baseAddress, $0.count)
      }
      guard count > 0 else { return false }
      sent += count
    }
    return true
  }

  private static func tag(of data: Data) -> String {
    let hash = data.reduce(UInt64(0xCBF2_9CE4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    return String(hash, radix: 16)
  }
}

// The system's functions, whose names are those of the server's own.

private func systemBind(
  _ descriptor: Int32, _ address: UnsafePointer<sockaddr>?, _ length: socklen_t
) -> Int32 {
  bind(descriptor, address, length)
}

private func systemListen(_ descriptor: Int32, _ backlog: Int32) -> Int32 {
  listen(descriptor, backlog)
}

private func systemAccept(
  _ descriptor: Int32, _ address: UnsafeMutablePointer<sockaddr>?,
  _ length: UnsafeMutablePointer<socklen_t>?
) -> Int32 {
  accept(descriptor, address, length)
}

private func systemSend(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
  send(descriptor, bytes, count, 0)
}
