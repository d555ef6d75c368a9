import ECGAnalysis
import ECGClassifier
import ECGDatasets
import ECGRecordings
import ECGServer
import ECGTestSupport
import Foundation
import Testing

/// `/v1/live`: samples in, beats out.
struct LiveRouteTests {
  /// A minute and more, made up.
  static func made(beats: Int = 90) -> (samples: [Float], rate: Double) {
    let made = SyntheticRecording(seed: 11, beats: beats)
    return (made.samples[0], SyntheticRecording.samplingRate)
  }

  /// What the library says of samples in one go.
  static func expected(
    _ samples: [Float], at rate: Double, first: Bool = true
  ) throws -> [ToldBeat] {
    var live = try LiveClassifier(
      samplingRate: rate, by: LiveServer.recordings.get(), firstAnswers: first)
    return try (live.process(samples) + live.finish()).map(ToldBeat.init)
  }

  @Test("the answers are those of the library, each with its number, and the end is told")
  func answers() async throws {
    let (samples, rate) = Self.made()
    let expected = try Self.expected(samples, at: rate)
    #expect(expected.count > 150)
    let found = try await LiveServer.run { server in
      try await server.connect { connection in
        let client = try LiveClient(connection)
        client.send(#"{"type": "start", "samplingRate": \#(rate), "firstAnswers": true}"#)
        let hello = try #require(try client.next())
        #expect(hello["type"] as? String == "session")
        #expect(hello["session"] == nil && hello["received"] as? Int == 0)
        #expect((hello["researchUse"] as? String)?.contains("not a medical device") == true)
        for start in stride(from: 0, to: samples.count, by: 1_000) {
          client.send(samples[start..<min(samples.count, start + 1_000)], first: start)
        }
        client.send(#"{"type": "end"}"#)
        var beats: [ToldBeat] = []
        while let message = try client.next() {
          if message["type"] as? String == "beat" {
            beats.append(ToldBeat(message))
            #expect(message["answer"] as? Int == beats.count)
            #expect((message["received"] as? Int ?? 0) > (message["sample"] as? Int ?? .max))
          } else if message["type"] as? String == "end" {
            #expect(message["received"] as? Int == samples.count)
            #expect(message["answer"] as? Int == beats.count)
          }
        }
        #expect(client.closing == .init(code: 1000, reason: ""))
        return beats.map(\.description)
      }
    }
    #expect(found == expected.map(\.description))
  }

  @Test("samples in 16 bits of two leads, some lost and some again: the same as of the library")
  func integers() async throws {
    let (samples, rate) = Self.made(beats: 40)
    let scaled = samples.map { ($0 * 1_000).rounded() }
    // Two seconds are lost.
    let lost = Int(10 * rate)..<Int(12 * rate)
    var live = try LiveClassifier(
      samplingRate: rate, leads: 2, by: LiveServer.recordings.get(), firstAnswers: false)
    var holed = scaled
    for place in lost { holed[place] = .nan }
    let whole = [holed, holed.map { -$0 }]
    let expected = try (live.process(leads: whole) + live.finish()).map { ToldBeat($0).description }
    let messages = try await LiveServer.run { server in
      try await server.connect { connection in
        let client = try LiveClient(connection)
        client.send(#"{"type": "start", "samplingRate": \#(rate), "leads": 2, "format": "i16"}"#)
        func send(_ range: Range<Int>) {
          var bytes: [UInt8] = []
          withUnsafeBytes(of: UInt64(range.lowerBound).littleEndian) { bytes += $0 }
          for sample in scaled[range] {
            for value in [Int16(sample), Int16(-sample)] {
              withUnsafeBytes(of: value.littleEndian) { bytes += $0 }
            }
          }
          client.send(.binary, bytes)
        }
        send(0..<lost.lowerBound)
        send(lost.lowerBound - 500..<lost.lowerBound)
        send(lost.upperBound..<scaled.count)
        client.send(#"{"type": "end"}"#)
        var told: [String] = []
        while let message = try client.next() {
          if message["type"] as? String == "beat" { told.append(ToldBeat(message).description) }
          if let count = message["lost"] as? Int { told.append("lost \(count)") }
          if let count = message["repeated"] as? Int { told.append("repeated \(count)") }
        }
        return told
      }
    }
    #expect(messages.filter { $0.hasPrefix("final") } == expected)
    #expect(
      messages.filter { !$0.hasPrefix("final") } == ["repeated 500", "lost \(lost.count)"])
  }

  @Test(
    "a whole record in random pieces, its connection broken off again and again: nothing lost, nothing doubled",
    .enabled(if: RealData.mitdb != nil, "ECG_DATA is not set"))
  func brokenConnections() async throws {
    let folder = try #require(RealData.mitdb)
    let samples = try Self.samples(of: folder.appending(path: "100").path)
    #expect(samples.count == 650_000)
    let expected = try Self.expected(samples, at: 360)
    var limits = ServerLimits()
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
        old.send(#"{"type": "start", "samplingRate": 250, "resumable": true}"#)
        let key = try #require(try old.next()?["session"] as? String)
        #expect(key.count == 32)
        old.send([Float](repeating: 0, count: 500), first: 0)
        #expect(try old.next()?["received"] as? Int == 500)
        let new = try LiveClient(HTTPConnection(port: server.port))
        new.send(#"{"type": "resume", "session": "\#(key)", "answer": 0}"#)
        #expect(try new.next()?["received"] as? Int == 500)
        #expect(try old.end()?.code == 4409)
        // Answers that were never given cannot have been seen.
        let other = try LiveClient(HTTPConnection(port: server.port))
        other.send(#"{"type": "resume", "session": "\#(key)", "answer": 5}"#)
        #expect(try other.end()?.code == 1008)
        // The stream has outlived that.
        let last = try LiveClient(HTTPConnection(port: server.port))
        last.send(#"{"type": "resume", "session": "\#(key)", "answer": 0}"#)
        #expect(try last.next()?["received"] as? Int == 500)
      }
    }
  }

  @Test("answers that nobody says to have seen end a connection, and come again when it is resumed")
  func unseen() async throws {
    let (samples, rate) = Self.made(beats: 60)
    let expected = try Self.expected(samples, at: rate, first: false)
    var limits = ServerLimits()
    limits.liveAnswers = 20
    let told = try await LiveServer.run(limits: limits) { server in
      try await server.connect { connection in
        var client = try LiveClient(connection)
        client.send(#"{"type": "start", "samplingRate": \#(rate), "resumable": true}"#)
        let key = try #require(try client.next()?["session"] as? String)
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
          client.send(#"{"type": "resume", "session": "\#(key)", "answer": \#(told.count)}"#)
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
    var limits = ServerLimits()
    // The gap would take an hour, and nobody has that patience.
    limits.liveSpeed = 1
    try await LiveServer.run(limits: limits) { server in
      try await server.connect { connection in
        let client = try LiveClient(connection)
        client.send(#"{"type": "start", "samplingRate": 250, "resumable": true}"#)
        let key = try #require(try client.next()?["session"] as? String)
        client.send([0], first: 250 * 3_599)
        let other = try LiveClient(HTTPConnection(port: server.port))
        other.send(#"{"type": "resume", "session": "\#(key)", "answer": 0}"#)
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
        client.send(#"{"type": "start", "samplingRate": 250, "resumable": true}"#)
        let key = try #require(try client.next()?["session"] as? String)
        client.send([Float](repeating: 0, count: 500), first: 0)
        client.send(#"{"type": "leave"}"#)
        #expect(try client.end()?.code == 1000)
        let late = try LiveClient(HTTPConnection(port: server.port))
        late.send(#"{"type": "resume", "session": "\#(key)", "answer": 0}"#)
        #expect(try late.end()?.code == 4404)
      }
    }
  }

  @Test(
    "streams are kept for a time and up to a number, the oldest goes first; then they are unknown")
  func kept() async throws {
    var limits = ServerLimits()
    limits.liveStreams = 3
    try await LiveServer.run(limits: limits) { server in
      try await server.connect { connection in
        func begin(_ connection: HTTPConnection) throws -> (LiveClient, String) {
          let client = try LiveClient(connection)
          client.send(#"{"type": "start", "samplingRate": 250, "resumable": true}"#)
          return (client, try #require(try client.next()?["session"] as? String))
        }
        var keys: [String] = []
        var (client, key) = try begin(connection)
        for _ in 0..<4 {
          keys.append(key)
          client.send(.close, [])
          #expect(try client.end()?.code == 1005)
          (client, key) = try begin(HTTPConnection(port: server.port))
        }
        func resumed(_ key: String) throws -> Int? {
          let client = try LiveClient(HTTPConnection(port: server.port))
          client.send(#"{"type": "resume", "session": "\#(key)", "answer": 0}"#)
          if try client.next()?["session"] as? String == key { return nil }
          return client.closing?.code
        }
        #expect(try resumed(keys[0]) == 4404)
        #expect(try resumed(keys[3]) == nil)
        #expect(try resumed("0123") == 4404)
      }
    }
    limits.liveKeptTime = .milliseconds(50)
    try await LiveServer.run(limits: limits) { server in
      try await server.connect { connection in
        let client = try LiveClient(connection)
        client.send(#"{"type": "start", "samplingRate": 250, "resumable": true}"#)
        let key = try #require(try client.next()?["session"] as? String)
        client.send(.close, [])
        _ = try client.end()
        usleep(500_000)
        let late = try LiveClient(HTTPConnection(port: server.port))
        late.send(#"{"type": "resume", "session": "\#(key)", "answer": 0}"#)
        #expect(try late.end()?.code == 4404)
      }
      #expect(
        try await server.ask("GET", "/metrics").text.contains("ecg_live_streams{state=\"kept\"} 0"))
    }
  }

  @Test("who runs ahead of real time by more than is allowed is slowed down, and loses nothing")
  func pace() async throws {
    let (samples, rate) = Self.made(beats: 200)
    var limits = ServerLimits()
    limits.liveSpeed = 100
    let expected = try Self.expected(samples, at: rate, first: false)
    let (seconds, found) = try await LiveServer.run(limits: limits) { server in
      try await server.connect { connection in
        let client = try LiveClient(connection)
        let begun = ContinuousClock.now
        client.send(#"{"type": "start", "samplingRate": \#(rate)}"#)
        for start in stride(from: 0, to: samples.count, by: 4_000) {
          client.send(samples[start..<min(samples.count, start + 4_000)], first: start)
        }
        client.send(#"{"type": "end"}"#)
        var beats: [String] = []
        while let message = try client.next() {
          if message["type"] as? String == "beat" { beats.append(ToldBeat(message).description) }
        }
        return ((ContinuousClock.now - begun) / .seconds(1), beats)
      }
    }
    #expect(found == expected.map(\.description))
    // A minute may come at once.
    #expect(seconds > 0.9 * (Double(samples.count) / rate - 60) / 100)
  }

  @Test("the server's end is told, and streams do not hold it up")
  func shutdown() async throws {
    let client = try await LiveServer.run { server in
      try await server.waiting {
        let client = try LiveClient(HTTPConnection(port: server.port))
        client.send(#"{"type": "start", "samplingRate": 250}"#)
        _ = try client.next()
        return Handed(client)
      }
    }
    #expect(try client.value.end()?.code == 1001)
  }

  /// A client that goes from one thread to another.
  private struct Handed: @unchecked Sendable {
    let value: LiveClient
    init(_ value: LiveClient) { self.value = value }
  }
}
