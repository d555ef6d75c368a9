import ECGServer
import ECGTestSupport
import Foundation
import Testing

/// What nobody should send to `/v1/live`, and how it is closed.
struct HostileLiveTests {
  /// Bytes behind the handshake, or behind the start of a stream of 250 samples a second,
  /// and how they end.
  struct Hostile: Sendable, CustomTestStringConvertible {
    let testDescription: String
    var isStarted = true
    let bytes: [UInt8]
    let code: Int
    let says: String

    init(_ name: String, started: Bool = true, _ bytes: [UInt8], _ code: Int, _ says: String) {
      (testDescription, isStarted, self.bytes, self.code, self.says) =
        (name, started, bytes, code, says)
    }

    /// A text as the first message.
    init(_ name: String, first text: String, _ code: Int, _ says: String) {
      self.init(name, started: false, LiveClient.frame(1, text.utf8), code, says)
    }

    /// A text in a stream.
    init(_ name: String, text: String, _ code: Int, _ says: String) {
      self.init(name, LiveClient.frame(1, text.utf8), code, says)
    }
  }

  private static func packet(_ count: Int, first: Int = 0) -> [UInt8] {
    LiveClient.packet([Float](repeating: 0, count: count), first: first)
  }

  static let all: [Hostile] = {
    func plain(_ opcode: UInt8, _ data: [UInt8], whole: Bool = true) -> [UInt8] {
      LiveClient.frame(opcode, data, isWhole: whole)
    }
    return [
      Hostile("no mask", LiveClient.frame(2, packet(9), isMasked: false), 1002, "masked"),
      Hostile("reserved bits", LiveClient.frame(2, packet(9), reserved: 4), 1002, "reserved"),
      Hostile("an unknown kind of frame", plain(3, []), 1002, "kind"),
      Hostile("an unknown control frame", plain(11, []), 1002, "kind"),
      Hostile("a ping in pieces", plain(9, [], whole: false), 1002, "one piece"),
      Hostile("a long ping", plain(9, .init(repeating: 0, count: 126)), 1002, "125"),
      Hostile(
        "a frame that says it is huge", LiveClient.frame(2, [], length: 1 << 40), 1009, "65536"),
      Hostile(
        "a length beyond all numbers", LiveClient.frame(2, [], length: .max), 1009, "65536"),
      Hostile(
        "fragments that are too much together",
        plain(2, .init(repeating: 0, count: 40_000), whole: false)
          + plain(0, .init(repeating: 0, count: 40_000)), 1009, "65536"),
      Hostile(
        "fragments without end",
        plain(2, [], whole: false) + (0..<2_000).flatMap { _ in plain(0, [], whole: false) },
        1008, "fragments"),
      Hostile("the rest of nothing", plain(0, [1]), 1002, "rest"),
      Hostile(
        "a message within another", plain(1, [65], whole: false) + plain(1, [65]), 1002, "rest"),
      Hostile("text that is no UTF-8", plain(1, [0xC3, 0x28]), 1007, "UTF-8"),
      Hostile("text with a surrogate", plain(1, [0xED, 0xA0, 0x80]), 1007, "UTF-8"),
      Hostile("a close of one byte", plain(8, [3]), 1002, "closing"),
      Hostile("a close with a code of nobody", plain(8, [0x03, 0xED]), 1002, "closing"),
      Hostile("a close whose reason is no UTF-8", plain(8, [0x03, 0xE8, 0xFF]), 1002, "closing"),
      Hostile("no JSON", first: "hello", 1007, "JSON"),
      Hostile("a list", first: "[]", 1007, "object"),
      Hostile("a deep list", first: String(repeating: "[", count: 30_000), 1007, "JSON"),
      Hostile("no type", first: "{}", 1007, "type"),
      Hostile("another type", first: #"{"type": "begin"}"#, 1007, "start, resume"),
      Hostile("no rate", first: #"{"type": "start"}"#, 1007, "samplingRate"),
      Hostile(
        "a rate in words", first: #"{"type": "start", "samplingRate": "250"}"#, 1007, "a number"),
      Hostile("a slow rate", first: #"{"type": "start", "samplingRate": 1}"#, 1008, "50"),
      Hostile("a negative rate", first: #"{"type": "start", "samplingRate": -9}"#, 1008, "50"),
      Hostile("a fast rate", first: #"{"type": "start", "samplingRate": 1e9}"#, 1008, "64000"),
      Hostile(
        "a rate beyond all numbers", first: #"{"type": "start", "samplingRate": 1e999}"#, 1007,
        "JSON"),
      Hostile(
        "no leads", first: #"{"type": "start", "samplingRate": 250, "leads": 0}"#, 1008, "leads"),
      Hostile(
        "many leads", first: #"{"type": "start", "samplingRate": 250, "leads": 65}"#, 1008, "64"),
      Hostile(
        "too much altogether", first: #"{"type": "start", "samplingRate": 2000, "leads": 64}"#,
        1008, "64000"),
      Hostile(
        "another format", first: #"{"type": "start", "samplingRate": 250, "format": "f64"}"#, 1007,
        "f32, i16"),
      Hostile(
        "another context", first: #"{"type": "start", "samplingRate": 250, "context": "x"}"#, 1007,
        "families"),
      Hostile(
        "a context that no stream has",
        first: #"{"type": "start", "samplingRate": 250, "context": "record"}"#, 1008, "context"),
      Hostile(
        "a misspelled key", first: #"{"type": "start", "samplingRate": 250, "lead": 2}"#, 1007,
        "'lead'"),
      Hostile(
        "a session of nobody", first: #"{"type": "resume", "session": "no", "answer": 0}"#, 4404,
        "no such session"),
      Hostile("samples before a start", started: false, plain(2, packet(9)), 1003, "start"),
      Hostile("an end before a start", first: #"{"type": "end"}"#, 1003, "start"),
      Hostile(
        "a second start", text: #"{"type": "start", "samplingRate": 250}"#, 1003, "samples"),
      Hostile("no number", plain(2, [1, 2, 3]), 1007, "8 bytes"),
      Hostile("half a sample", plain(2, packet(1).dropLast()), 1007, "4 bytes"),
      Hostile("a number beyond 2^53", plain(2, .init(repeating: 0xFF, count: 12)), 1007, "2^53"),
      Hostile("a gap of a day", plain(2, packet(1, first: 250 * 86_400)), 1008, "3600 s"),
      Hostile(
        "samples behind the end",
        plain(1, Array(#"{"type": "end"}"#.utf8))
          + plain(2, packet(9)), 1000, ""),
    ]
  }()

  @Test("each is closed with its code and a reason, and another stream goes on meanwhile")
  func closings() async throws {
    try await LiveServer.run { server in
      try await server.connect { connection in
        let honest = try LiveClient(connection)
        honest.send(#"{"type": "start", "samplingRate": 250}"#)
        _ = try honest.next()
        for (number, hostile) in Self.all.enumerated() {
          let client = try LiveClient(HTTPConnection(port: server.port))
          if hostile.isStarted {
            client.send(#"{"type": "start", "samplingRate": 250}"#)
            _ = try client.next()
          }
          client.connection.send(hostile.bytes)
          let closing = try client.end()
          #expect(closing?.code == hostile.code, "\(hostile.testDescription): \(closing as Any)")
          #expect(
            hostile.says.isEmpty || closing?.reason.contains(hostile.says) == true,
            "\(hostile.testDescription): \(closing as Any)")
          honest.send([Float](repeating: 0, count: 250), first: number * 250)
          #expect(try honest.next()?["received"] as? Int == (number + 1) * 250)
        }
      }
      #expect(!server.log.text.contains("failed"))
      #expect(try await server.ask("GET", "/health").status == 200)
    }
  }

  @Test("requests that ask for no WebSocket, or ask wrongly, are answered as requests")
  func handshakes() async throws {
    try await LiveServer.run { server in
      func status(_ fields: [String: String?], _ method: String = "GET") async throws -> HTTPAnswer
      {
        let all = LiveClient.handshake.merging(fields.compactMapValues { $0 }) { $1 }
          .filter { fields[$0.key] != .some(nil) }
        return try await server.ask(method, "/v1/live", all)
      }
      let plain = try await server.ask("GET", "/v1/live")
      #expect(plain.status == 426 && plain.fields["upgrade"] == "websocket")
      #expect(try await status(["Upgrade": "h2c"]).status == 426)
      #expect(try await status(["Connection": "keep-alive"]).status == 426)
      #expect(try await status([:], "POST").status == 405)
      let version = try await status(["Sec-WebSocket-Version": "8"])
      #expect(version.status == 426 && version.fields["sec-websocket-version"] == "13")
      #expect(try await status(["Sec-WebSocket-Key": "short"]).status == 400)
      #expect(try await status(["Sec-WebSocket-Key": ""]).status == 400)
      // No request is read behind one that asks for another protocol.
      #expect(try await status(["Upgrade": "h2c"]).fields["connection"] == "close")
      #expect(
        try await server.ask("GET", "/health", ["Connection": "Upgrade", "Upgrade": "h2c"])
          .fields["connection"] == "close")
    }
  }

  @Test("pages of other sites, other hosts and who has no token are refused")
  func access() async throws {
    try await LiveServer.run(token: "long-enough") { server in
      let right = ["Authorization": "Bearer long-enough"]
      func status(_ fields: [String: String]) async throws -> Int {
        try await server.ask("GET", "/v1/live", LiveClient.handshake.merging(fields) { $1 }).status
      }
      #expect(try await status([:]) == 401)
      #expect(try await status(["Authorization": "Bearer wrong-token"]) == 401)
      #expect(try await status(right.merging(["Origin": "https://evil.example"]) { $1 }) == 403)
      #expect(try await status(right.merging(["Origin": "null"]) { $1 }) == 403)
      #expect(try await status(right.merging(["Sec-Fetch-Site": "cross-site"]) { $1 }) == 403)
      let isOpen = try await server.connect { connection in
        let client = try LiveClient(
          connection, right.merging(["Origin": "http://localhost"]) { $1 })
        client.send(#"{"type": "start", "samplingRate": 250}"#)
        return try client.next() != nil
      }
      #expect(isOpen)
    }
  }

  @Test("pings are answered, within a message in pieces too, and a close is")
  func control() async throws {
    try await LiveServer.run { server in
      try await server.connect { connection in
        let client = try LiveClient(connection)
        client.send(.ping, [1, 2])
        #expect(try client.next()?["type"] as? String == "pong")
        let start = Array(#"{"type": "start", "samplingRate": 250}"#.utf8)
        client.send(.text, start[..<9], isWhole: false)
        client.send(.ping, [])
        client.send(.continuation, start[9..<20], isWhole: false)
        client.send(.pong, [7])
        client.send(.continuation, start[20...])
        #expect(try client.next()?["type"] as? String == "pong")
        #expect(try client.next()?["type"] as? String == "session")
        client.send(.close, [0x0F, 0xA0] + Array("done".utf8))
        #expect(try client.end() == .init(code: 4000, reason: ""))
        #expect(client.connection.isClosed())
      }
    }
  }

  @Test("who says nothing, half of something or nothing but pings is closed")
  func silence() async throws {
    var limits = LiveServer.limits
    // Long enough to begin in, even for clients that are starved.
    limits.idleTime = .seconds(30)
    limits.liveQuietTime = .seconds(40)
    try await LiveServer.run(limits: limits) { server in
      try await server.connect { connection in
        let silent = try LiveClient(connection)
        let half = try LiveClient(HTTPConnection(port: server.port))
        let pinging = try LiveClient(HTTPConnection(port: server.port))
        half.send(#"{"type": "start", "samplingRate": 250}"#)
        pinging.send(#"{"type": "start", "samplingRate": 250}"#)
        let bytes = LiveClient.frame(2, Self.packet(250))
        half.connection.send(bytes.prefix(30))
        // It answers the server's pings.
        #expect(try pinging.end()?.reason.hasPrefix("no message") == true)
        #expect(try silent.end()?.code == 1008)
        // A pong in the middle of a frame is part of it.
        while half.connection.hasInput(within: 0) {
          guard try half.next() != nil else { break }
        }
      }
    }
  }

  @Test("more connections than may be get 503, and the rest go on")
  func crowd() async throws {
    var limits = LiveServer.limits
    limits.liveStreams = 8
    try await LiveServer.run(limits: limits) { server in
      try await server.connect { connection in
        var clients = [try LiveClient(connection)]
        for _ in 1..<8 { clients.append(try LiveClient(HTTPConnection(port: server.port))) }
        #expect(throws: HTTPConnection.Failed.self) {
          _ = try LiveClient(HTTPConnection(port: server.port))
        }
        clients[7].send(.close, [])
        #expect(try clients[7].end() != nil)
        #expect(clients[7].connection.isClosed())
        try Patience.wait { (try? LiveClient(HTTPConnection(port: server.port))) != nil }
        clients[0].send(#"{"type": "start", "samplingRate": 250}"#)
        #expect(try clients[0].next() != nil)
      }
    }
  }

  @Test(
    "two hundred at once that flood, stall, never read or break off leave an honest stream its answers"
  )
  func twoHundred() async throws {
    let (samples, rate) = LiveRouteTests.made(beats: 60)
    let expected = try LiveRouteTests.expected(samples, at: rate, first: false)
    var limits = LiveServer.limits
    limits.liveStreams = 210
    let found = try await LiveServer.run(limits: limits) { server in
      try await server.waiting {
        var crowd = try (0..<200).map { _ in
          try LiveClient(HTTPConnection(port: server.port, heldBytes: 4_096))
        }
        let flood = LiveClient.frame(2, Self.packet(16_000))
        for (number, client) in crowd.enumerated() {
          switch number % 5 {
          case 0:
            // Much to do, whose answers nobody reads.
            client.send(#"{"type": "start", "samplingRate": 360, "firstAnswers": true}"#)
            client.connection.send(flood)
          case 1:
            client.send(#"{"type": "start", "samplingRate": 250}"#)
            client.connection.send(flood.prefix(30_000))
          case 2: for _ in 0..<500 { client.send(.ping, [UInt8](repeating: 0, count: 125)) }
          case 3: client.connection.send(Self.all[number / 5 % Self.all.count].bytes)
          default:
            client.send(#"{"type": "start", "samplingRate": 250, "resumable": true}"#)
            client.connection.reset()
          }
        }
        let honest = try LiveClient(HTTPConnection(port: server.port))
        honest.send(#"{"type": "start", "samplingRate": \#(rate)}"#)
        for start in stride(from: 0, to: samples.count, by: 360) {
          honest.send(samples[start..<min(samples.count, start + 360)], first: start)
          crowd[start / 360 * 5 % 200].connection.send(flood.prefix(100))
        }
        honest.send(#"{"type": "end"}"#)
        var told: [ToldBeat] = []
        while let message = try honest.next() {
          if message["type"] as? String == "beat" { told.append(ToldBeat(message)) }
        }
        crowd.removeAll()
        return told
      }
    }
    #expect(found == expected)
  }
}
