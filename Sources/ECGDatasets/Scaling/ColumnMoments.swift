/// The mean and population variance of each column of a data set, summed in `Double`.
struct ColumnMoments {
  /// The beats summed over.
  let count: Int
  /// `L` means.
  let mean: [Double]
  /// `L` variances.
  let variance: [Double]

  /// Computes the moments in two passes, which keeps the variance of a nearly constant column
  /// exact.
  ///
  /// - Precondition: the data set is not empty.
  init(of dataset: BeatDataset) {
    let length = dataset.samplesPerBeat
    let count = Double(dataset.count)
    var sums = [Double](repeating: 0, count: length)
    dataset.forEachBeat { _, beat in
      for column in 0..<length { sums[column] += Double(beat[column]) }
    }
    let mean = sums.map { $0 / count }
    var squares = [Double](repeating: 0, count: length)
    dataset.forEachBeat { _, beat in
      for column in 0..<length {
        let deviation = Double(beat[column]) - mean[column]
        squares[column] += deviation * deviation
      }
    }
    self.count = dataset.count
    self.mean = mean
    variance = squares.map { $0 / count }
  }

  /// Whether a column's variance is no more than rounding can make it: scikit-learn's
  /// `_is_constant_feature` (Chan, Golub and LeVeque 1983).
  func isConstant(_ column: Int) -> Bool {
    let epsilon = Double(count) * Double.ulpOfOne
    let error = epsilon * mean[column]
    return variance[column] <= epsilon * variance[column] + error * error
  }
}

/// The mean and standard deviation of one beat.
struct Moments {
  /// The mean.
  let mean: Double
  /// The population standard deviation, or 1 for a constant beat.
  let scale: Double

  /// Computes the moments of a beat that is not empty.
  init(of beat: UnsafeMutableBufferPointer<Float>) {
    let count = Double(beat.count)
    let mean = beat.reduce(0.0) { $0 + Double($1) } / count
    let variance =
      beat.reduce(0.0) { $0 + (Double($1) - mean) * (Double($1) - mean) } / count
    let isConstant = beat.allSatisfy { $0 == beat[0] }
    self.mean = isConstant ? Double(beat[0]) : mean
    scale = isConstant ? 1 : variance.squareRoot()
  }
}
