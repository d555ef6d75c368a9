import Foundation
package import ECGRandom

/// Trains on blends of two examples, with their targets blended alike (Zhang et al. 2018, "mixup:
/// Beyond Empirical Risk Minimization").
///
/// An example keeps at least half of itself: the other half of the distribution would be the same
/// pairs the other way round.
public struct Mixup: Codable, Equatable, Sendable {
  /// α of the symmetric beta distribution that shares are drawn from, above 0 and up to 1: the
  /// smaller, the more often an example stays nearly as it is.
  public var alpha: Double

  /// Creates a way of blending.
  public init(alpha: Double) { self.alpha = alpha }

  func check() throws {
    try require(
      alpha > 0 && alpha <= 1, "Mixup", "alpha is \(alpha), must be above 0 and up to 1")
  }

  /// What an example is blended with.
  package struct Blend {
    /// The index of the other example.
    package let partner: Int
    /// The other example's share, 0…0.5.
    package let share: Float
  }

  /// Draws a partner from `batch` and its share.
  package func blend(with batch: ArraySlice<Int>, using generator: inout SeededGenerator) -> Blend {
    let position = batch.startIndex + Int(generator.uniform() * Double(batch.count))
    let share = beta(using: &generator)
    return Blend(partner: batch[position], share: Float(min(share, 1 - share)))
  }

  /// A number drawn from Beta(α, α) by Jöhnk's method (Jöhnk 1964), which is quick for α up to 1.
  private func beta(using generator: inout SeededGenerator) -> Double {
    while true {
      let (one, other) = (generator.uniform(), generator.uniform())
      let (first, second) = (pow(one, 1 / alpha), pow(other, 1 / alpha))
      let sum = first + second
      if sum > 0, sum <= 1 { return first / sum }
      if sum == 0 {
        // For a small α both powers are below the smallest number; their quotient is not.
        let share = 1 / (1 + exp((log(other) - log(one)) / alpha))
        if !share.isNaN { return share }
      }
    }
  }
}
