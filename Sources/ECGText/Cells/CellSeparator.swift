/// What stands between the cells of a line.
package enum CellSeparator: Equatable, Sendable {
  /// One byte, such as a comma; two of them have an empty cell between them.
  case byte(UInt8)
  /// Blanks and tabs, however many.
  case blanks

  package static let comma = CellSeparator.byte(UInt8(ascii: ","))
  package static let semicolon = CellSeparator.byte(UInt8(ascii: ";"))
  package static let tab = CellSeparator.byte(UInt8(ascii: "\t"))
  package static let bar = CellSeparator.byte(UInt8(ascii: "|"))

  /// Whether a byte is one.
  @inlinable
  package func matches(_ byte: UInt8) -> Bool {
    switch self {
    case .byte(let separator): byte == separator
    case .blanks: byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
    }
  }
}
