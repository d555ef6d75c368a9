/// What a cell says to whom wants a `Double`.
package enum DecimalCell: Equatable, Sendable {
  case number(Double)
  /// Nothing, or a word for it such as `NaN`.
  case missing
  /// Something else.
  case text

  /// Reads the bytes of a cell, given without blanks and quotation marks around it.
  package init(_ cell: UnsafeBufferPointer<UInt8>, marks: NumberMarks) {
    var mantissa: UInt64 = 0
    var (digits, decimals, index) = (0, 0, 0)
    var seenMark = false
    let isNegative = cell.first == UInt8(ascii: "-")
    if isNegative || cell.first == UInt8(ascii: "+") { index = 1 }
    while index < cell.count {
      let byte = cell[index]
      if byte &- 48 < 10 {
        mantissa = mantissa &* 10 &+ UInt64(byte &- 48)
        digits += 1
        if seenMark { decimals += 1 }
      } else if byte == marks.decimal, !seenMark {
        seenMark = true
      } else {
        break
      }
      index += 1
    }
    // Up to 15 digits and 22 powers of ten are exact in a Double, so that one rounding is left.
    if index == cell.count, digits > 0, digits <= 15, decimals <= 22 {
      let value = Double(mantissa) / Self.powers[decimals]
      self = .number(isNegative ? -value : value)
    } else {
      self = Self.slow(cell, marks: marks)
    }
  }

  /// Reads a text.
  package init(_ text: String, marks: NumberMarks) {
    var text = text
    self = text.withUTF8 { DecimalCell($0, marks: marks) }
  }

  /// The number, where there is one.
  package var value: Double? {
    if case .number(let value) = self { value } else { nil }
  }

  private static let powers: [Double] = (0...22).map { power in
    (0..<power).reduce(1.0) { value, _ in value * 10 }
  }

  /// A longer cell is no number.
  private static let longest = 64

  private static func slow(_ cell: UnsafeBufferPointer<UInt8>, marks: NumberMarks) -> DecimalCell {
    guard cell.count <= longest else { return .text }
    if MissingWord.matches(cell) { return .missing }
    // Names, dates and times of day are told by a byte.
    guard cell.allSatisfy(mayBeOfNumber) else { return .text }
    let text = String(decoding: cell, as: UTF8.self)
    // As a number is mostly written, or not at all; nothing has to be put right in it then.
    let isPlain = marks == .english && cell.allSatisfy(isOfNumber)
    let number = isPlain ? text : ungrouped(text.replacing("\u{2212}", with: "-"), marks: marks)
    // Double reads hexadecimal numbers and infinities too, which no table means.
    guard let number, number.utf8.allSatisfy(isOfNumber), let value = Double(number),
      value.isFinite
    else { return .text }
    return .number(value)
  }

  /// Whether a byte may stand in a number without groups and with a decimal point.
  private static func isOfNumber(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"),
      UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"):
      true
    default: false
    }
  }

  /// Whether a byte may stand in a number in one of the ways in which it is written: what is not
  /// ASCII may part groups or be a minus.
  private static func mayBeOfNumber(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: ","), UInt8(ascii: "'"), UInt8(ascii: " "), 0x80...: true
    default: isOfNumber(byte)
    }
  }

  /// A number without marks between its groups of digits and with a decimal point.
  ///
  /// - Returns: nil where what looks like groups are none of three digits.
  private static func ungrouped(_ text: String, marks: NumberMarks) -> String? {
    let decimal = Character(UnicodeScalar(marks.decimal))
    let end = text.firstIndex { $0 == decimal || $0 == "e" || $0 == "E" } ?? text.endIndex
    let isGroup: (Character) -> Bool = {
      $0 == Character(UnicodeScalar(marks.group)) || groupMarks.contains($0)
    }
    let groups = text[..<end].split(omittingEmptySubsequences: false, whereSeparator: isGroup)
    if groups.count > 1 {
      guard 1...3 ~= groups[0].count(where: \.isWholeNumber),
        groups.dropFirst().allSatisfy({ $0.count == 3 && $0.allSatisfy(\.isWholeNumber) })
      else { return nil }
    }
    return groups.joined() + text[end...].replacing(String(decimal), with: ".")
  }

  /// Marks between groups of digits that are never decimal marks.
  private static let groupMarks: Set<Character> = ["'", "\u{2019}", " ", "\u{A0}", "\u{202F}"]
}
