import ECGAnalysis
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
    } catch let error as DecodingError {
      throw SocketFault.unreadable(JSONBody.problem(error, of: "message"))
    }
  }

  /// The message as it is written.
  private struct Form: Decodable {
    let request: LiveRequest

    private enum Kind: String, CaseIterable { case start, resume, seen, end, leave }

    init(from decoder: any Decoder) throws {
      let fields = try decoder.container(keyedBy: AnyKey.self)
      func value<Value: Decodable>(_ name: String, _: Value.Type = Value.self) throws -> Value {
        try fields.decode(Value.self, forKey: AnyKey(stringValue: name))
      }
      func optional<Value: Decodable>(_ name: String, _: Value.Type = Value.self) throws -> Value? {
        try fields.decodeIfPresent(Value.self, forKey: AnyKey(stringValue: name))
      }
      func know(_ names: String...) throws {
        if let other = fields.key(beyond: ["type"] + names) {
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
