import Foundation

/// A value as a JSON document: keys sorted, so that two runs can be compared line by line.
struct JSONText {
  /// The document, with a newline at its end.
  let text: String

  init(_ value: some Encodable) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    text = String(decoding: try encoder.encode(value), as: UTF8.self) + "\n"
  }
}
