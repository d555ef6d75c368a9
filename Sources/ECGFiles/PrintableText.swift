/// Text of files in messages: no file can make a message that is longer than a few lines, hide a
/// part of it, or command the terminal.
extension StringProtocol {
  /// The text with what is no part of a line written as in source code: line ends, control
  /// characters, and marks that turn the direction of writing.
  package var printable: String {
    guard unicodeScalars.contains(where: \.isUnprintable) else { return String(self) }
    var text = ""
    for scalar in unicodeScalars {
      if scalar.isUnprintable {
        text += scalar.escaped(asASCII: true)
      } else {
        text.unicodeScalars.append(scalar)
      }
    }
    return text
  }

  /// What was found in a file, in quotes: ``printable``, and cut where it is longer than a
  /// name or a number is.
  package var quoted: String {
    let most = 60
    let beginning = prefix(most)
    return "'\(beginning.printable)\(beginning.endIndex == endIndex ? "" : "…")'"
  }
}

extension Unicode.Scalar {
  fileprivate var isUnprintable: Bool {
    switch properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator: true
    case .format: isDirectional
    default: false
    }
  }

  /// Whether it turns the direction of writing: embeddings, overrides and isolates.
  package var isDirectional: Bool {
    (0x202A...0x202E).contains(value) || (0x2066...0x2069).contains(value)
  }
}
