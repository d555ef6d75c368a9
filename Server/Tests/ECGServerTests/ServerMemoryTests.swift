import Foundation
import ECGTestSupport
import Testing

#if os(Linux)
  /// The memory of the command `ecg-server`, as the system counts it.
  @Suite(.waiting)
  struct ServerMemoryTests {
    private static let megabyte = 1 << 20
    /// What may be in use more after a stretch of rounds than before: a leak of a
    /// megabyte a round shows.
    private static let bar = 12 * megabyte
    private static let rounds = 12

    @Test("memory returns after requests that nobody should send")
    func hostileRequests() throws {
      // One arena, which is trimmed: with an arena a thread, what the allocator keeps changes by
      // more than twenty megabytes from run to run.
      let server = try ServerProcess(
        ["--port", "0", "--log-level", "notice"],
        environment: ["MALLOC_ARENA_MAX": "1", "MALLOC_TRIM_THRESHOLD_": "131072"])
      var seen: [Int] = []
      func stretch() throws {
        for _ in 0..<Self.rounds { try Self.sendAll(to: server.port) }
        seen.append(try Self.restingMemory(of: server))
      }
      for _ in 0..<3 { try stretch() }
      // What is kept at first settles; a leak goes on, in every stretch.
      while seen[seen.count - 1] - seen[seen.count - 2] >= Self.bar, seen.count < 9 {
        try stretch()
      }
      let growth = seen[seen.count - 1] - seen[seen.count - 2]
      #expect(growth < Self.bar, "bytes in use after each \(Self.rounds) rounds: \(seen)")
      let connection = try HTTPConnection(port: server.port)
      connection.send(LiveServer.head("GET", "/health"))
      #expect(try connection.answer().status == 200)
      #expect(server.end().status == 0)
    }

    /// Sends every hostile request, and uploads that are broken off, and goes before what
    /// it gets is read.
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

    /// The memory once nothing is answered any more, which on a busy machine takes long, and once
    /// it has not fallen further for a second: the end of a connection is seen a moment later.
    private static func restingMemory(of server: ServerProcess) throws -> Int {
      try Patience.wait {
        Thread.sleep(forTimeInterval: 0.05)
        let connection = try HTTPConnection(port: server.port)
        connection.send(LiveServer.head("GET", "/metrics"))
        // This request is the one.
        return try connection.answer().text.contains("\necg_requests_in_flight 1\n")
      }
      var least = try #require(server.memory)
      var looks = 0
      while looks < 20 {
        Thread.sleep(forTimeInterval: 0.05)
        let now = try #require(server.memory)
        (least, looks) = now < least ? (now, 0) : (least, looks + 1)
      }
      return least
    }
  }
#endif
