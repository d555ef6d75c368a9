import ECGSignals
import Foundation
import ECGTestSupport
import Testing

@Suite struct DetectionSpeedTests {
  /// Five hours of a lead at 360 Hz took 0.05 s of one core of an AMD EPYC or less. Twenty
  /// passes of a filter of one pole, in which each step waits for the one before, take 0.3 s at
  /// 3 GHz: that leaves room for other machines, and for what else they do, which slows the
  /// filter down as well.
  @Test func fiveHoursTakeAMoment() throws {
    let hour = SyntheticLead(seconds: 3600, rate: 360)
    let samples = Array((0..<5).map { _ in hour.samples }.joined())
    var found: [Int] = []
    var (time, measure) = (Double.infinity, Double.infinity)
    // Of several turns the best: each may be disturbed.
    for _ in 0..<5 {
      let turn = try processorTime {
        found = try RPeakDetector.peaks(in: samples, samplingRate: 360)
      }
      time = min(time, turn)
      var levels: [Double] = []
      let passes = try processorTime {
        levels = (0..<20).map { Self.filtered(samples, from: Double($0)) }
      }
      measure = min(measure, passes)
      #expect(levels.allSatisfy { $0.isFinite })
    }
    print("5 h of one lead at 360 Hz: \(time) s of processor time, 20 filters \(measure) s")
    #expect(time < measure)
    #expect(abs(found.count - 5 * hour.beats.count) < 50)
  }

  /// The last value of a filter of one pole.
  private static func filtered(_ samples: [Float], from start: Double) -> Double {
    samples.reduce(start) { 0.999 * $0 + Double($1) }
  }
}
