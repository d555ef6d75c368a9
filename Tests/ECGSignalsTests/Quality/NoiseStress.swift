import ECGRecordings
import ECGTestSupport
import Foundation

/// A lead of a record with noise of a known strength, as WFDB's `nst` mixes them: clean for five
/// minutes, then two minutes noisy and two clean in turn.
struct NoiseStress {
  let samples: [Float]
  let beats: [Int]

  private static let rate = 360
  private static let largest = 300

  /// - Parameters:
  ///   - noise: a record of the Noise Stress Test Database.
  ///   - signal: the index of the lead, and of the noise.
  ///   - decibels: the ratio of the signal's power to the noise's.
  init(_ record: String, _ noise: URL, signal: Int, decibels: Double) throws {
    let lead = try AnnotatedLead(record, signal: signal)
    let noise = try Recording.read(path: noise.path).physicalSamples(ofSignal: signal)
    let power = Self.power(of: lead)
    let gain = Float((power / (Self.power(of: noise) * pow(10, decibels / 10))).squareRoot())
    var samples = lead.samples
    for start in stride(from: 300 * Self.rate, to: samples.count, by: 240 * Self.rate) {
      for index in start..<min(start + 120 * Self.rate, samples.count) {
        samples[index] += gain * noise[index % noise.count]
      }
    }
    (self.samples, beats) = (samples, lead.beats)
  }

  /// Of a sine as high as QRS complexes are, from 50 ms before to 50 ms after the beats.
  private static func power(of lead: AnnotatedLead) -> Double {
    let reach = rate / 20
    let heights = lead.beats
      .filter { $0 >= reach && $0 + reach < lead.samples.count }.prefix(largest)
      .map { beat in
        let complex = lead.samples[beat - reach...beat + reach]
        return Double((complex.max() ?? 0) - (complex.min() ?? 0))
      }
    let height = trimmedMean(heights)
    return height * height / 8
  }

  /// The square of the trimmed mean over seconds of the deviation from their mean.
  private static func power(of noise: [Float]) -> Double {
    let deviations = stride(from: 0, to: noise.count - rate, by: rate).prefix(largest).map {
      start in
      let second = noise[start..<start + rate].map(Double.init)
      let mean = second.reduce(0, +) / Double(rate)
      return (second.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(rate)).squareRoot()
    }
    let deviation = trimmedMean(deviations)
    return deviation * deviation
  }

  /// The mean without the highest and the lowest twentieth.
  private static func trimmedMean(_ values: [Double]) -> Double {
    let aside = values.count / 20
    let middle = values.sorted().dropFirst(aside).dropLast(aside)
    return middle.reduce(0, +) / Double(max(middle.count, 1))
  }
}
