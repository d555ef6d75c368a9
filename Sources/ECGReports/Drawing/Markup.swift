import ECGFiles

/// Untrusted text on its way into a page or a picture.
enum Markup {
  /// `text` without what no page should carry: control characters, characters that turn the reading
  /// direction around, and marks that combine with a markup character.
  ///
  /// The last would make one `Character` of a quotation mark and the mark after it, and what
  /// escapes text character by character, as Mustache does, would let the quotation mark through.
  static func cleaned(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control:
        result.append(" ")
      case .surrogate, .privateUse, .lineSeparator, .paragraphSeparator:
        continue
      case .format where scalar.isDirectional:
        continue
      case .format, .nonspacingMark, .enclosingMark, .spacingMark:
        if let last = result.last, isMarkup(last) { continue }
        result.append(scalar)
      default:
        // U+FFFE and U+FFFF are not allowed in XML.
        if scalar.properties.isNoncharacterCodePoint { continue }
        result.append(scalar)
      }
    }
    return String(result)
  }

  /// `text` for use between XML tags or in an attribute.
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in cleaned(text).unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  private static func isMarkup(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "&" || scalar == "<" || scalar == ">" || scalar == "\"" || scalar == "'"
  }
}
