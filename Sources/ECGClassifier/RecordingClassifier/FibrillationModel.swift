import ECGParallel
import ECGSignals
import Foundation

/// Tells how probable atrial fibrillation or flutter is, from `AtrialEvidence`: a logistic regression, which
/// did better in new patients than trees on the same numbers.
///
/// What a number counts for depends on how fast the heart is: from some 110 beats a minute on the P waves lie on the
/// T waves before, which are alike in fibrillation too, and the intervals have to tell it. So each number stands there
/// twice, as it is and as far as the heart is fast.
package struct FibrillationModel: Codable, Equatable, Sendable {
  /// What each term is less by and divided by before it is weighed: `T`.
  package let means: [Double]
  package let scales: [Double]
  /// What each counts for: `T`.
  package let weights: [Double]
  package let bias: Double

  /// The numbers of a beat that are weighed by themselves; how fast the heart is comes after them.
  private static let numbers = AtrialEvidence.count - 1
  /// `T`, the terms that are weighed: the numbers as they are, as far as the heart is fast, and how fast it is.
  fileprivate static let terms = 2 * numbers + 1
  /// The paces (``AtrialBeat/pace(_:)``) of a slow and of a fast heart: at intervals of 0.75 s and of 0.42 s.
  private static let (slow, fast) = (-log(0.75), -log(0.42))
  /// No term counts as further from its mean than so many times its scale.
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
    let (count, size) = (examples.count, Self.terms)
    guard Set(examples.isFibrillation).count == 2 else { return nil }
    var (means, squares) = (
      [Double](repeating: 0, count: size), [Double](repeating: 0, count: size)
    )
    examples.forEach { _, terms in
      for index in 0..<size { means[index] += terms[index] / Double(count) }
    }
    examples.forEach { _, terms in
      for index in 0..<size {
        let apart = terms[index] - means[index]
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
    examples.forEach { example, row in
      scale(&row)
      let probability = Self.logistic(score(row))
      let weight = examples.weights[example] / total
      let slope = weight * (probability - (examples.isFibrillation[example] ? 1 : 0))
      let curvature = weight * probability * (1 - probability)
      // The last is that of the bias.
      row.append(1)
      row.withUnsafeBufferPointer { row in
        hessian.withUnsafeMutableBufferPointer { hessian in
          for first in 0..<width {
            gradient[first] += slope * row[first]
            let factor = curvature * row[first]
            for second in 0...first { hessian[first * width + second] += factor * row[second] }
          }
        }
      }
      row.removeLast()
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

  /// Writes the terms of a beat: `T`.
  ///
  /// - Parameter numbers: those of the evidence: `D`.
  fileprivate static func write(_ numbers: UnsafeBufferPointer<Double>, to terms: inout [Double]) {
    let share = min(max((numbers[Self.numbers] - slow) / (fast - slow), 0), 1)
    for index in 0..<Self.numbers {
      terms[index] = numbers[index]
      terms[Self.numbers + index] = share * numbers[index]
    }
    terms[2 * Self.numbers] = share
  }

  private func scale(_ terms: inout [Double]) {
    for index in weights.indices {
      let value = (terms[index] - means[index]) / scales[index]
      terms[index] = min(max(value, -Self.limit), Self.limit)
    }
  }

  /// - Parameter terms: scaled.
  private func score(_ terms: [Double]) -> Double {
    weights.indices.reduce(bias) { $0 + weights[$1] * terms[$1] }
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
      var terms = [Double](repeating: 0, count: Self.terms)
      evidence.forEachBeat(window, isVentricular: isVentricular, in: range) { beat, numbers in
        Self.write(numbers, to: &terms)
        scale(&terms)
        result[beat - range.lowerBound] = Float(Self.logistic(score(terms)))
      }
      return result
    }.flatMap(\.self)
  }

  /// The probability at a beat with these numbers: `D`.
  func probability(of numbers: [Double]) -> Float {
    var terms = [Double](repeating: 0, count: Self.terms)
    numbers.withUnsafeBufferPointer { Self.write($0, to: &terms) }
    scale(&terms)
    return Float(Self.logistic(score(terms)))
  }

  /// Whether it can be asked for anything: a file may hold all kinds of numbers.
  package var isValid: Bool {
    [means, scales, weights].allSatisfy {
      $0.count == Self.terms && $0.allSatisfy(\.isFinite)
    } && bias.isFinite && scales.allSatisfy { $0 > 0 }
  }
}

extension FibrillationModel.Examples {
  /// Visits the examples, each with its terms: `T`, which may be changed.
  fileprivate func forEach(_ body: (Int, inout [Double]) -> Void) {
    let size = AtrialEvidence.count
    var terms = [Double](repeating: 0, count: FibrillationModel.terms)
    values.withUnsafeBufferPointer { values in
      for example in 0..<count {
        let numbers = values[example * size..<(example + 1) * size]
        FibrillationModel.write(UnsafeBufferPointer(rebasing: numbers), to: &terms)
        body(example, &terms)
      }
    }
  }
}
