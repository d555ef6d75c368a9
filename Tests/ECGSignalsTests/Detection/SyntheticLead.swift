import Foundation
import ECGRandom

/// A made-up lead whose beats are known.
struct SyntheticLead {
  var samples: [Float] = []
  /// The R peaks, in samples.
  var beats: [Int] = []

  /// Creates a lead of P, Q, R, S and T waves with a rhythm that wavers.
  ///
  /// - Parameters:
  ///   - tWave: the height of the T wave; the R wave's is 1.
  ///   - noise: the standard deviation of noise.
  init(
    seconds: Double, rate: Double, interval: Double = 0.8, tWave: Double = 0.3,
    noise: Double = 0.01, seed: UInt64 = 1
  ) {
    var generator = SeededGenerator(seed: seed)
    var values = (0..<Int(seconds * rate)).map { _ in noise * generator.normal() }
    var time = 0.5
    while time < seconds - 0.5 {
      beats.append(Int((time * rate).rounded()))
      let waves: [(at: Double, height: Double, width: Double)] = [
        (-0.16, 0.12, 0.022), (-0.03, -0.12, 0.008), (0, 1, 0.011), (0.03, -0.2, 0.009),
        (0.26, tWave, 0.05),
      ]
      for wave in waves {
        let centre = time + wave.at
        let start = max(0, Int((centre - 5 * wave.width) * rate))
        for index in start..<max(start, min(values.count, Int((centre + 5 * wave.width) * rate))) {
          let distance = (Double(index) / rate - centre) / wave.width
          values[index] += wave.height * exp(-distance * distance / 2)
        }
      }
      time += interval * generator.uniform(in: 0.85...1.15)
    }
    samples = values.map(Float.init)
  }
}
