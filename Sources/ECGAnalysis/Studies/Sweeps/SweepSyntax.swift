/// How fields and their values are written.
enum SweepSyntax {
  /// Reads `field=v1,v2,…`.
  static func values(_ text: String) throws -> (field: String, axis: SweepSpace.Axis) {
    let (field, rest) = try sides(of: text, form: "FIELD=V1,V2,…")
    let values = separated(rest)
    guard values.allSatisfy({ !$0.isEmpty }) else {
      throw StudyError("\(field): expected values with commas between, found \"\(rest)\"")
    }
    return (field, .values(values))
  }

  /// Reads `field=lo..hi` and `field=lo..hi:log`.
  static func range(_ text: String) throws -> (field: String, axis: SweepSpace.Axis) {
    let (field, rest) = try sides(of: text, form: "FIELD=LO..HI or FIELD=LO..HI:log")
    let isLogarithmic = rest.hasSuffix(":log")
    let bounds = (isLogarithmic ? String(rest.dropLast(4)) : rest).split(
      separator: "..", omittingEmptySubsequences: false)
    guard bounds.count == 2, let low = Double(bounds[0]), let high = Double(bounds[1]),
      low.isFinite, high.isFinite
    else {
      throw StudyError("\(field): expected LO..HI or LO..HI:log, two numbers, found \"\(rest)\"")
    }
    guard low < high else {
      throw StudyError("\(field): expected a range from a lower to a higher number, found \(rest)")
    }
    guard low > 0 || !isLogarithmic else {
      throw StudyError("\(field): expected a range above 0 for a logarithm, found \(rest)")
    }
    return (field, .range(low: low, high: high, isLogarithmic: isLogarithmic))
  }

  private static func sides(of text: String, form: String) throws -> (String, String) {
    guard let sign = text.firstIndex(of: "="), sign > text.startIndex,
      text.index(after: sign) < text.endIndex
    else { throw StudyError("expected \(form), found \"\(text)\"") }
    return (String(text[..<sign]), String(text[text.index(after: sign)...]))
  }

  /// The parts between commas that stand in no bracket and no quote.
  private static func separated(_ text: String) -> [String] {
    var parts = [""]
    var depth = 0
    var quote: Character?
    var isEscaped = false
    for character in text {
      if quote == nil, depth == 0, character == "," {
        parts.append("")
        continue
      }
      parts[parts.count - 1].append(character)
      if let open = quote {
        if !isEscaped, character == open { quote = nil }
        isEscaped = !isEscaped && character == "\\"
      } else if "\"'".contains(character) {
        quote = character
      } else if "[{".contains(character) {
        depth += 1
      } else if "]}".contains(character) {
        depth -= 1
      }
    }
    return parts
  }
}
