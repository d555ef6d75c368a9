import ECGParallel
import ECGSignals
import Foundation

/// Tells how probable atrial fibrillation or flutter is, from `AtrialEvidence`: a logistic regression, which
/// did better in new patients than trees on the same numbers.
package struct FibrillationModel: Codable, Equatable, Sendable {
  /// What each number is less by and divided by before it is weighed: `D`.
  package let means: [Double]
  package let scales: [Double]
  /// What each counts for: `D`.
  package let weights: [Double]
  package let bias: Double

  /// No number counts as further from its mean than so many times its scale.
  private static let limit = 4.0
  /// What the squares of the weights cost.
  private static let penalty = 1.3e-4
  private static let iterations = 50

  /// Beats to learn from.
  package struct Examples {
    /// `n × D`.
    package var values: [Double] = []
    package var isFibrillation: [Bool] = []
    /// What each counts for.
    package var weights: [Double] = []

    package init() {}

    var count: Int { isFibrillation.count }
  }

  /// Fits to beats, by Newton's method: the mean negative log-likelihood is convex.
  ///
  /// - Returns: nil where all beats are of one kind, so that there is nothing to tell apart.
  package init?(fittedTo examples: Examples) {
    let (count, size) = (examples.count, AtrialEvidence.count)
    guard Set(examples.isFibrillation).count == 2 else { return nil }
    var (means, squares) = (
      [Double](repeating: 0, count: size), [Double](repeating: 0, count: size)
    )
    for row in 0..<count {
      for index in 0..<size { means[index] += examples.values[row * size + index] / Double(count) }
    }
    for row in 0..<count {
      for index in 0..<size {
        let apart = examples.values[row * size + index] - means[index]
        squares[index] += apart * apart / Double(count)
      }
    }
    let scales = squares.map { $0 > 0 ? $0.squareRoot() : 1 }
    let total = examples.weights.reduce(0, +)
    let share =
      zip(examples.isFibrillation, examples.weights).reduce(0) { $0 + ($1.0 ? $1.1 : 0) } / total
    var model = FibrillationModel(
      means: means, scales: scales, weights: Array(repeating: 0, count: size),
      bias: log(share / (1 - share)))
    for _ in 0..<Self.iterations {
      let step = model.step(on: examples, total: total)
      model = FibrillationModel(
        means: means, scales: scales, weights: zip(model.weights, step).map { $0 - $1 },
        bias: model.bias - step[size])
      if step.allSatisfy({ abs($0) < 1e-8 }) { break }
    }
    self = model
  }

  private init(means: [Double], scales: [Double], weights: [Double], bias: Double) {
    (self.means, self.scales, self.weights, self.bias) = (means, scales, weights, bias)
  }

  /// The change that Newton's method takes away from the weights and the bias.
  private func step(on examples: Examples, total: Double) -> [Double] {
    let (size, width) = (weights.count, weights.count + 1)
    var gradient = weights.map { 2 * Self.penalty * $0 } + [0]
    var hessian = [Double](repeating: 0, count: width * width)
    for index in 0..<size { hessian[index * width + index] = 2 * Self.penalty }
    // The last is that of the bias.
    var row = [Double](repeating: 1, count: width)
    for example in 0..<examples.count {
      examples.values.withUnsafeBufferPointer { values in
        scale(
          UnsafeBufferPointer(rebasing: values[example * size..<(example + 1) * size]), into: &row)
      }
      let probability = Self.logistic(score(row))
      let weight = examples.weights[example] / total
      let slope = weight * (probability - (examples.isFibrillation[example] ? 1 : 0))
      let curvature = weight * probability * (1 - probability)
      hessian.withUnsafeMutableBufferPointer { hessian in
        for first in 0..<width {
          gradient[first] += slope * row[first]
          let factor = curvature * row[first]
          for second in 0...first { hessian[first * width + second] += factor * row[second] }
        }
      }
    }
    return Self.solution(of: hessian, gradient)
  }

  /// The solution of a system whose matrix is symmetric and positive definite and whose lower triangle is
  /// given, by Cholesky's decomposition.
  private static func solution(of matrix: [Double], _ right: [Double]) -> [Double] {
    var (lower, result) = (matrix, right)
    let width = right.count
    for row in 0..<width {
      for column in 0...row {
        var value = lower[row * width + column]
        for index in 0..<column {
          value -= lower[row * width + index] * lower[column * width + index]
        }
        lower[row * width + column] =
          row == column ? max(value, 1e-12).squareRoot() : value / lower[column * width + column]
      }
    }
    for row in 0..<width {
      for index in 0..<row { result[row] -= lower[row * width + index] * result[index] }
      result[row] /= lower[row * width + row]
    }
    for row in (0..<width).reversed() {
      for index in row + 1..<width { result[row] -= lower[index * width + row] * result[index] }
      result[row] /= lower[row * width + row]
    }
    return result
  }

  private func scale(_ numbers: UnsafeBufferPointer<Double>, into row: inout [Double]) {
    for index in weights.indices {
      let value = (numbers[index] - means[index]) / scales[index]
      row[index] = min(max(value, -Self.limit), Self.limit)
    }
  }

  private func score(_ row: [Double]) -> Double {
    weights.indices.reduce(bias) { $0 + weights[$1] * row[$1] }
  }

  private static func logistic(_ score: Double) -> Double { 1 / (1 + exp(-score)) }

  /// The probability of fibrillation or flutter at each beat; 0 where too little is known: `N`.
  ///
  /// - Parameters:
  ///   - isVentricular: which beats are taken for ventricular ones: `N`.
  ///   - threads: the threads that share the work; the result does not depend on it.
  func probabilities(
    _ evidence: AtrialEvidence, _ window: AtrialEvidence.Window, isVentricular: [Bool], threads: Int
  ) -> [Float] {
    ParallelWork.mapRanges(isVentricular.count, threads: threads) { range in
      var result = [Float](repeating: 0, count: range.count)
      var row = [Double](repeating: 0, count: weights.count)
      evidence.forEachBeat(window, isVentricular: isVentricular, in: range) { beat, numbers in
        scale(numbers, into: &row)
        result[beat - range.lowerBound] = Float(Self.logistic(score(row)))
      }
      return result
    }.flatMap(\.self)
  }

  /// The probability at a beat with these numbers: `D`.
  func probability(of numbers: [Double]) -> Float {
    var row = [Double](repeating: 0, count: weights.count)
    numbers.withUnsafeBufferPointer { scale($0, into: &row) }
    return Float(Self.logistic(score(row)))
  }

  /// Whether it can be asked for anything: a file may hold all kinds of numbers.
  package var isValid: Bool {
    [means, scales, weights].allSatisfy {
      $0.count == AtrialEvidence.count && $0.allSatisfy(\.isFinite)
    } && bias.isFinite && scales.allSatisfy { $0 > 0 }
  }
}
