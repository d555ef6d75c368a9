import Foundation

/// The directions in which examples differ the most (Pearson, Philosophical Magazine 2, 1901).
///
/// Found by simultaneous iteration on the centred examples with a few directions to spare, whose
/// small problem is solved by Jacobi's rotations (Golub and Van Loan, Matrix Computations,
/// section 8.2): the toolchain has no eigenvectors, and LAPACK is not part of what the project
/// asks systems for.
public struct PrincipalComponents: Equatable, Sendable {
  /// The mean of the examples: `D`.
  public let mean: [Double]
  /// The directions, each of length 1, the one with the largest variance first. The largest number
  /// of each, by its size, is positive. `count × D`.
  public let components: [[Double]]
  /// The variance of the examples along each direction, with `N − 1` in the denominator, as
  /// scikit-learn's `explained_variance_`.
  public let explainedVariance: [Double]
  /// Its part in the variance of all; 0 where there is none.
  public let explainedVarianceRatio: [Double]

  private static let spare = 6
  private static let mostRounds = 1000

  /// Finds the first directions.
  ///
  /// - Parameters:
  ///   - values: the examples behind one another: `N × D` finite numbers.
  ///   - dimensions: `D`.
  ///   - count: the directions wanted; no more than `D` are given.
  /// - Precondition: `values` is a whole number of examples, two at least; `dimensions` and
  ///   `count` are above 0.
  public init(of values: [Float], dimensions: Int, count: Int = 2) {
    precondition(dimensions > 0 && count > 0 && values.count.isMultiple(of: dimensions))
    let examples = values.count / dimensions
    precondition(examples > 1)
    var mean = [Double](repeating: 0, count: dimensions)
    for (index, value) in values.enumerated() { mean[index % dimensions] += Double(value) }
    for index in mean.indices { mean[index] /= Double(examples) }
    var centred = [Double](repeating: 0, count: values.count)
    for (index, value) in values.enumerated() {
      centred[index] = Double(value) - mean[index % dimensions]
    }
    let denominator = Double(examples - 1)
    let total = centred.reduce(0) { $0 + $1 * $1 } / denominator
    let found = Self.directions(
      of: centred, dimensions: dimensions, count: min(dimensions, count + Self.spare))
    let shown = min(count, dimensions)
    self.mean = mean
    components = found.prefix(shown).map { Self.oriented($0.direction) }
    explainedVariance = found.prefix(shown).map { $0.square / denominator }
    explainedVarianceRatio = explainedVariance.map { total > 0 ? $0 / total : 0 }
  }

  /// Where examples lie along each direction: `N × count`, example after example.
  ///
  /// - Precondition: `values` is a whole number of examples of `D` numbers.
  public func positions(of values: [Float]) -> [[Double]] {
    precondition(values.count.isMultiple(of: mean.count))
    return stride(from: 0, to: values.count, by: mean.count).map { start in
      components.map { direction in
        direction.indices.reduce(0) { (sum: Double, index) in
          sum + (Double(values[start + index]) - mean[index]) * direction[index]
        }
      }
    }
  }

  /// As scikit-learn turns them.
  private static func oriented(_ direction: [Double]) -> [Double] {
    let largest = direction.max { abs($0) < abs($1) } ?? 0
    return largest < 0 ? direction.map { -$0 } : direction
  }

  private static func directions(
    of centred: [Double], dimensions: Int, count: Int
  ) -> [(direction: [Double], square: Double)] {
    // A start that lies across no direction but by bad luck: rows of cosines.
    var block: [[Double]] = (0..<count).map { column in
      (0..<dimensions).map { row in
        let angle = (column + 1) * (2 * row + 1) + column
        return cos(Double(angle))
      }
    }
    orthonormalise(&block)
    var squares = [Double](repeating: 0, count: count)
    for _ in 0..<mostRounds {
      let images = block.map { image(of: $0, centred, dimensions) }
      let small: [[Double]] = images.map { image in block.map { dot($0, image) } }
      let (values, rotations) = symmetricEigenvectors(of: small)
      let turned = rotations.map { combination(of: images, weights: $0) }
      let change: Double = zip(values, squares).map { abs($0 - $1) }.max() ?? 0
      squares = values
      let isSettled = change <= 1e-13 * (values.first ?? 0)
      block = isSettled ? rotations.map { combination(of: block, weights: $0) } : turned
      if isSettled { break }
      orthonormalise(&block)
    }
    return zip(block, squares).map { ($0, max(0, $1)) }
  }

