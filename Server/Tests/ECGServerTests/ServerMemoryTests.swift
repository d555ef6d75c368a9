import Foundation
import ECGTestSupport
import Testing

#if os(Linux)
  /// The memory of the command `ecg-server`, as the system counts it.
  @Suite(.waiting)
  struct ServerMemoryTests {
    private static let megabyte = 1 << 20
    /// What may be in use more than after the first rounds.
    private static let bar = 24 * megabyte

    @Test("memory returns after requests that nobody should send")
    func hostileRequests() throws {
      let server = try ServerProcess(["--port", "0", "--log-level", "notice"])
      // What the allocator keeps settles within some ten rounds, by up to 28 MB; a leak goes on.
      for _ in 0..<12 { try Self.sendAll(to: server.port) }
      let first = try Self.restingMemory(of: server)
      for _ in 0..<24 { try Self.sendAll(to: server.port) }
      var last = try Self.restingMemory(of: server)
      // Where other tests take the cores, the server takes its time.
      for _ in 0..<20 where last - first >= Self.bar {
        last = try Self.restingMemory(of: server)
      }
      #expect(last - first < Self.bar, "\(first) bytes at first, \(last) at last")
      let connection = try HTTPConnection(port: server.port)
      connection.send(LiveServer.head("GET", "/health"))
      #expect(try connection.answer().status == 200)
      #expect(server.end().status == 0)
    }

    /// Sends every hostile request, and uploads that are broken off, and goes before what it gets is
    /// read.
    private static func sendAll(to port: Int) throws {
      for hostile in HostileRequest.all {
        try HTTPConnection(port: port).send(hostile.request)
      }
      let upload = LiveServer.head(
        "POST", "/v1/recordings", ["Content-Type": Upload.formType], length: 64 * megabyte)
      let piece = [UInt8](repeating: 0x20, count: 8 * megabyte)
      for _ in 0..<8 {
        let connection = try HTTPConnection(port: port)
        connection.send(upload)
        connection.send(piece)
      }
    }

    /// The least memory within a second: the end of a connection is seen a moment later.
    private static func restingMemory(of server: ServerProcess) throws -> Int {
      let seen = try (0..<20).map { _ in
        Thread.sleep(forTimeInterval: 0.05)
        return try #require(server.memory)
      }
      return try #require(seen.min())
    }
  }
#endif
