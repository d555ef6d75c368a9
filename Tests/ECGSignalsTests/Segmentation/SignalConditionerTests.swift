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
}
