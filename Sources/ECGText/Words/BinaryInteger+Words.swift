extension BinaryInteger {
  /// The number with a comma between its thousands: `109,446`.
  package var grouped: String {
    var text = String(magnitude)
    var index = text.endIndex
    while let next = text.index(index, offsetBy: -3, limitedBy: text.startIndex),
      next > text.startIndex
    {
      text.insert(",", at: next)
      index = next
    }
    return self < 0 ? "-" + text : text
  }

  /// So many things: `1 record`, `2,000 records`.
  ///
  /// - Parameter thing: the word for one of them, whose plural ends in s.
  package func counted(_ thing: String) -> String { "\(grouped) \(thing)\(self == 1 ? "" : "s")" }
}
