import Foundation

/// The logarithm of a class's odds against all others, `log p / (1 − p)`, in nats: zero where the
/// class is as probable as all others together.
///
/// It does not saturate as probabilities do, and it depends on what speaks for the class as well as
/// on what speaks against the others. The probabilities are those of one network, or the mean of
/// several networks', whose logarithms are divided by a temperature and brought back to a sum of 1.
public struct LogOdds: Equatable, Sendable {
  /// The temperature, above 0.
  public let temperature: Double

  /// Creates log-odds of probabilities that are calibrated with a temperature, or not.
  ///
  /// - Precondition: `temperature` is finite and above 0.
  public init(temperature: Double = 1) {
    precondition(temperature > 0 && temperature.isFinite)
    self.temperature = temperature
  }

  /// The log-odds of a class.
  ///
  /// - Parameters:
  ///   - logits: the `K` raw outputs of each network, two at least.
  ///   - target: the class.
  public func value(of logits: [[Float]], target: Int) -> Double {
    let means = Self.logMeans(of: logits.map(Self.logSoftmax))
    let others = means.indices.filter { $0 != target }.map { means[$0] / temperature }
    return means[target] / temperature - Self.logSum(others)
  }

  /// The derivatives of a class's log-odds by the raw outputs: `K` for each network.
  func derivatives(of logits: [[Float]], target: Int) -> [[Float]] {
    let logProbabilities = logits.map(Self.logSoftmax)
    let means = Self.logMeans(of: logProbabilities)
    // By the logarithms of the mean probabilities: 1 for the class, minus their share among
    // themselves for the others.
    let scaled = means.map { $0 / temperature }
    let rest = Self.logSum(scaled.indices.filter { $0 != target }.map { scaled[$0] })
    let slopes = scaled.enumerated().map { index, value in
      (index == target ? 1 : -exp(value - rest)) / temperature
    }
    return logProbabilities.map { own in
      // A network moves the mean by as much as it has part in it.
      let parts = zip(own, means).enumerated().map { index, pair in
        slopes[index] * exp(pair.0 - pair.1) / Double(logits.count)
      }
      let sum = parts.reduce(0, +)
      return zip(own, parts).map { Float($1 - exp($0) * sum) }
    }
  }

  /// The logarithms of the mean of networks' probabilities: `K`.
  private static func logMeans(of logProbabilities: [[Double]]) -> [Double] {
    guard logProbabilities.count > 1, let first = logProbabilities.first else {
      return logProbabilities.first ?? []
    }
    let count = log(Double(logProbabilities.count))
    return first.indices.map { index in logSum(logProbabilities.map { $0[index] }) - count }
  }

  private static func logSoftmax(_ logits: [Float]) -> [Double] {
    let total = logSum(logits.map(Double.init))
    return logits.map { Double($0) - total }
  }

  /// `log(Σ exp(x))`, minus infinity for no numbers.
  private static func logSum(_ values: [Double]) -> Double {
    guard let largest = values.max() else { return -.infinity }
    return largest + log(values.reduce(0) { $0 + exp($1 - largest) })
  }
}
