import ECGRecordings
import ECGServer
import ECGTestSupport
import Foundation
import Testing

/// `/v1/live` over more than one connection: what is lost is taken up, and by whom.
struct LiveResumingTests {
  @Test(
    "a whole record in random pieces, its connection broken off again and again: nothing lost, nothing doubled",
    .enabled(if: RealData.mitdb != nil, "ECG_DATA is not set"))
  func brokenConnections() async throws {
    let folder = try #require(RealData.mitdb)
    let samples = try Self.samples(of: folder.appending(path: "100").path)
    #expect(samples.count == 650_000)
    let expected = try LiveRouteTests.expected(samples, at: 360)
    var limits = LiveServer.limits
    limits.liveSpeed = 1_000_000
    let client = try await LiveServer.run(limits: limits) { server in
      try await server.waiting {
        var client = PatientClient(samples, at: 360, longest: 1_800, seed: 7)
        try client.run(breakingAfter: 10) { try HTTPConnection(port: server.port) }
        return client
      }
    }
    #expect(client.connections > 30)
    #expect(client.contradictions == 0)
    #expect(client.answers.keys.max() == client.answers.count)
    let found = client.answers.sorted { $0.key < $1.key }.map { $0.value }
    #expect(found == expected)
  }

  static func samples(of path: String) throws -> [Float] {
    let recording = try RecordingFile.open(path)
    var reader = try recording.reader(signals: [0])
    var samples: [Float] = []
    while let block = try reader.next() { samples += block.samples[0] }
    return samples
  }

  @Test("a stream goes on over the newest connection, and the one before is told")
  func takenOver() async throws {
    try await LiveServer.run { server in
      try await server.connect { connection in
        let old = try LiveClient(connection)
        let key = try old.begin()
        #expect(key.count == 32)
        old.send([Float](repeating: 0, count: 500), first: 0)
        #expect(try old.next()?["received"] as? Int == 500)
        let new = try LiveClient(HTTPConnection(port: server.port))
        new.resume(key)
        #expect(try new.next()?["received"] as? Int == 500)
        #expect(try old.end()?.code == 4409)
        // Answers that were never given cannot have been seen.
        let other = try LiveClient(HTTPConnection(port: server.port))
        other.resume(key, seen: 5)
        #expect(try other.end()?.code == 1008)
        // The stream has outlived that.
        let last = try LiveClient(HTTPConnection(port: server.port))
        last.resume(key)
        #expect(try last.next()?["received"] as? Int == 500)
      }
    }
  }

