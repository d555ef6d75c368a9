import ECGSignals
import Foundation

extension FibrillationModel {
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
    guard Set(examples.isFibrillation).count == 2 else { return nil }
    let (means, scales) = Self.moments(of: examples)
    let size = means.count
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

  /// The mean and the standard deviation of each term, 1 where it never changes: `T` each.
  private static func moments(of examples: Examples) -> (means: [Double], scales: [Double]) {
    let count = Double(examples.count)
    var (means, squares) = (
      [Double](repeating: 0, count: terms), [Double](repeating: 0, count: terms)
    )
    examples.forEach { _, row in
      for index in row.indices { means[index] += row[index] / count }
    }
    examples.forEach { _, row in
      for index in row.indices {
        let apart = row[index] - means[index]
        squares[index] += apart * apart / count
      }
    }
    return (means, squares.map { $0 > 0 ? $0.squareRoot() : 1 })
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
    return Cholesky.solution(of: hessian, gradient)
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
