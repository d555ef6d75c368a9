import ECGAnalysis
import ECGRecordings
import ECGSignals
import Foundation
import HealthKitView
import Testing

/// What needs neither HealthKit nor SwiftUI.
struct WatchElectrocardiogramTests {
  static let data = ProcessInfo.processInfo.environment["ECG_DATA"]

  /// 30 s of a record as a watch would have sent them, and the beats that experts marked in
  /// them, in seconds.
  private func watched(_ record: String) throws -> (WatchElectrocardiogram, [Double]) {
    let path = try #require(Self.data) + "/mitdb/\(record)"
    let recording = try RecordingFile.open(path)
    let rate = recording.signals[0].samplingRate
    let samples = try recording.samples(ofSignal: 0)[..<Int(30 * rate)]
    var resampler = try Resampler(from: rate, to: 512)
    let voltages = resampler.process(Array(samples)) + resampler.finish()
    let marked = try AnnotatedPeaks(
      of: recording, lead: recording.chooseLeads()[0], annotator: "atr")
    return (
      WatchElectrocardiogram(start: .now, samplingRate: 512, voltages: voltages),
      marked.peaks.map { Double($0) / rate }.filter { $0 < 29.5 }
    )
  }

  @Test(
    "beats of a watch are those that experts marked", .enabled(if: data != nil),
    arguments: ["100", "103", "208"])
  func beats(record: String) throws {
    let (electrocardiogram, marked) = try watched(record)
    let beats = try electrocardiogram.beats().filter { $0.time < 29.5 }
    #expect(abs(electrocardiogram.duration - 30) < 0.1)
    #expect(beats.count == marked.count)
    for (beat, time) in zip(beats, marked) { #expect(abs(beat.time - time) < 0.15) }
    let rate = try #require(WatchElectrocardiogram.rate(of: beats))
    let expected = 60 * Double(marked.count - 1) / (marked[marked.count - 1] - marked[0])
    #expect(abs(rate - expected) < 1)
  }

  @Test("a trace has no line where samples are missing")
  func stretches() {
    let layout = TraceLayout(pointsPerMillimetre: 6, samplingRate: 512)
    #expect(layout.stretches(of: [.nan, 0, 1, .nan, .nan, 2]) == [1..<3, 5..<6])
    #expect(layout.stretches(of: []) == [])
    #expect(layout.x(of: 512) == 150)
    #expect(layout.y(of: 1) == layout.y(of: 0) - 60)
  }

  @Test("nothing has no rate")
  func nothing() throws {
    let silence = WatchElectrocardiogram(start: .now, samplingRate: 512, voltages: [])
    let beats = try silence.beats()
    #expect(beats.isEmpty)
    #expect(WatchElectrocardiogram.rate(of: beats) == nil)
  }
}
