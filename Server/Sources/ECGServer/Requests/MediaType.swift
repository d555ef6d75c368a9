import Foundation
import HTTPTypes
import Hummingbird

/// A media type as a header field gives it: `type/subtype; parameter=value`.
package struct MediaRange: Equatable {
  /// Type and subtype in lower case, such as `text/csv`.
  package let name: String
  /// The parameters by their names in lower case.
  package let parameters: [String: String]

  package init(_ text: some StringProtocol) {
    let parts = Self.split(String(text), at: ";")
    name = (parts.first ?? "").lowercased()
    var parameters: [String: String] = [:]
    for part in parts.dropFirst() {
      let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard sides.count == 2 else { continue }
      parameters[sides[0].trimmingCharacters(in: .whitespaces).lowercased()] = Self.unquoted(
        sides[1].trimmingCharacters(in: .whitespaces))
    }
    self.parameters = parameters
  }

  /// Whether a type is in the range, which may be `*/*` or `text/*`.
  package func includes(_ type: String) -> Bool {
    name == "*/*" || name == type
      || (name.hasSuffix("/*") && type.hasPrefix(name.dropLast()))
  }

  /// Parts between separators that are not within quotes, without white space around them.
  static func split(_ text: String, at separator: Character) -> [String] {
    var parts = [""]
    var (isQuoted, isEscaped) = (false, false)
    for character in text {
      if !isQuoted, character == separator {
        parts.append("")
        continue
      }
      if character == "\"", !isEscaped { isQuoted.toggle() }
      isEscaped = isQuoted && character == "\\" && !isEscaped
      parts[parts.count - 1].append(character)
    }
    return parts.map { $0.trimmingCharacters(in: .whitespaces) }
  }

  /// A value without its quotes. Browsers send backslashes as they are, so that one before anything but
  /// a quote or another stands for itself.
  private static func unquoted(_ text: String) -> String {
    guard text.count >= 2, text.hasPrefix("\""), text.hasSuffix("\"") else { return text }
    return String(text.dropFirst().dropLast()).replacing(/\\(["\\])/) { $0.1 }
  }
}

extension Request {
  /// The type of the body; nil where none is said.
  var mediaType: MediaRange? { headers[.contentType].map(MediaRange.init) }

  /// The type to answer in: of those that are offered, the one the client likes best; the first where
  /// it does not mind.
  ///
  /// - Throws: ``Problem`` where it wants none of them.
  func acceptable(of offers: [String]) throws -> String {
    guard let field = headers[.accept], let usual = offers.first else { return offers[0] }
    let ranges = MediaRange.split(field, at: ",").map(MediaRange.init)
    /// What the client thinks of a type: the most exact range that includes it counts.
    func quality(_ type: String) -> Double {
      let fitting = ranges.filter { $0.includes(type) }
      let best = fitting.first { $0.name == type } ?? fitting.first { $0.name != "*/*" }
      return (best ?? fitting.first).map { Double($0.parameters["q"] ?? "1") ?? 0 } ?? 0
    }
    var (best, highest) = (usual, 0.0)
    for offer in offers where quality(offer) > highest { (best, highest) = (offer, quality(offer)) }
    guard highest > 0 else {
      throw Problem(
        .notAcceptable, "Accept: expected \(offers.joined(separator: ", ")), found \(field).")
    }
    return best
  }

  /// Refuses a body that is not JSON.
  ///
  /// - Throws: ``Problem``.
  func checkJSON() throws {
    guard let type = mediaType, type.name != "application/json" else { return }
    throw Problem(
      .unsupportedMediaType, "Content-Type: expected application/json, found \(type.name).")
  }
}
