package import Foundation

/// JSON in the types that `JSONSerialization` gives, with the Doubles that were written: on
/// Linux that one gives two of five back a last place off. Whole numbers are Doubles too,
/// exact up to 2⁵³.
package enum ExactJSON {
  /// The value that a document holds.
  ///
  /// - Throws: `DecodingError` where it is no JSON.
  package static func object(with data: Data) throws -> Any {
    try JSONDecoder().decode(Value.self, from: data).content
  }

  private struct Value: Decodable {
    let content: Any

    init(from decoder: any Decoder) throws {
      let value = try decoder.singleValueContainer()
      if let number = try? value.decode(Double.self) {
        content = NSNumber(value: number)
      } else if let text = try? value.decode(String.self) {
        content = text
      } else if let list = try? value.decode([Value].self) {
        content = list.map(\.content)
      } else if let members = try? value.decode([String: Value].self) {
        content = members.mapValues(\.content)
      } else if let truth = try? value.decode(Bool.self) {
        content = NSNumber(value: truth)
      } else {
        guard value.decodeNil() else {
          throw DecodingError.dataCorruptedError(in: value, debugDescription: "no JSON")
        }
        content = NSNull()
      }
    }
  }
}
