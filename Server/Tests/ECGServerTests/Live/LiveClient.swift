import ECGAnalysis
import ECGSignals
import ECGTestSupport
import Foundation
import Testing

/// A client of `/v1/live`, frame by frame, so that a test can send what no library would.
///
/// A class, since it owns a connection. Its methods wait: they are for ``LiveServer/connect(_:)``.
final class LiveClient {
  enum Opcode: UInt8 {
    case continuation = 0
    case text = 1
    case binary = 2
    case close = 8
    case ping = 9
    case pong = 10
  }

  /// How the server closed.
  struct Closing: Equatable {
    let code: Int
    let reason: String
  }

  let connection: HTTPConnection
  /// What the server said when it closed.
  private(set) var closing: Closing?

  /// What a browser and a strap ask with; the key is that of RFC 6455, section 1.3.
  static let handshake = [
    "Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
  ]

  /// Connects, and becomes a WebSocket.
  ///
  /// - Throws: ``HTTPConnection/Failed`` where the server refuses.
  init(_ connection: HTTPConnection, _ fields: [String: String] = [:]) throws {
    self.connection = connection
    connection.send(
      LiveServer.head("GET", "/v1/live", Self.handshake.merging(fields) { $1 }))
    let answer = try connection.answer()
    // What RFC 6455 answers to its key.
    guard answer.status == 101,
      answer.fields["sec-websocket-accept"] == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="
    else { throw HTTPConnection.Failed(what: "\(answer.status) \(answer.text)") }
  }

  /// A frame as a client sends it.
  static func frame(
    _ opcode: UInt8, _ data: some Sequence<UInt8>, isWhole: Bool = true, isMasked: Bool = true,
    reserved: UInt8 = 0, length: UInt64? = nil
  ) -> [UInt8] {
    let data = Array(data)
    let length = length ?? UInt64(data.count)
    var bytes = [(isWhole ? 0x80 : 0) | reserved << 4 | opcode]
    let mask: UInt8 = isMasked ? 0x80 : 0
    switch length {
    case ..<126: bytes.append(mask | UInt8(length))
    case ..<65_536: bytes += [mask | 126, UInt8(length >> 8), UInt8(length & 0xFF)]
    default: bytes += [mask | 127] + (0..<8).map { UInt8(length >> (56 - 8 * $0) & 0xFF) }
    }
    guard isMasked else { return bytes + data }
    let key: [UInt8] = [0x12, 0xAB, 0x34, 0xCD]
    return bytes + key + data.enumerated().map { $1 ^ key[$0 % 4] }
  }

  @discardableResult
  func send(_ opcode: Opcode, _ data: some Sequence<UInt8>, isWhole: Bool = true) -> Bool {
    connection.send(Self.frame(opcode.rawValue, data, isWhole: isWhole))
  }

  @discardableResult
  func send(_ text: String) -> Bool { send(.text, text.utf8) }

  /// Begins a stream of one lead that can be resumed; by what it can.
  func begin(at samplingRate: Double = 250) throws -> String {
    send(#"{"type": "start", "samplingRate": \#(samplingRate), "resumable": true}"#)
    return try #require(try next()?["session"] as? String)
  }

  /// Asks to go on with a stream of which so many answers were seen.
  func resume(_ session: String, seen answer: Int = 0) {
    send(#"{"type": "resume", "session": "\#(session)", "answer": \#(answer)}"#)
  }

  /// The data of samples of one lead.
  static func packet(_ samples: some Collection<Float>, first: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    withUnsafeBytes(of: UInt64(first).littleEndian) { bytes += $0 }
    for sample in samples {
      withUnsafeBytes(of: sample.bitPattern.littleEndian) { bytes += $0 }
    }
    return bytes
  }

  @discardableResult
  func send(_ samples: some Collection<Float>, first: Int) -> Bool {
    send(.binary, Self.packet(samples, first: first))
  }

  /// The next message of the server, which is text; pings are answered. Nil at the end.
  func next() throws -> [String: Any]? {
    while let (opcode, data) = try frame() {
      switch opcode {
      case Opcode.text.rawValue:
        guard let object = try ExactJSON.object(with: Data(data)) as? [String: Any] else {
          throw HTTPConnection.Failed(what: "no object")
        }
        return object
      case Opcode.ping.rawValue: send(.pong, data)
      case Opcode.pong.rawValue: return ["type": "pong"]
      default:
        let code = data.count >= 2 ? Int(data[0]) << 8 | Int(data[1]) : 1005
        closing = Closing(code: code, reason: String(decoding: data.dropFirst(2), as: UTF8.self))
        return nil
      }
    }
    return nil
  }

  /// The next frame of the server; nil where the connection ends.
  private func frame() throws -> (opcode: UInt8, data: [UInt8])? {
    guard let head = try? connection.take(2) else { return nil }
    guard head[0] & 0x70 == 0, head[1] & 0x80 == 0 else {
      throw HTTPConnection.Failed(what: "a server's frame with a mask or reserved bits")
    }
    var length = Int(head[1])
    if length == 126 {
      length = try connection.take(2).reduce(0) { $0 << 8 | Int($1) }
    } else if length == 127 {
      length = try connection.take(8).reduce(0) { $0 << 8 | Int($1) }
    }
    return (head[0] & 0x0F, try connection.take(length))
  }

  /// What the server closes with, once all that it sends is read.
  func end() throws -> Closing? {
    while try next() != nil {}
    return closing
  }
}

/// A beat in the words of `/v1/live`, to be compared.
struct ToldBeat: Sendable, Equatable, CustomStringConvertible {
  let description: String

  init(_ message: [String: Any]) {
    let probabilities = message["probabilities"] as? [String: Double] ?? [:]
    let numbers =
      AAMIClass.allCases.map { probabilities[String($0.letter)] ?? .nan }
      + ["fibrillation", "missingShare", "time", "rr"].map { Self.number(message[$0]) }
    description = Self.line(
      message["stage"] as? String ?? "", message["sample"] as? Int ?? -1,
      message["class"] as? String ?? "", message["shownLeads"] as? Int ?? -1, numbers,
      message["unusable"] as? String)
  }

  init(_ beat: LiveBeat) {
    func rounded(_ value: Double) -> Double { (value * 1e4).rounded() / 1e4 }
    let numbers =
      beat.probabilities.map(Double.init)
      + [
        Double(beat.fibrillation), beat.quality.missingShare ?? -1, beat.time,
        beat.rrInterval ?? -1,
      ]
    description = Self.line(
      beat.stage.rawValue, beat.sample, String(beat.beatClass.letter), beat.quality.shownLeads,
      numbers.map(rounded), beat.quality.unusable?.rawValue)
  }

  private static func number(_ value: Any?) -> Double {
    (value as? Double) ?? (value as? Int).map(Double.init) ?? -1
  }

  private static func line(
    _ stage: String, _ sample: Int, _ letter: String, _ leads: Int, _ numbers: [Double],
    _ unusable: String?
  ) -> String { "\(stage) \(sample) \(letter) \(leads) \(numbers) \(unusable ?? "usable")" }
}