  /// The covariance, but for a factor, times a direction.
  private static func image(
    of direction: [Double], _ centred: [Double], _ dimensions: Int
  ) -> [Double] {
    var result = [Double](repeating: 0, count: dimensions)
    for start in stride(from: 0, to: centred.count, by: dimensions) {
      var along = 0.0
      for index in 0..<dimensions { along += centred[start + index] * direction[index] }
      for index in 0..<dimensions { result[index] += along * centred[start + index] }
    }
    return result
  }

  private static func combination(of vectors: [[Double]], weights: [Double]) -> [Double] {
    var result = [Double](repeating: 0, count: vectors[0].count)
    for (vector, weight) in zip(vectors, weights) {
      for index in result.indices { result[index] += weight * vector[index] }
    }
    return result
  }

  private static func dot(_ first: [Double], _ second: [Double]) -> Double {
    zip(first, second).reduce(0.0) { $0 + $1.0 * $1.1 }
  }

  /// Makes directions of length 1 at right angles, by Gram and Schmidt. What has no length left is
  /// replaced by the axis that is the farthest from the others.
  private static func orthonormalise(_ block: inout [[Double]]) {
    for index in block.indices {
      let others = block[..<index]
      let before = dot(block[index], block[index]).squareRoot()
      var own = rest(of: block[index], beside: others)
      var length = dot(own, own).squareRoot()
      if length <= 1e-10 * before || length == 0 {
        let axes = own.indices.map { axis in
          rest(of: own.indices.map { $0 == axis ? 1 : 0 }, beside: others)
        }
        own = axes.max { dot($0, $0) < dot($1, $1) } ?? own
        length = dot(own, own).squareRoot()
      }
      block[index] = length > 0 ? own.map { $0 / length } : own
    }
  }

  /// What is left of a direction beside others, taken out twice for the rounding errors.
  private static func rest(of direction: [Double], beside others: ArraySlice<[Double]>) -> [Double]
  {
    var own = direction
    for _ in 0..<2 {
      for other in others {
        let along = dot(own, other)
        for index in own.indices { own[index] -= along * other[index] }
      }
    }
    return own
  }

  /// Eigenvalues, the largest first, and eigenvectors of a small symmetric matrix, by
  /// Jacobi's rotations.
  private static func symmetricEigenvectors(
    of matrix: [[Double]]
  ) -> (values: [Double], vectors: [[Double]]) {
    let size = matrix.count
    var a = matrix
    var v = (0..<size).map { row in (0..<size).map { $0 == row ? 1.0 : 0 } }
    for _ in 0..<60 {
      var off = 0.0
      for p in 0..<size {
        for q in 0..<size where p != q { off += a[p][q] * a[p][q] }
      }
      if off == 0 { break }
      for p in 0..<size {
        for q in p + 1..<max(size, p + 1) where a[p][q] != 0 {
          let theta = (a[q][q] - a[p][p]) / (2 * a[p][q])
          let t = (theta < 0 ? -1 : 1) / (abs(theta) + (theta * theta + 1).squareRoot())
          let c = 1 / (t * t + 1).squareRoot()
          let s = t * c
          for k in 0..<size {
            (a[k][p], a[k][q]) = (c * a[k][p] - s * a[k][q], s * a[k][p] + c * a[k][q])
          }
          for k in 0..<size {
            (a[p][k], a[q][k]) = (c * a[p][k] - s * a[q][k], s * a[p][k] + c * a[q][k])
            (v[k][p], v[k][q]) = (c * v[k][p] - s * v[k][q], s * v[k][p] + c * v[k][q])
          }
        }
      }
    }
    let order = (0..<size).sorted { a[$0][$0] > a[$1][$1] }
    return (order.map { a[$0][$0] }, order.map { column in v.map { $0[column] } })
  }
}
