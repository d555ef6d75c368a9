/// The marks in the numbers of a text.
package struct NumberMarks: Equatable, Sendable {
  /// Between whole number and fraction: a point or a comma.
  package let decimal: UInt8
  /// Between groups of three digits: the other of the two.
  package var group: UInt8 { decimal == Self.point ? Self.comma : Self.point }

  package static let english = NumberMarks(decimal: point)
  package static let continental = NumberMarks(decimal: comma)

  private static let point = UInt8(ascii: ".")
  private static let comma = UInt8(ascii: ",")

  private init(decimal: UInt8) { self.decimal = decimal }

  /// What a number alone gives away of the marks of a text.
  package enum Evidence: Equatable, Sendable {
    /// The marks are these.
    case sure(NumberMarks)
    /// A comma or a point with three digits behind it, as in `1,234`, may be either; in a number
    /// with an exponent, as in `1.234e+01`, it parts no thousands.
    case doubtful(NumberMarks)
  }

  /// Looks at a cell.
  ///
  /// - Returns: nil where it holds no number, or one without a mark.
  package static func evidence(of cell: String) -> Evidence? {
    let minus = "\u{2212}".utf8
    var bytes = Array(cell.utf8)
    if let sign = bytes.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") {
      bytes.removeFirst()
    } else if bytes.starts(with: minus) {
      bytes.removeFirst(minus.count)
    }
    let power = bytes.lastIndex { $0 | 0x20 == UInt8(ascii: "e") } ?? 0
    let hasPower = power > 0
    if hasPower { bytes.removeSubrange(power...) }
    let positions = bytes.indices.filter { bytes[$0] == point || bytes[$0] == comma }
    guard let last = positions.last, bytes.contains(where: isDigit),
      bytes.allSatisfy({ isDigit($0) || $0 == point || $0 == comma })
    else { return nil }
    let asDecimal = bytes[last] == point ? english : continental
    let asGroup = bytes[last] == point ? continental : english
    let others = positions.dropLast()
    if others.contains(where: { bytes[$0] == bytes[last] }) {
      // Several of one kind part groups; with others among them it is no number.
      return others.allSatisfy({ bytes[$0] == bytes[last] }) ? .sure(asGroup) : nil
    }
    if !others.isEmpty { return .sure(asDecimal) }
    let behind = bytes.count - last - 1
    let mayBeGroup =
      behind == 3 && 1...3 ~= last && bytes[0] != UInt8(ascii: "0") && !hasPower
    return mayBeGroup ? .doubtful(asGroup) : .sure(asDecimal)
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte &- 48 < 10 }
}
