import ECGBeats
import Foundation
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

@Suite struct DetectionSpeedTests {
  /// Five hours of a lead at 360 Hz took 0.05 s of one core of an AMD EPYC or less; four times that
  /// leaves room for other machines and for what else they do.
  @Test func fiveHoursTakeAMoment() throws {
    let hour = SyntheticLead(seconds: 3600, rate: 360)
    let samples = Array((0..<5).map { _ in hour.samples }.joined())
    let start = try seconds()
    let found = try RPeakDetector.peaks(in: samples, samplingRate: 360)
    let time = try seconds() - start
    print("5 h of one lead at 360 Hz: \(time) s of processor time")
    #expect(time < 0.2)
    #expect(abs(found.count - 5 * hour.beats.count) < 50)
  }

  /// The processor time that this thread has used.
  private func seconds() throws -> Double {
    var time = timespec()
    try #require(clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time) == 0)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}
