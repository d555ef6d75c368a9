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

  /// Lets the heart stand still for some seconds after a beat and its T wave.
  ///
  /// - Parameters:
  ///   - index: the number of the beat.
  ///   - noise: the standard deviation of the noise that is left.
  ///   - pWaves: the time from one P wave to the next, where the atria go on; nil where
  ///     they do not.
  mutating func pause(
    for seconds: Double, afterBeat index: Int, noise: Double, pWaves: Double? = nil, rate: Double,
    seed: UInt64 = 9
  ) {
    var generator = SeededGenerator(seed: seed)
    let start = beats[index] + Int(0.45 * rate)
    let count = Int(seconds * rate)
    var quiet = (0..<count).map { _ in noise * generator.normal() }
    if let pWaves {
      for centre in stride(from: 0.3, to: seconds - 0.3, by: pWaves) {
        for sample in Int((centre - 0.11) * rate)..<Int((centre + 0.11) * rate) {
          let distance = (Double(sample) / rate - centre) / 0.022
          quiet[sample] += 0.12 * exp(-distance * distance / 2)
        }
      }
    }
    samples.insert(contentsOf: quiet.map(Float.init), at: start)
    beats = beats.map { $0 < start ? $0 : $0 + count }
  }
}
