/// A number in a cell of a table.
enum DecimalField: Equatable {
  case number(Double)
  /// Nothing, or a word for it such as `NaN`.
  case missing
  /// Something else.
  case text

  /// Reads the bytes of a cell, blanks and quotation marks around it aside.
  ///
  /// - Parameter mark: the decimal mark, a point or a comma.
  @inline(__always)
  init(_ bytes: UnsafeRawBufferPointer, mark: UInt8) {
    let cell = Self.trimmed(bytes)
    var mantissa: UInt64 = 0
    var digits = 0
    var decimals = 0
    var seenMark = false
    var index = 0
    let negative = cell.first == UInt8(ascii: "-")
    if negative || cell.first == UInt8(ascii: "+") { index = 1 }
    while index < cell.count {
      let byte = cell[index]
      if byte &- 48 < 10 {
        mantissa = mantissa &* 10 &+ UInt64(byte &- 48)
        digits += 1
        if seenMark { decimals += 1 }
      } else if byte == mark, !seenMark {
        seenMark = true
      } else {
        break
      }
      index += 1
    }
    // Up to 15 digits and 22 powers of ten are exact in a Double, so that one rounding is left.
    if index == cell.count, digits > 0, digits <= 15, decimals <= 22 {
      let value = Double(mantissa) / Self.powers[decimals]
      self = .number(negative ? -value : value)
    } else {
      self = Self.slow(cell, mark: mark)
    }
  }

  private static let powers: [Double] = (0...22).map { power in
    (0..<power).reduce(1.0) { value, _ in value * 10 }
  }

  private static func slow(_ cell: UnsafeRawBufferPointer, mark: UInt8) -> DecimalField {
    guard cell.count <= 64 else { return .text }
    let bytes = cell.map { $0 == mark ? UInt8(ascii: ".") : $0 }
    let text = String(decoding: bytes, as: UTF8.self)
    if missingWords.contains(text.lowercased()) { return .missing }
    // Double reads hexadecimal numbers and infinities too, which no table means.
    guard bytes.allSatisfy({ $0 &- 48 < 10 || "+-.eE".utf8.contains($0) }),
      let value = Double(text),
      value.isFinite
    else { return .text }
    return .number(value)
  }

  private static let missingWords: Set<String> = [
    "", "nan", "na", "n/a", "null", "none", "-", ".", "missing",
  ]

  private static func trimmed(_ bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
    var (start, end) = (0, bytes.count)
    while start < end, isPadding(bytes[start]) { start += 1 }
    while end > start, isPadding(bytes[end - 1]) { end -= 1 }
    return UnsafeRawBufferPointer(rebasing: bytes[start..<end])
  }

  @inline(__always)
  private static func isPadding(_ byte: UInt8) -> Bool {
    byte == 32 || byte == 34 || byte == 39 || byte == 13 || byte == 9
  }
}
