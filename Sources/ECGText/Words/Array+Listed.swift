extension [String] {
  /// The words as a sentence lists them: `a`, `a or b`, `a, b or c`.
  ///
  /// - Parameter conjunction: what stands before the last, such as `or`.
  package func listed(_ conjunction: String) -> String {
    guard let last, count > 1 else { return first ?? "" }
    return "\(dropLast().joined(separator: ", ")) \(conjunction) \(last)"
  }
}
