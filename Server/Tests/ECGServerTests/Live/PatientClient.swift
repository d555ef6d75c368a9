import ECGTestSupport
import Foundation

/// A client whose connections break off at any moment, and that goes on with a stream as the
/// documentation says.
struct PatientClient: Sendable {
  /// The answers, by their numbers.
  private(set) var answers: [Int: ToldBeat] = [:]
  /// How often each number came.
  private(set) var times: [Int: Int] = [:]
  /// How many connections it took.
  private(set) var connections = 0
  /// The answers that came again with other content.
  private(set) var contradictions = 0

  private let samples: [Float]
  private let samplingRate: Double
  private let longest: Int
  /// Seconds of signal in a second; nil for as fast as it goes.
  private let speed: Double?
  private var chance: Chance
  private var session: String?
  private var received = 0
  private var isAtEnd = false

  /// How far a client may run ahead of what the server has.
  private static let ahead = 60.0

  /// - Parameters:
  ///   - longest: the samples of a packet, at the most.
  ///   - seed: what the lengths of packets and the moments at which connections break off
  ///     follow from.
  init(
    _ samples: [Float], at samplingRate: Double, longest: Int, speed: Double? = nil, seed: UInt64
  ) {
    (self.samples, self.samplingRate, self.longest, self.speed) =
      (samples, samplingRate, longest, speed)
    chance = Chance(state: seed)
  }

  /// Sends all samples.
  ///
  /// - Parameters:
  ///   - packets: the packets after which a connection breaks off, in the mean.
  ///   - connect: makes a connection.
  mutating func run(breakingAfter packets: Int, _ connect: () throws -> HTTPConnection) throws {
    // What was left behind without being closed.
    var left: [LiveClient] = []
    let begun = ContinuousClock.now
    while !isAtEnd {
      connections += 1
      let client = try LiveClient(connect())
      if let session {
        client.send(#"{"type": "resume", "session": "\#(session)", "answer": \#(answers.count)}"#)
      } else {
        client.send(
          #"{"type": "start", "samplingRate": \#(samplingRate), "firstAnswers": true, "resumable": true}"#
        )
      }
      guard let hello = try client.next(), let key = hello["session"] as? String else {
        throw HTTPConnection.Failed(what: "no session: \(String(describing: client.closing))")
      }
      session = key
      received = hello["received"] as? Int ?? -1
      var position = received
      let breaks = chance.next(below: 2 * packets)
      for _ in 0..<breaks where position < samples.count {
        let end = min(samples.count, position + 1 + chance.next(below: longest))
        if let speed {
          let due = begun + .seconds(Double(end) / samplingRate / speed)
          while ContinuousClock.now < due {
            if client.connection.hasInput(within: 5) { _ = try take(from: client) }
          }
        }
        guard client.send(samples[position..<end], first: position) else { break }
        position = end
        while client.connection.hasInput(within: 0)
          || Double(position - received) > Self.ahead * samplingRate
        { guard try take(from: client) else { break } }
      }
      if position == samples.count {
        client.send(#"{"type": "end"}"#)
        while try take(from: client) {}
        client.send(#"{"type": "seen", "answer": \#(answers.count)}"#)
      } else {
        switch chance.next(below: 3) {
        case 0: client.connection.reset()
        case 1:
          // In the middle of a frame.
          let packet = LiveClient.packet(samples[position...].prefix(99), first: position)
          client.connection.send(LiveClient.frame(2, packet).prefix(1 + chance.next(below: 400)))
          client.connection.reset()
        default: left.append(client)
        }
      }
    }
  }

  /// Takes a message; false where none follows.
  private mutating func take(from client: LiveClient) throws -> Bool {
    guard let message = try client.next() else { return false }
    received = message["received"] as? Int ?? received
    if message["type"] as? String == "end" { isAtEnd = true }
    guard let number = message["answer"] as? Int, message["type"] as? String == "beat" else {
      return !isAtEnd
    }
    times[number, default: 0] += 1
    let beat = ToldBeat(message)
    if let before = answers[number], before != beat { contradictions += 1 }
    answers[number] = beat
    if number % 16 == 0 { client.send(#"{"type": "seen", "answer": \#(answers.count)}"#) }
    return true
  }
}

/// Chance that follows from a seed (SplitMix64).
struct Chance {
  var state: UInt64

  mutating func next(below limit: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
    return Int((value ^ value >> 31) % UInt64(limit))
  }
}
