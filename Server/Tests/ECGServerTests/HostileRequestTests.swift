import Foundation
import ECGTestSupport
import Testing
import ECGServer

/// What nobody should send, and what is answered to it.
struct HostileRequestTests {
  /// Limits of size that are soon reached.
  static var limits: ServerLimits {
    var limits = LiveServer.limits
    limits.bodyBytes = 1 << 20
    limits.recordingBytes = 4 << 20
    limits.beats = 20
    limits.files = 5
    limits.labels = 1_000
    limits.explanationSamples = 1_000
    return limits
  }

  @Test("there are forty of them and more, each with its answer, and the server stays up")
  func answers() async throws {
    #expect(HostileRequest.all.count >= 40)
    try await LiveServer.run(limits: Self.limits) { server in
      for hostile in HostileRequest.all {
        let answer = try await server.connect { connection in
          connection.send(hostile.request)
          return try connection.answer()
        }
        let detail = answer.problem
        #expect(
          answer.status == hostile.status, "\(hostile.testDescription): \(answer.text.prefix(300))")
        #expect(
          detail?.contains(hostile.says) == true,
          "\(hostile.testDescription): \(answer.text.prefix(300))")
        #expect(detail?.contains("/tmp") != true)
        #expect(answer.text.utf8.count < 2000)
      }
      #expect(try await server.ask("GET", "/health").status == 200)
      // What a request held is given back a moment after its answer.
      try await server.connect { _ in try Patience.wait { server.server.bodyBytes == 0 } }
    }
  }

  @Test("a body that does not come gets 408")
  func slowBody() async throws {
    var limits = Self.limits
    limits.bodyTime = .milliseconds(300)
    try await LiveServer.run(limits: limits) { server in
      let late = try await server.connect { connection in
        connection.send(LiveServer.head("POST", "/v1/beats", length: 100) + "{\"be")
        return try connection.answer()
      }
      #expect(late.status == 408)
      #expect(late.problem != nil)
      // Byte by byte is too slow too, though something always comes.
      let drops = try await server.connect { connection in
        connection.send(LiveServer.head("POST", "/v1/beats", length: 100))
        var sent = 0
        while sent < 12, connection.send(" ") {
          usleep(50_000)
          sent += 1
        }
        return try connection.answer()
      }
      #expect(drops.status == 408)
      #expect(try await server.ask("GET", "/health").status == 200)
    }
  }

  @Test("a header that does not come gets an end, as does a connection that is not used")
  func idle() async throws {
    var limits = Self.limits
    // Long enough to ask in, even for a client that is starved: three seconds were not.
    limits.idleTime = .seconds(40)
    try await LiveServer.run(limits: limits) { server in
      let areClosed = try await server.connect { connection -> [Bool] in
        let begun = try HTTPConnection(port: server.port)
        begun.send("GET /health HT")
        connection.send(LiveServer.head("GET", "/health"))
        let status = try connection.answer().status
        #expect(status == 200)
        return [begun.isClosed(), connection.isClosed()]
      }
      #expect(areClosed == [true, true])
      #expect(try await server.ask("GET", "/health").status == 200)
    }
  }

  @Test("uploads that are broken off give their memory back")
  func brokenOff() async throws {
    try await LiveServer.run(limits: Self.limits) { server in
      for _ in 0..<20 {
        try await server.connect { connection in
          connection.send(
            LiveServer.head(
              "POST", "/v1/recordings", ["Content-Type": Upload.formType], length: 3_000_000))
          connection.send([UInt8](repeating: 0x20, count: 1_000_000))
        }
      }
      // The server sees the end of a connection a moment later.
      try await server.connect { _ in try Patience.wait { server.server.bodyBytes == 0 } }
      #expect(try await server.ask("GET", "/health").status == 200)
    }
  }

  @Test("uploads that together are too large are sent away for a moment")
  func tooLargeTogether() async throws {
    var limits = Self.limits
    limits.bodyBytesTogether = 1_500_000
    try await LiveServer.run(limits: limits) { server in
      let head = LiveServer.head(
        "POST", "/v1/recordings", ["Content-Type": Upload.formType], length: 3_000_000)
      let answer = try await server.connect { connection in
        // An upload that was begun and does not go on has its share.
        let other = try HTTPConnection(port: server.port)
        other.send(head)
        other.send([UInt8](repeating: 0x20, count: 1_000_000))
        try Patience.wait { server.server.bodyBytes == 1_000_000 }
        connection.send(head)
        connection.send([UInt8](repeating: 0x20, count: 1_000_000))
        return try connection.answer()
      }
      #expect(answer.status == 503)
      #expect(answer.fields["retry-after"] == "1")
      #expect(answer.fields["connection"] == "close")
    }
  }

  @Test("more requests at once than may be are sent away for a moment")
  func tooManyAtOnce() async throws {
    var limits = Self.limits
    limits.requests = 2
    try await LiveServer.run(limits: limits) { server in
      let answer = try await server.connect { connection in
        // Two requests that are begun and not ended keep the places.
        let others = try (0..<2).map { _ in try HTTPConnection(port: server.port) }
        for other in others {
          other.send(LiveServer.head("POST", "/v1/beats", length: 20) + "{")
        }
        try Patience.wait { server.server.openRequests == 2 }
        connection.send(LiveServer.head("GET", "/v1/models"))
        let answer = try connection.answer()
        for other in others {
          other.send("\"beats\": []}       ")
          #expect(try other.answer().status == 200)
        }
        return answer
      }
      #expect(answer.status == 503)
      #expect(answer.fields["retry-after"] == "1")
      #expect(answer.problem != nil)
    }
  }
}
