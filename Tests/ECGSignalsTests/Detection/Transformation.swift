import Foundation
import ECGRandom
import Testing

/// A change of a lead that leaves its beats where they are, or moves them in a known way.
struct Transformation: Sendable, CustomTestStringConvertible {
  let name: String
  /// The new rate where the old one is 1.
  var stretch = 1.0
  /// By how many samples beats come later.
  var shift = 0
  /// The change.
  let apply: @Sendable ([Float]) -> [Float]

  var testDescription: String { name }

  static let all: [Transformation] =
    [
      Transformation(name: "inverted") { $0.map { -$0 } },
      Transformation(name: "a thousandth") { $0.map { $0 * 1e-3 } },
      Transformation(name: "a thousandfold") { $0.map { $0 * 1e3 } },
      Transformation(name: "an offset of 10 mV") { $0.map { $0 + 10 } },
      Transformation(name: "an offset of -1000 mV") { $0.map { $0 - 1000 } },
      Transformation(name: "single samples missing") { samples in
        var generator = SeededGenerator(seed: 5)
        return samples.map { generator.uniform() < 0.01 ? .nan : $0 }
      },
      Transformation(name: "a wandering baseline of 2 mV") { samples in
        samples.indices.map { samples[$0] + 2 * Float(sin(2 * .pi * 0.3 * Double($0) / 360)) }
      },
    ] + [0.1, 1, 10, 100].map(noiseFirst) + [100, 128, 200, 250, 500, 1000].map(resampled)

  /// Ten seconds of noise before the lead, in millivolts.
  private static func noiseFirst(_ deviation: Double) -> Transformation {
    Transformation(name: "10 s of \(deviation) mV of noise first", shift: 3600) { samples in
      var generator = SeededGenerator(seed: 6)
      let start = Double(samples.first ?? 0)
      return (0..<3600).map { _ in Float(start + deviation * generator.normal()) } + samples
    }
  }

  private static func resampled(_ rate: Int) -> Transformation {
    Transformation(name: "resampled to \(rate) Hz", stretch: Double(rate) / 360) { samples in
      resample(samples, up: rate, down: 360)
    }
  }

  /// Resamples by a fraction with a sinc function under a Hann window.
  private static func resample(_ samples: [Float], up: Int, down: Int) -> [Float] {
    let half = 12
    let cutoff = min(1, Double(up) / Double(down)) * 0.95
    let reach = Int((Double(half) / cutoff).rounded(.up))
    // The weights for each of the places between two samples.
    let phases = (0..<up).map { phase in
      (-reach + 1...reach).map { tap -> Float in
        let x = Double(tap) - Double(phase) / Double(up)
        let sinc = x == 0 ? cutoff : sin(.pi * cutoff * x) / (.pi * x)
        return Float(abs(x) >= Double(reach) ? 0 : sinc * (1 + cos(.pi * x / Double(reach))) / 2)
      }
    }
    return (0..<samples.count * up / down).map { index in
      let (whole, phase) = (index * down / up, index * down % up)
      var sum: Float = 0
      for (tap, weight) in phases[phase].enumerated() {
        sum += weight * samples[min(max(whole + tap - reach + 1, 0), samples.count - 1)]
      }
      return sum
    }
  }
}
