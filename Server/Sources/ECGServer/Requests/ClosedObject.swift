import ECGFiles
import HTTPTypes

/// An object in which nothing may be but what is known: whoever misspells a key is told.
protocol ClosedObject: Decodable {
  associatedtype CodingKeys: CodingKey & CaseIterable
}

/// A closed object that was decoded, and had nothing else in it.
struct Closed<Value: ClosedObject>: Decodable {
  let value: Value

  /// - Throws: ``Problem`` that names what else there is.
  init(from decoder: any Decoder) throws {
    try decoder.refuse(beyond: Value.CodingKeys.self)
    value = try Value(from: decoder)
  }
}

/// A key of any name.
struct AnyKey: CodingKey {
  let stringValue: String
  var intValue: Int? { nil }
  init(stringValue: String) { self.stringValue = stringValue }
  init?(intValue: Int) { nil }
}

extension KeyedDecodingContainer<AnyKey> {
  /// The first key by the alphabet that is none of those known; nil where there is none.
  func key(beyond known: [String]) -> String? {
    allKeys.map(\.stringValue).filter { !known.contains($0) }.min()
  }
}

extension Decoder {
  /// Refuses an object that has other keys.
  ///
  /// - Throws: ``Problem`` that names the first of them by the alphabet.
  func refuse<Keys: CodingKey & CaseIterable>(beyond _: Keys.Type) throws {
    let known = Keys.allCases.map(\.stringValue)
    guard let other = try container(keyedBy: AnyKey.self).key(beyond: known) else { return }
    let place = codingPath.isEmpty ? "The body" : DocumentFault.place(codingPath)
    throw Problem(
      .badRequest,
      "\(place): expected \(known.joined(separator: ", ")), found '\(other.prefix(32))'.")
  }
}