  @Test("answers that nobody says to have seen end a connection, and come again when it is resumed")
  func unseen() async throws {
    let (samples, rate) = LiveRouteTests.made(beats: 60)
    let expected = try LiveRouteTests.expected(samples, at: rate, first: false)
    var limits = LiveServer.limits
    limits.liveAnswers = 20
    let told = try await LiveServer.run(limits: limits) { server in
      try await server.connect { connection in
        var client = try LiveClient(connection)
        let key = try client.begin(at: rate)
        var told: [Int: ToldBeat] = [:]
        var received = 0
        while true {
          for start in stride(from: received, to: samples.count, by: 4_000) {
            client.send(samples[start..<min(samples.count, start + 4_000)], first: start)
          }
          client.send(#"{"type": "end"}"#)
          var isAtEnd = false
          while !isAtEnd, let message = try client.next() {
            isAtEnd = message["type"] as? String == "end"
            if let number = message["answer"] as? Int, message["type"] as? String == "beat" {
              told[number] = ToldBeat(message)
            }
          }
          if isAtEnd { break }
          #expect(client.closing?.code == 1013)
          client = try LiveClient(HTTPConnection(port: server.port))
          client.resume(key, seen: told.count)
          received = try #require(try client.next()?["received"] as? Int)
        }
        client.send(#"{"type": "seen", "answer": \#(told.count)}"#)
        #expect(try client.end()?.code == 1000)
        return told.sorted { $0.key < $1.key }.map(\.value)
      }
    }
    #expect(told == expected)
  }

  @Test("a gap is not worked off for a client that has gone")
  func gapForNobody() async throws {
    var limits = LiveServer.limits
    // The gap would take an hour, and nobody has that patience.
    limits.liveSpeed = 1
    try await LiveServer.run(limits: limits) { server in
      try await server.connect { connection in
        let client = try LiveClient(connection)
        let key = try client.begin()
        client.send([0], first: 250 * 3_599)
        let other = try LiveClient(HTTPConnection(port: server.port))
        other.resume(key)
        let received = try #require(try other.next()?["received"] as? Int)
        #expect(received < 250 * 3_599)
      }
    }
  }

  @Test("a stream that its client leaves is over, and is not kept")
  func left() async throws {
    try await LiveServer.run { server in
      try await server.connect { connection in
        let client = try LiveClient(connection)
        let key = try client.begin()
        client.send([Float](repeating: 0, count: 500), first: 0)
        client.send(#"{"type": "leave"}"#)
        #expect(try client.end()?.code == 1000)
        let late = try LiveClient(HTTPConnection(port: server.port))
        late.resume(key)
        #expect(try late.end()?.code == 4404)
      }
    }
  }

  @Test(
    "streams are kept for a time and up to a number, the oldest goes first; then they are unknown")
  func kept() async throws {
    var limits = LiveServer.limits
    limits.liveStreams = 3
    try await LiveServer.run(limits: limits) { server in
      try await server.connect { connection in
        var keys: [String] = []
        var client = try LiveClient(connection)
        var key = try client.begin()
        for number in 0..<4 {
          keys.append(key)
          client.send(.close, [])
          #expect(try client.end()?.code == 1005)
          // The server lets go of a stream a moment after it has answered.
          try Patience.wait { try Self.keptStreams(server.port) == min(number + 1, 3) }
          client = try Self.client(server.port)
          key = try client.begin()
        }
        #expect(try Self.code(resuming: keys[0], server.port) == 4404)
        #expect(try Self.code(resuming: keys[3], server.port) == nil)
        #expect(try Self.code(resuming: "0123", server.port) == 4404)
      }
    }
    limits.liveKeptTime = .milliseconds(50)
    try await LiveServer.run(limits: limits) { server in
      try await server.connect { connection in
        let client = try LiveClient(connection)
        let key = try client.begin()
        client.send(.close, [])
        _ = try client.end()
        try Patience.wait {
          // Each time it is taken up it is kept anew.
          usleep(200_000)
          return try Self.code(resuming: key, server.port) == 4404
        }
        #expect(try Self.keptStreams(server.port) == 0)
      }
    }
  }

  /// A client with a connection of its own, once the server, which lets go of one a moment after it
  /// has ended, has room for it.
  private static func client(_ port: Int) throws -> LiveClient {
    var client: LiveClient?
    try Patience.wait {
      do {
        client = try LiveClient(HTTPConnection(port: port))
      } catch let failure as HTTPConnection.Failed where failure.what.hasPrefix("503") {}
      return client != nil
    }
    return try #require(client)
  }

  /// The code by which the server ends a connection that goes on with a stream; nil
  /// where it goes on.
  private static func code(resuming key: String, _ port: Int) throws -> Int? {
    let client = try Self.client(port)
    client.resume(key)
    return try client.next()?["session"] as? String == key ? nil : client.closing?.code
  }

  /// The streams without a client that the server keeps, as it counts them.
  private static func keptStreams(_ port: Int) throws -> Int? {
    let connection = try HTTPConnection(port: port)
    connection.send(LiveServer.head("GET", "/metrics"))
    let count = try connection.answer().text.firstMatch(
      of: /ecg_live_streams\{state="kept"\} (\d+)/)
    return (count?.1).flatMap { Int($0) }
  }
}
