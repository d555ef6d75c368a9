package import Foundation

extension JSONEncoder {
  /// One that sorts keys, so that the same value is the same bytes and two documents can be
  /// compared line by line.
  ///
  /// - Parameter isPretty: whether each member has a line, for people to read.
  package static func sorted(isPretty: Bool = false) -> JSONEncoder {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    if isPretty { encoder.outputFormatting.insert(.prettyPrinted) }
    return encoder
  }

  /// A value as text.
  package func text(of value: some Encodable) throws -> String {
    String(decoding: try encode(value), as: UTF8.self)
  }
}
