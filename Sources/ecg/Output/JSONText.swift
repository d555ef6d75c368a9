import ECGText
import Foundation

/// A value as a JSON document: keys sorted, so that two runs can be compared line by line.
struct JSONText {
  /// The document, with a newline at its end.
  let text: String

  init(_ value: some Encodable) throws {
    text = try JSONEncoder.sorted(isPretty: true).text(of: value) + "\n"
  }
}
