import ECGAnalysis
import ECGClassifier
import ECGDatasets
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

  /// Noise from 30 to 50 s, and from 60 to 75 s nothing, as of a strap that slipped off.
  static func slipped() -> (samples: [Float], rate: Double) {
    var state: UInt32 = 2
    var (samples, rate) = made(beats: 130)
    for place in samples.indices {
      let time = Double(place) / rate
      state = state &* 1_664_525 &+ 1_013_904_223
      if (30..<50).contains(time) { samples[place] = Float(state) / 0x1p31 - 1 }
      if (60..<75).contains(time) { samples[place] = 0.2 }
    }
    return (samples, rate)
  }

  @Test("beats of which nothing can be said are told so, and where none comes it is told too")
  func unusable() async throws {
    let (samples, rate) = Self.slipped()
    let expected = try Self.expected(samples, at: rate, first: false)
    #expect(expected.contains { $0.description.hasSuffix("noise") })
    let (found, without) = try await LiveServer.run { server in
      try await server.connect { connection in
        let client = try LiveClient(connection)
        client.send(#"{"type": "start", "samplingRate": \#(rate)}"#)
        for start in stride(from: 0, to: samples.count, by: 250) {
          client.send(samples[start..<min(samples.count, start + 250)], first: start)
        }
        client.send(#"{"type": "end"}"#)
        var beats: [String] = []
        var without: [(seconds: Double, kind: String?)] = []
        while let message = try client.next() {
          switch message["type"] as? String {
          case "beat": beats.append(ToldBeat(message).description)
          case "received":
            without.append(
              (Double(message["received"] as? Int ?? 0) / rate, message["unusable"] as? String))
          default: break
          }
        }
        return (beats, without)
      }
    }
    #expect(found == expected.map(\.description))
    #expect(without.count { (62..<75).contains($0.seconds) && $0.kind == "flat" } > 6)
    #expect(without.allSatisfy { !(62..<75).contains($0.seconds) || $0.kind == "flat" })
  }

  @Test("who runs ahead of real time by more than is allowed is slowed down, and loses nothing")
  func pace() async throws {
    let (samples, rate) = Self.made(beats: 200)
    var limits = LiveServer.limits
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
    // The client says nothing any more, which is not what ends the stream.
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
