import ECGSignals
import Foundation
import Testing

/// The filter before the classifier.
@Suite struct SignalConditionerTests {
  private func condition(_ samples: [Float], rate: Double, block: Int) throws -> [Float] {
    var conditioner = try SignalConditioner(samplingRate: rate)
    var result: [Float] = []
    for start in stride(from: 0, to: samples.count, by: block) {
      result += conditioner.process(Array(samples[start..<min(start + block, samples.count)]))
    }
    return result + conditioner.finish()
  }

  @Test(arguments: [1, 50, 95, 96, 97, 1000])
  func asManyComeOutAsGoIn(_ count: Int) throws {
    let samples = [Float](repeating: 1, count: count)
    #expect(try condition(samples, rate: 120, block: 64).count == count)
    #expect(try condition(samples, rate: 360, block: 64).count == (count + 2) / 3)
  }

  @Test func levelAndDriftGoAndBeatsStay() throws {
    let samples = (0..<2400).map { index -> Float in
      let time = Double(index) / 120
      let beat = exp(-pow((time.truncatingRemainder(dividingBy: 1) - 0.5) / 0.02, 2))
      return Float(5 + 0.4 * sin(2 * .pi * 0.1 * time) + beat)
    }
    let result = try condition(samples, rate: 120, block: 100)
    // The middle of each second is the peak, at its full height but for the mean of a beat.
    for second in 3..<17 {
      #expect(abs(result[second * 120 + 60] - 1) < 0.12)
      #expect(abs(result[second * 120]) < 0.12)
    }
  }

  @Test func gapsBecomeTheLevel() throws {
    var samples = (0..<1200).map { Float(sin(Double($0) / 3)) + 2 }
    for index in 400..<700 { samples[index] = .nan }
    let result = try condition(samples, rate: 120, block: 33)
    #expect(result.allSatisfy { $0.isFinite })
    #expect(result[400..<700].allSatisfy { $0 == 0 })
    #expect(result[390..<400].contains { abs($0) > 0.5 })
  }

  /// Beats of 1 mV, one a second, with hum, at 360 samples a second.
  private func beats(seconds: Int = 20, hum: Double, frequency: Double) -> [Float] {
    (0..<360 * seconds).map { index in
      let time = Double(index) / 360
      let beat = exp(-pow((time.truncatingRemainder(dividingBy: 1) - 0.5) / 0.02, 2))
      return Float(5 + beat + hum * sin(2 * .pi * frequency * time + 1))
    }
  }

  /// Hum of 60 Hz is above what 120 samples a second can hold, that of 50 Hz is not. Frequencies
  /// are those that grids and the clocks of recorders have.
  @Test(arguments: [0.1, 0.2, 0.5], [49.9, 50, 50.05, 60])
  func humGoesAndBeatsStay(hum: Double, frequency: Double) throws {
    let clean = try condition(beats(hum: 0, frequency: 0), rate: 360, block: 1_000)
    let result = try condition(beats(hum: hum, frequency: frequency), rate: 360, block: 1_000)
    #expect(result.count == clean.count)
    // At its ends a lead is not brought to another rate as well as within.
    let limit = Float(0.02 + 0.15 * hum)
    for index in 12..<clean.count - 12 { #expect(abs(result[index] - clean[index]) < limit) }
  }

  @Test func humGoesUpToGaps() throws {
    var (clean, noisy) = (beats(hum: 0, frequency: 0), beats(hum: 0.2, frequency: 50))
    for index in 3_000..<3_300 { (clean[index], noisy[index]) = (.nan, .nan) }
    let expected = try condition(clean, rate: 360, block: 1_000)
    let result = try condition(noisy, rate: 360, block: 1_000)
    for index in [12..<988, 1_112..<2_388].joined() {
      #expect(abs(result[index] - expected[index]) < 0.03)
    }
    #expect(result[1_000..<1_100].allSatisfy { $0 == 0 })
  }

  /// What is on beats at 46 and at 54 Hz is no hum, though it is as high at 50.
  @Test func broadNoiseStays() throws {
    let clean = beats(hum: 0, frequency: 0)
    let noisy = clean.enumerated().map { index, sample in
      let angle = 2 * Double.pi * Double(index) / 360
      return sample + Float(0.1 * (sin(46.25 * angle) + sin(50 * angle) + sin(53.75 * angle)))
    }
    let expected = try condition(clean, rate: 360, block: 1_000)
    let result = try condition(noisy, rate: 360, block: 1_000)
    #expect(zip(expected, result).contains { abs($0 - $1) > 0.2 })
  }

  @Test(arguments: [1, 50, 95, 96, 97, 1_000])
  func blocksOfHumAreTheWhole(size: Int) throws {
    var samples = beats(hum: 0.2, frequency: 50)
    for index in 3_000..<3_100 { samples[index] = .nan }
    #expect(
      try condition(samples, rate: 360, block: size)
        == condition(samples, rate: 360, block: samples.count))
  }
}
