import Foundation

/// A low-pass filter for changing the rate of a signal by a ratio `up / down`, in the phases in
/// which it is used.
///
/// It is a windowed sinc: with `M = max(up, down)`, at `up` times the input's rate, `2 · 27 M + 1`
/// taps, cut off at 0.9 of the lower of both Nyquist frequencies, under a Kaiser window of β = 7.95
/// (Kaiser's formula asks for 7.857). That is a pass band up to 0.8 of the lower Nyquist frequency
/// and a stop band from that frequency on, with ripples of 80 dB; measured, they are within
/// 0.001 dB of unity and below −80 dB. The gain at 0 Hz is 1.
///
/// Source: A. V. Oppenheim, R. W. Schafer, Discrete-Time Signal Processing, section 7.5.
struct ResamplingFilter: Codable, Sendable {
  let up: Int
  let down: Int
  /// The taps on each side of the middle one, at `up` times the input's rate.
  let halfLength: Int
  /// The taps of each of the `up` phases, in the order of the inputs they meet, filled up with
  /// zeros to ``width``.
  let phases: [Float]
  /// Inputs that a phase meets, a multiple of 8.
  let width: Int
  /// How many of them come before the input at or before the output.
  let reach: Int

  /// Taps on each side of the middle one for each sample at the lower rate.
  private static let reach = 27
  private static let beta = 7.95

  init(up: Int, down: Int) {
    self.up = up
    self.down = down
    let rate = max(up, down)
    halfLength = Self.reach * rate
    let taps = Self.taps(halfLength: halfLength, cutoff: 0.9 / Double(rate))
    // An output meets the inputs within halfLength / up of it, and one more for its phase.
    reach = halfLength / up
    let span = 2 * reach + 2
    width = (span + 7) / 8 * 8
    var phases = [Float](repeating: 0, count: up * width)
    for phase in 0..<up {
      for input in 0..<span {
        // The output is `phase / up` inputs behind input `reach` of the window.
        let tap = halfLength + phase - (input - reach) * up
        if taps.indices.contains(tap) {
          phases[phase * width + input] = Float(taps[tap] * Double(up))
        }
      }
    }
    self.phases = phases
  }

  /// The impulse response, whose sum is 1.
  static func taps(halfLength: Int, cutoff: Double) -> [Double] {
    let scale = bessel(beta)
    var taps = (-halfLength...halfLength).map { position in
      let x = Double(position) / Double(halfLength)
      let window = bessel(beta * (1 - x * x).squareRoot()) / scale
      let angle = Double.pi * cutoff * Double(position)
      return window * (position == 0 ? cutoff : cutoff * sin(angle) / angle)
    }
    let sum = taps.reduce(0, +)
    for index in taps.indices { taps[index] /= sum }
    return taps
  }

  /// The modified Bessel function of the first kind of order 0, by its series.
  private static func bessel(_ x: Double) -> Double {
    var (sum, term, n) = (1.0, 1.0, 1.0)
    while term > sum * 1e-17 {
      term *= (x / (2 * n)) * (x / (2 * n))
      sum += term
      n += 1
    }
    return sum
  }

  /// The sum of a phase's taps with the inputs from `input` on, of which there are ``width``.
  @inline(__always)
  func apply(phase: Int, to input: UnsafeBufferPointer<Float>) -> Float {
    phases.withUnsafeBufferPointer { phases in
      var sum = SIMD8<Float>()
      let taps = UnsafeRawBufferPointer(
        rebasing: UnsafeRawBufferPointer(phases)[(4 * phase * width)...])
      let input = UnsafeRawBufferPointer(input)
      for position in stride(from: 0, to: 4 * width, by: 32) {
        sum +=
          taps.loadUnaligned(fromByteOffset: position, as: SIMD8<Float>.self)
          * input.loadUnaligned(fromByteOffset: position, as: SIMD8<Float>.self)
      }
      return sum.sum()
    }
  }
}
