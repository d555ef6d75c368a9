import ECGSignals
import Foundation
import ECGTestSupport
import Testing

@Suite struct DetectionSpeedTests {
  /// Five hours of a lead at 360 Hz took 0.05 s of one core of an AMD EPYC or less; four times that
  /// leaves room for other machines and for what else they do.
  @Test func fiveHoursTakeAMoment() throws {
    let hour = SyntheticLead(seconds: 3600, rate: 360)
    let samples = Array((0..<5).map { _ in hour.samples }.joined())
    var found: [Int] = []
    let time = try processorTime {
      found = try RPeakDetector.peaks(in: samples, samplingRate: 360)
    }
    print("5 h of one lead at 360 Hz: \(time) s of processor time")
    #expect(time < 0.2)
    #expect(abs(found.count - 5 * hour.beats.count) < 50)
  }
}
