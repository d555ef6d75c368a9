import Foundation

/// A trace with beats, for files that tests write: spikes of 1 mV on a slow wave.
struct SyntheticTrace {
  /// Samples per second in Hz.
  static let rate = 250.0
  /// The samples in mV, with three decimals.
  let samples: [Double]

  init(count: Int = 500, phase: Double = 0) {
    samples = (0..<count).map { index in
      let time = Double(index) / Self.rate + phase
      let sinceBeat = time.truncatingRemainder(dividingBy: 0.8) - 0.4
      let value = exp(-sinceBeat * sinceBeat / 0.0002) + 0.1 * sin(2.1 * time)
      return (value * 1_000).rounded() / 1_000
    }
  }

  /// Whether what was read is this trace, times `scale`.
  func isTrace(_ read: [Float], times scale: Double = 1) -> Bool {
    read.count == samples.count
      && zip(read, samples).allSatisfy { abs(Double($0) - $1 * scale) < 1e-4 * max(1, scale) }
  }
}
