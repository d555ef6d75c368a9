import ECGRandom
import ECGSignals
import Foundation
import Testing

/// ST segments of beats that are made of known parts.
@Suite struct STTrendTests {
  private static let peak = 60

  /// A beat with a P wave, a QRS complex until 40 ms after its peak, and an ST segment that
  /// rises from a level.
  private func beat(
    level: Double, slope: Double = 0, base: Double = 0, rate: Double = 360
  ) -> [Float] {
    (0..<180).map { index in
      let time = Double(index - Self.peak) / rate
      func wave(_ center: Double, _ width: Double, _ height: Double) -> Double {
        height * exp(-pow((time - center) / width, 2) / 2)
      }
      let segment = time > 0.03 ? level + slope * (time - 0.06) : 0
      return Float(
        base + wave(-0.15, 0.012, 0.15) + wave(0, 0.01, 1.2) + wave(0.03, 0.006, -0.2) + segment)
    }
  }

  @Test(arguments: [(0, 0), (0.2, 0), (-0.15, 0), (0.1, 1.5), (-0.1, -2)])
  func levelAndSlopeComeBack(level: Double, slope: Double) throws {
    let segment = try #require(
      STSegment(
        of: beat(level: level, slope: slope, base: 0.7), peak: Self.peak, samplingRate: 360,
        heartRate: 70))
    // To within a sample.
    #expect((0.037...0.07).contains(segment.jPoint), "J at \(segment.jPoint)")
    let expected = level + slope * (segment.point - 0.06)
    #expect(abs(segment.level - expected) < 0.01, "\(segment.level) instead of \(expected)")
    #expect(abs(segment.slope - slope) < 0.1)
    let fast = try #require(
      STSegment(
        of: beat(level: level), peak: Self.peak, samplingRate: 360, heartRate: 130))
    #expect(abs(segment.point - fast.point - 0.02) < 0.004)
  }

  @Test func whatIsFlatOrMissingIsNotMeasured() {
    let flat = [Float](repeating: 0.3, count: 180)
    #expect(STSegment(of: flat, peak: Self.peak, samplingRate: 360, heartRate: 70) == nil)
    var missing = beat(level: 0.1)
    missing[Self.peak + 10] = .nan
    #expect(STSegment(of: missing, peak: Self.peak, samplingRate: 360, heartRate: 70) == nil)
    let short = Array(beat(level: 0.1).prefix(90))
    #expect(STSegment(of: short, peak: Self.peak, samplingRate: 360, heartRate: 70) == nil)
  }

  /// The J point of a wide complex lies where it is not looked for.
  @Test func wideComplexesAreNotMeasured() {
    let wide = (0..<180).map { index in
      let time = Double(index - Self.peak) / 360
      return Float(exp(-pow(time / 0.05, 2) / 2) - 0.8 * exp(-pow((time - 0.12) / 0.03, 2) / 2))
    }
    #expect(STSegment(of: wide, peak: Self.peak, samplingRate: 360, heartRate: 70) == nil)
  }

  /// The baseline may wander from beat to beat, and noise is averaged out or refused.
  @Test func theMedianOfAMinuteIsMeasured() throws {
    var random = SeededGenerator(seed: 7)
    func beats(_ count: Int, noise: Double) -> [[Float]] {
      (0..<count).map { number in
        let base = sin(Double(number))
        return beat(level: -0.12, base: base).map {
          $0 + Float(noise * (Double.random(in: -1...1, using: &random)))
        }
      }
    }
    func step(_ beats: [[Float]]) -> STTrend.Step {
      STTrend.measure(beats, peak: Self.peak, samplingRate: 360, heartRate: 70)
    }
    guard case .measured(let segment) = step(beats(70, noise: 0.05)) else {
      Issue.record("a minute with little noise was not measured")
      return
    }
    #expect(abs(segment.level + 0.12) < 0.02)
    #expect(step(beats(9, noise: 0)) == .unknown)
    #expect(step(beats(70, noise: 1)) == .noisy)
    let lead = STTrend.Lead(lead: "II", steps: [.measured(segment), .noisy, .unknown])
    #expect(lead.noisy == 1 && lead.level.count == 3 && lead.level[1] == nil)
  }

  @Test func beatsOfSeveralLengthsAreMeasured() throws {
    let beats = (0..<30).map { beat in
      (0..<150 + beat % 3).map { Float(exp(-pow(Double($0 - 54) / 4, 2) / 2)) }
    }
    let step = STTrend.measure(beats, peak: 54, samplingRate: 360, heartRate: 70)
    guard case .measured(let segment) = step else {
      Issue.record("\(step)")
      return
    }
    #expect(abs(segment.level) < 0.01)
  }

  /// The hum of the mains stands still beside the R peaks, which are found on its crests: it does
  /// not average out.
  @Test(
    arguments: [100, 128, 250, 360, 500, 1000] as [Double],
    [(50, 0.3), (60, 0.3), (49.9, 0.1), (60.1, 0.1), (50, 0)] as [(Double, Double)])
  func humIsTakenOut(rate: Double, hum: (frequency: Double, height: Double)) throws {
    var random = SeededGenerator(seed: 5)
    let peak = Int(0.15 * rate)
    let beats = (0..<30).map { _ in
      let phase = 0.3 + Double.random(in: -0.4...0.4, using: &random)
      return (0..<Int(0.42 * rate)).map { index in
        let time = Double(index - peak) / rate
        func wave(_ center: Double, _ width: Double, _ height: Double) -> Double {
          height * exp(-pow((time - center) / width, 2) / 2)
        }
        let segment = -0.08 / (1 + exp(-(time - 0.035) / 0.003))
        return Float(
          wave(-0.16, 0.02, 0.15) + wave(0, 0.01, 1.2) + segment + wave(0.28, 0.04, 0.3)
            + hum.height * cos(2 * .pi * hum.frequency * time + phase))
      }
    }
    let step = STTrend.measure(beats, peak: peak, samplingRate: rate, heartRate: 70)
    guard case .measured(let segment) = step else {
      Issue.record("\(step)")
      return
    }
    #expect((0.025...0.07).contains(segment.jPoint), "J at \(segment.jPoint)")
    let wave = 0.3 * exp(-pow((segment.point - 0.28) / 0.04, 2) / 2)
    #expect(abs(segment.level - wave + 0.08) < 0.015, "\(segment.level) beside \(wave - 0.08)")
  }
}
