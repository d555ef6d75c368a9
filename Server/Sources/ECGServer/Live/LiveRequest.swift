import ECGSignals
import Foundation

/// What a client says in text over `/v1/live`.
enum LiveRequest: Equatable {
  /// A stream begins.
  case start(LiveStart)
  /// A stream goes on, of which the client has seen so many answers.
  case resume(session: String, answer: Int)
  /// The client has seen so many answers.
  case seen(answer: Int)
  /// No samples follow.
  case end
  /// The client wants no more of the stream.
  case leave

  /// - Throws: ``SocketFault``.
  init(_ text: String) throws {
    do {
      self = try JSONDecoder().decode(Form.self, from: Data(text.utf8)).request
    } catch let fault as SocketFault {
      throw fault
    } catch DecodingError.typeMismatch(let type, let context) {
      throw SocketFault.unreadable("\(Self.place(context)): expected \(Self.name(of: type))")
    } catch DecodingError.keyNotFound(let key, _) {
      throw SocketFault.unreadable("expected \(key.stringValue), found none")
    } catch DecodingError.valueNotFound(_, let context) {
      throw SocketFault.unreadable("\(Self.place(context)): expected a value, found null")
    } catch DecodingError.dataCorrupted(let context) where !context.codingPath.isEmpty {
      throw SocketFault.unreadable("\(Self.place(context)): \(context.debugDescription)")
    } catch {
      throw SocketFault.unreadable("expected a message in JSON")
    }
  }

  private static func place(_ context: DecodingError.Context) -> String {
    context.codingPath.last?.stringValue ?? "message"
  }

  private static func name(of type: any Any.Type) -> String {
    switch type {
    case is String.Type: "a string"
    case is Bool.Type: "true or false"
    case is Int.Type: "a whole number"
    case is Double.Type: "a number"
    default: "an object"
    }
  }

  /// The message as it is written.
  private struct Form: Decodable {
    let request: LiveRequest

    private enum Kind: String, CaseIterable { case start, resume, seen, end, leave }

    private struct Key: CodingKey {
      let stringValue: String
      var intValue: Int? { nil }
      init(stringValue: String) { self.stringValue = stringValue }
      init?(intValue: Int) { nil }
    }

    init(from decoder: any Decoder) throws {
      let fields = try decoder.container(keyedBy: Key.self)
      func value<Value: Decodable>(_ name: String, _: Value.Type = Value.self) throws -> Value {
        try fields.decode(Value.self, forKey: Key(stringValue: name))
      }
      func optional<Value: Decodable>(_ name: String, _: Value.Type = Value.self) throws -> Value? {
        try fields.decodeIfPresent(Value.self, forKey: Key(stringValue: name))
      }
      func know(_ names: String...) throws {
        if let other = fields.allKeys.map(\.stringValue).first(where: {
          $0 != "type" && !names.contains($0)
        }) {
          throw SocketFault.unreadable(
            "expected \(names.isEmpty ? "nothing more" : names.joined(separator: ", ")), found '\(other.prefix(24))'"
          )
        }
      }
      let type = try value("type", String.self)
      switch Kind(rawValue: type) {
      case .start:
        try know(
          "samplingRate", "leads", "format", "context", "firstAnswers", "resumable")
        request = .start(
          LiveStart(
            samplingRate: try value("samplingRate"), leads: try optional("leads") ?? 1,
            format: try Self.choice("format", optional("format")) ?? .f32,
            context: try Self.choice("context", optional("context")),
            firstAnswers: try optional("firstAnswers") ?? false,
            isResumable: try optional("resumable") ?? false))
      case .resume:
        try know("session", "answer")
        request = .resume(session: try value("session"), answer: try value("answer"))
      case .seen:
        try know("answer")
        request = .seen(answer: try value("answer"))
      case .end:
        try know()
        request = .end
      case .leave:
        try know()
        request = .leave
      case nil:
        let kinds = Kind.allCases.map(\.rawValue).joined(separator: ", ")
        throw SocketFault.unreadable("type: expected \(kinds), found '\(type.prefix(24))'")
      }
    }

    private static func choice<Value: RawRepresentable<String> & CaseIterable>(
      _ key: String, _ name: String?
    ) throws -> Value? {
      guard let name else { return nil }
      guard let value = Value(rawValue: name) else {
        let names = Value.allCases.map(\.rawValue).joined(separator: ", ")
        throw SocketFault.unreadable("\(key): expected \(names), found '\(name.prefix(24))'")
      }
      return value
    }
  }
}

/// How a stream begins.
struct LiveStart: Equatable {
  /// How samples are coded, by the names of `ecg live`; little-endian.
  enum Format: String, CaseIterable {
    /// 32-bit floating point, NaN where a sample is missing.
    case f32
    /// 16-bit integers, -32768 where one is missing.
    case i16

    var bytes: Int { self == .f32 ? 4 : 2 }
  }

  var samplingRate: Double
  var leads = 1
  var format = Format.f32
  /// How far around a beat the final answer looks; nil for as far as the model can.
  var context: BeatContext?
  /// Whether beats are told a first time as soon as they are seen.
  var firstAnswers = false
  /// Whether the stream is kept for a while where its connection is lost.
  var isResumable = false

  /// - Throws: ``SocketFault`` where it is more than a server takes on.
  func check(_ limits: ServerLimits) throws {
    guard leads >= 1, leads <= 64 else {
      throw SocketFault.refused("leads: expected from 1 to 64, found \(leads)")
    }
    guard samplingRate.isFinite, samplingRate * Double(leads) <= limits.liveSamples else {
      throw SocketFault.refused(
        "expected at most \(Int(limits.liveSamples)) samples a second of all leads together")
    }
  }
}
