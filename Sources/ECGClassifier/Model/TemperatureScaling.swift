import Foundation

/// Calibration with a single number: the logarithms of probabilities are divided by a
/// temperature and brought back to a sum of 1 (Guo et al., On Calibration of Modern Neural
/// Networks, ICML 2017).
///
/// A temperature above 1 makes a classifier less sure of itself, one below 1 surer. The order of
/// the classes stays, so that the same class wins.
public struct TemperatureScaling: Equatable, Sendable {
  /// The temperatures that are fitted at the most.
  private static let range = 0.01...100.0

  /// The temperature, above 0.
  public let temperature: Double

  /// Changes nothing.
  public static let none = TemperatureScaling(temperature: 1)

  /// Creates a scaling with a known temperature.
  ///
  /// - Precondition: `temperature` is finite and above 0.
  public init(temperature: Double) {
    precondition(temperature > 0 && temperature.isFinite)
    self.temperature = temperature
  }

  /// Whether the temperature is one of the two beyond which none is looked for: the probabilities
  /// then say little.
  public var isAtBound: Bool {
    [Self.range.lowerBound, Self.range.upperBound].contains { abs(temperature / $0 - 1) < 1e-6 }
  }

  /// Finds the temperature that makes labels the most probable: that of the least mean negative
  /// log-likelihood, from 0.01 to 100.
  ///
  /// Where every beat is classified correctly there is no least one (ever lower temperatures are
  /// better), and nothing to tell how sure to be: the temperature is then 1, as it is where there
  /// are no beats.
  ///
  /// - Parameters:
  ///   - logProbabilities: `N × K` finite logarithms of probabilities, or logits.
  ///   - labels: the true class of each beat: `N`.
  public init(fittedTo logProbabilities: [Double], labels: [Int]) {
    let classes = labels.isEmpty ? 0 : logProbabilities.count / labels.count
    guard Self.hasMistake(logProbabilities, labels, classes) else {
      self = .none
      return
    }
    // The likelihood's slope rises with the inverse temperature, so that halving
    // finds where it is 0.
    var low = -Foundation.log(Self.range.upperBound)
    var high = -Foundation.log(Self.range.lowerBound)
    while true {
      let middle = (low + high) / 2
      guard low < middle, middle < high else { break }
      if Self.slope(logProbabilities, labels, classes, at: Foundation.exp(middle)) > 0 {
        high = middle
      } else {
        low = middle
      }
    }
    self.init(temperature: Foundation.exp(-low))
  }

  /// Whether a beat's true class is not the first of the most probable.
  private static func hasMistake(
    _ values: [Double], _ labels: [Int], _ classes: Int
  ) -> Bool {
    labels.indices.contains { beat in
      let row = values[beat * classes..<(beat + 1) * classes]
      return row.firstIndex(of: row.max() ?? 0) != row.startIndex + labels[beat]
    }
  }

  /// The derivative of the summed negative log-likelihood by the inverse temperature.
  private static func slope(
    _ values: [Double], _ labels: [Int], _ classes: Int, at inverse: Double
  ) -> Double {
    values.withUnsafeBufferPointer { values in
      var slope = 0.0
      for (beat, label) in labels.enumerated() {
        let row = values[beat * classes..<(beat + 1) * classes]
        let largest = row.max() ?? 0
        var (sum, weighted) = (0.0, 0.0)
        for value in row {
          let weight = Foundation.exp((value - largest) * inverse)
          sum += weight
          weighted += weight * value
        }
        slope += weighted / sum - values[beat * classes + label]
      }
      return slope
    }
  }

  /// Appends the calibrated probabilities of beats.
  ///
  /// - Parameters:
  ///   - logProbabilities: `N × K` finite logarithms of probabilities; changed on the way.
  ///   - classes: `K`.
  ///   - probabilities: what the `N × K` probabilities are appended to.
  func apply(
    to logProbabilities: inout [Double], classes: Int, appendingTo probabilities: inout [Float]
  ) {
    logProbabilities.withUnsafeMutableBufferPointer { values in
      for start in stride(from: 0, to: values.count, by: classes) {
        apply(
          to: UnsafeMutableBufferPointer(rebasing: values[start..<start + classes]),
          appendingTo: &probabilities)
      }
    }
  }

  private func apply(
    to row: UnsafeMutableBufferPointer<Double>, appendingTo probabilities: inout [Float]
  ) {
    guard let largest = row.max(), let winner = row.firstIndex(of: largest) else { return }
    var sum = 0.0
    for index in row.indices {
      row[index] = Foundation.exp((row[index] - largest) / temperature)
      sum += row[index]
    }
    let start = probabilities.count
    probabilities += row.lazy.map { Float($0 / sum) }
    // Two that differ may be rounded to the same number; who looks for the first of the largest
    // must find the winner even so.
    if probabilities[start..<start + winner].contains(probabilities[start + winner]) {
      probabilities[start + winner] = probabilities[start + winner].nextUp
    }
  }
}
