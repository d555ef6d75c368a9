/// What is wrong with a JSON document, and where: what a `DecodingError` says, as
/// people can be told it.
public struct DocumentFault: Equatable, Sendable {
  /// What is wrong.
  public enum Kind: Equatable, Sendable {
    /// An object has no such key.
    case missing(key: String)
    /// A value is of another kind than the one that is expected, in words such as `a whole number`.
    case other(expected: String)
    /// A value makes no sense, or the document is no JSON, with what the decoder says of it.
    case invalid(String)
  }

  /// Where it is, such as `rhythms[0].start`: the object that has no such key, or the value; empty
  /// for the document itself.
  public let place: String
  /// What is wrong there.
  public let kind: Kind

  /// Describes an error.
  public init(_ error: DecodingError) {
    switch error {
    case .keyNotFound(let key, let context):
      (place, kind) = (Self.place(context.codingPath), .missing(key: key.stringValue))
    case .typeMismatch(let type, let context), .valueNotFound(let type, let context):
      (place, kind) = (Self.place(context.codingPath), .other(expected: Self.name(type)))
    case .dataCorrupted(let context):
      (place, kind) = (Self.place(context.codingPath), .invalid(context.debugDescription))
    @unknown default:
      (place, kind) = ("", .invalid("something else"))
    }
  }

  /// Where in a document keys lead, such as `rhythms[0].start`; empty for the document itself.
  public static func place(_ keys: [any CodingKey]) -> String {
    let steps = keys.map { $0.intValue.map { "[\($0)]" } ?? ".\($0.stringValue)" }.joined()
    return steps.hasPrefix(".") ? String(steps.dropFirst()) : steps
  }

  private static func name(_ type: any Any.Type) -> String {
    switch type {
    case is Bool.Type: "true or false"
    case is Int.Type: "a whole number"
    case is Double.Type, is Float.Type: "a number"
    case is String.Type: "a text"
    default: "\(type)".hasPrefix("Array") ? "an array" : "an object"
    }
  }
}
