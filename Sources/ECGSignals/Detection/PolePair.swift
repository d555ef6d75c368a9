import Foundation

/// The recursive half of a filter of second order: `1 / (1 + a1 z⁻¹ + a2 z⁻²)`.
struct PolePair: Codable, Sendable {
  /// The coefficients.
  let a1, a2: Float
  /// The last two results.
  private var last: Float = 0
  private var secondLast: Float = 0

  /// Creates the poles that a Butterworth high-pass and low-pass of second order have in common, by
  /// the bilinear transform.
  ///
  /// - Parameters:
  ///   - cutoff: where half of the power passes, in Hz; less than half of `rate`.
  ///   - rate: samples per second.
  init(cutoff: Double, rate: Double) {
    let angle = 2 * Double.pi * cutoff / rate
    let alpha = sin(angle) / 2.0.squareRoot()
    a1 = Float(-2 * cos(angle) / (1 + alpha))
    a2 = Float((1 - alpha) / (1 + alpha))
  }

  /// Filters one sample.
  @inline(__always)
  mutating func callAsFunction(_ sample: Float) -> Float {
    let result = (sample - a2 * secondLast) - a1 * last
    (secondLast, last) = (last, result)
    return result
  }

  /// Forgets results too small to matter: numbers near the smallest that a float can hold are slow
  /// to compute with.
  @inline(__always)
  mutating func settle() {
    if abs(last) < 1e-30 { last = 0 }
    if abs(secondLast) < 1e-30 { secondLast = 0 }
  }

  /// The group delay at a frequency, in samples: that of the polynomial, negated.
  func groupDelay(at frequency: Double, rate: Double) -> Double {
    let angle = -2 * Double.pi * frequency / rate
    let (a1, a2) = (Double(a1), Double(a2))
    let value = (1 + a1 * cos(angle) + a2 * cos(2 * angle), a1 * sin(angle) + a2 * sin(2 * angle))
    let ramp = (
      a1 * cos(angle) + 2 * a2 * cos(2 * angle), a1 * sin(angle) + 2 * a2 * sin(2 * angle)
    )
    return -(ramp.0 * value.0 + ramp.1 * value.1) / (value.0 * value.0 + value.1 * value.1)
  }
}
