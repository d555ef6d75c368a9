/// What a cell says to whom wants a `Float`.
package enum DecimalText: Equatable {
  /// A number; infinite where the text says so or the number is beyond `Float`.
  case number(Float)
  /// Nothing, or a word for it such as `nan` or `NA`.
  case missing
  /// Anything else.
  case text

  /// Reads one field, given without the white space and quotes around it.
  ///
  /// - Parameter mark: the decimal mark, a point or a comma.
  package init(
    _ field: UnsafeBufferPointer<UInt8>, powers: UnsafePointer<DecimalRounding.Power>,
    mark: UInt8 = UInt8(ascii: ".")
  ) {
    guard let start = field.baseAddress, !field.isEmpty else {
      self = .missing
      return
    }
    var scan = DecimalScan(at: start, before: start + field.count, mark: mark)
    if scan.run(), scan.position == scan.end {
      self = .number(
        scan.rounded(powers: powers) ?? DecimalText.roundedSlowly(field, mark: mark))
    } else {
      self = DecimalText.word(field)
    }
  }

  /// The number a field of valid decimal syntax spells, by the standard library's exact way.
  private static func roundedSlowly(
    _ field: UnsafeBufferPointer<UInt8>, mark: UInt8
  ) -> Float {
    Float(String(decoding: field.map { $0 == mark ? UInt8(ascii: ".") : $0 }, as: UTF8.self))
      ?? .nan
  }

  /// The words that mean nothing is there, and those for infinity.
  private static func word(_ field: UnsafeBufferPointer<UInt8>) -> DecimalText {
    if MissingWord.matches(field) { return .missing }
    guard field.count <= 9 else { return .text }
    switch String(decoding: field, as: UTF8.self).lowercased() {
    case "inf", "+inf", "infinity", "+infinity": return .number(.infinity)
    case "-inf", "-infinity": return .number(-.infinity)
    default: return .text
    }
  }
}
