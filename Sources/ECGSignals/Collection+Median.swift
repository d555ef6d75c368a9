extension Collection where Element: BinaryFloatingPoint {
  /// The number in the middle, of an even count the mean of the two there; nil where there is none.
  package var median: Element? {
    guard !isEmpty else { return nil }
    let sorted = sorted()
    let middle = sorted.count / 2
    return sorted.count.isMultiple(of: 2)
      ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
  }
}
