import Foundation

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

  /// A value without its quotes. Browsers send backslashes as they are, so that one before anything
  /// but a quote or another stands for itself.
  private static func unquoted(_ text: String) -> String {
    guard text.count >= 2, text.hasPrefix("\""), text.hasSuffix("\"") else { return text }
    return String(text.dropFirst().dropLast()).replacing(/\\(["\\])/) { $0.1 }
  }
}
