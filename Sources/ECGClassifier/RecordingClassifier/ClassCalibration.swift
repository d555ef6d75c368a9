import Foundation

/// Brings logarithms of probabilities to what they are worth: `softmax(scale · log p + bias)`.
///
/// A temperature (its inverse is the scale) as in ``TemperatureScaling``, and a bias for each class, so that
/// every class is found as often as it is there: Platt's scaling for several classes (Guo et al. 2017,
/// section 4.2). Fitted to beats of patients that the classifier had not seen.
public struct ClassCalibration: Codable, Equatable, Sendable {
  /// What logarithms are multiplied with; above 0.
  public let scale: Double
  /// What is added for each class: `K`.
  public let biases: [Double]

  private static let iterations = 30
  /// No step changes a number by more than this: far from the least loss Newton's method overshoots.
  private static let largestStep = 1.0

  /// Changes nothing.
  package static func none(classes: Int) -> ClassCalibration {
    ClassCalibration(scale: 1, biases: Array(repeating: 0, count: classes))
  }

  init(scale: Double, biases: [Double]) {
    (self.scale, self.biases) = (scale, biases)
  }

  /// Fits to labelled beats, by Newton's method: the mean negative log-likelihood is convex.
  ///
  /// - Parameters:
  ///   - logs: `N × K` finite logarithms of probabilities.
  ///   - labels: their classes: `N`. The first class and those without any beat keep a bias of 0.
  init(fittedTo logs: [Double], labels: [Int], classes: Int) {
    guard !labels.isEmpty else {
      self = .none(classes: classes)
      return
    }
    let free = (1..<classes).filter(Set(labels).contains)
    var (scale, biases) = (1.0, [Double](repeating: 0, count: classes))
    for _ in 0..<Self.iterations {
      var (gradient, hessian) = Self.slopes(
        logs, labels, ClassCalibration(scale: scale, biases: biases), free)
      // Where all beats are right there is no least loss: a little is asked of every number.
      for index in gradient.indices {
        gradient[index] += 1e-6 * (index == 0 ? scale - 1 : biases[free[index - 1]])
        hessian[index][index] += 1e-6
      }
      let step = Self.solution(of: hessian, gradient)
      let largest = step.reduce(0) { max($0, abs($1)) }
      let share = largest > Self.largestStep ? Self.largestStep / largest : 1
      scale = max(scale - share * step[0], 0.01)
      for (place, label) in free.enumerated() { biases[label] -= share * step[place + 1] }
      if largest < 1e-9 { break }
    }
    self.init(scale: scale, biases: biases)
  }

  /// The mean loss's derivatives by the scale and the biases of some classes.
  private static func slopes(
    _ logs: [Double], _ labels: [Int], _ calibration: ClassCalibration, _ free: [Int]
  ) -> (gradient: [Double], hessian: [[Double]]) {
    let (classes, size) = (calibration.biases.count, free.count + 1)
    var gradient = [Double](repeating: 0, count: size)
    var hessian = [[Double]](repeating: gradient, count: size)
    var shares = [Double](repeating: 0, count: classes)
    logs.withUnsafeBufferPointer { logs in
      for (beat, label) in labels.enumerated() {
        let row = UnsafeBufferPointer(rebasing: logs[beat * classes..<(beat + 1) * classes])
        calibration.write(row, to: &shares)
        var (mean, square) = (0.0, 0.0)
        for index in 0..<classes {
          mean += shares[index] * row[index]
          square += shares[index] * row[index] * row[index]
        }
        gradient[0] += mean - row[label]
        hessian[0][0] += square - mean * mean
        for (place, first) in free.enumerated() {
          gradient[place + 1] += shares[first] - (first == label ? 1 : 0)
          hessian[0][place + 1] += shares[first] * (row[first] - mean)
          for (other, second) in free.enumerated().dropFirst(place) {
            hessian[place + 1][other + 1] +=
              shares[first] * ((first == second ? 1 : 0) - shares[second])
          }
        }
      }
    }
    let count = Double(labels.count)
    for first in 0..<size {
      gradient[first] /= count
      for second in first..<size {
        hessian[first][second] /= count
        hessian[second][first] = hessian[first][second]
      }
    }
    return (gradient, hessian)
  }

  /// The solution of a positive definite system, by elimination.
  private static func solution(of matrix: [[Double]], _ right: [Double]) -> [Double] {
    var (matrix, right) = (matrix, right)
    for pivot in right.indices {
      for row in right.indices.dropFirst(pivot + 1) {
        let factor = matrix[row][pivot] / matrix[pivot][pivot]
        for column in pivot..<right.count { matrix[row][column] -= factor * matrix[pivot][column] }
        right[row] -= factor * right[pivot]
      }
    }
    for pivot in right.indices.reversed() {
      for column in right.indices.dropFirst(pivot + 1) {
        right[pivot] -= matrix[pivot][column] * right[column]
      }
      right[pivot] /= matrix[pivot][pivot]
    }
    return right
  }

  /// Writes the calibrated probabilities of a beat: `K`.
  private func write(_ logs: UnsafeBufferPointer<Double>, to shares: inout [Double]) {
    var (largest, sum) = (-Double.infinity, 0.0)
    for index in logs.indices {
      shares[index] = logs[index] * scale + biases[index]
      largest = max(largest, shares[index])
    }
    for index in logs.indices {
      shares[index] = exp(shares[index] - largest)
      sum += shares[index]
    }
    for index in logs.indices { shares[index] /= sum }
  }

  /// The calibrated probabilities of beats: `N × K`.
  func apply(to logs: [Double]) -> [Float] {
    let classes = biases.count
    var result = [Float](repeating: 0, count: logs.count)
    var shares = [Double](repeating: 0, count: classes)
    logs.withUnsafeBufferPointer { logs in
      for start in stride(from: 0, to: logs.count, by: classes) {
        write(UnsafeBufferPointer(rebasing: logs[start..<start + classes]), to: &shares)
        for index in 0..<classes { result[start + index] = Float(shares[index]) }
      }
    }
    return result
  }
}
