import ArgumentParser

extension ParsableArguments {
  /// Refuses a number outside a range; one that was not given is within any.
  ///
  /// - Throws: `ValidationError`.
  static func check(_ value: Int?, _ name: String, in range: ClosedRange<Int>) throws {
    guard let value, !range.contains(value) else { return }
    throw ValidationError(
      "\(name): expected a number from \(range.lowerBound) to \(range.upperBound), found \(value)")
  }

  /// The names of those options that were given, in this order.
  static func names(ofGiven options: KeyValuePairs<String, Bool>) -> [String] {
    options.filter(\.value).map(\.key)
  }
}
