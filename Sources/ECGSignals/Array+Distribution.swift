extension [Double] {
  /// The mean; nil where there is no number.
  package var mean: Double? { isEmpty ? nil : reduce(0, +) / Double(count) }

  /// The standard deviation of the sample, whose squares are divided by one less than there are;
  /// nil for fewer than two numbers.
  package var sampleDeviation: Double? {
    guard count > 1, let mean else { return nil }
    let squares = reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (squares / Double(count - 1)).squareRoot()
  }

  /// The quantile of numbers that rise, between two of them linearly interpolated (method 7 of
  /// Hyndman and Fan, The American Statistician 50, 1996; R's type 7 and NumPy's `percentile`).
  ///
  /// - Parameter share: the share of the numbers that lie below it, 0…1.
  /// - Precondition: there are numbers, each as large as the one before or larger.
  package func risingQuantile(_ share: Double) -> Double {
    let position = share * Double(count - 1)
    let below = Int(position)
    let above = Swift.min(below + 1, count - 1)
    return self[below] + (self[above] - self[below]) * (position - Double(below))
  }
}
