extension KeyedDecodingContainer {
  /// Decodes a whole number that loops or memory depend on, so that a damaged file ends in an error
  /// and not the process.
  ///
  /// - Throws: `DecodingError` where it is outside the range.
  package func decode(_ key: Key, in range: ClosedRange<Int>) throws -> Int {
    let number = try decode(Int.self, forKey: key)
    try check(
      range.contains(number), key, number, "from \(range.lowerBound) to \(range.upperBound)")
    return number
  }

  /// Refuses a value that makes no sense.
  ///
  /// - Throws: `DecodingError`, which says what was found and what the value must be.
  package func check<Value>(
    _ isSound: Bool, _ key: Key, _ found: Value, _ range: String
  ) throws {
    guard !isSound else { return }
    throw DecodingError.dataCorruptedError(
      forKey: key, in: self,
      debugDescription: "\(key.stringValue) is \(found), must be \(range)")
  }
}
