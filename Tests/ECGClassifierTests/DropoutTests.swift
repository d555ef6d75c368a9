import ECGClassifier
import ECGRecordings
import ECGSignals
import ECGTestSupport
import Foundation
import Testing

/// A lead that drops out again and again has no more ectopic beats for that.
@Suite(.enabled(if: RealData.mitdb != nil, "ECG_DATA is not set")) struct DropoutTests {
  /// Five of ten seconds are lost: missing, or what an electrode that is off sends.
  @Test(arguments: ["100", "105", "209"], [Float.nan, 0])
  func lostSecondsMakeNoEctopicBeats(_ name: String, _ value: Float) throws {
    let file = try RecordingFile.open(try #require(RealData.mitdb).appending(path: name).path)
    let signals = try (0..<2).map { Array(try file.samples(ofSignal: $0).prefix(360 * 600)) }
    let whole = try counts(signals)
    let lost = try counts(
      signals.map { signal in
        signal.indices.map { $0 % 3_600 < 1_800 ? value : signal[$0] }
      })
    #expect(abs(2 * lost.beats - whole.beats) < whole.beats / 10)
    for ectopic in AAMIClass.ectopic.map(\.label) {
      #expect(
        lost.classes[ectopic] <= whole.classes[ectopic] + lost.beats / 100,
        "\(lost), \(whole)")
    }
  }

  /// The usable beats, and how many of each class they are.
  private func counts(_ signals: [[Float]]) throws -> (beats: Int, classes: [Int]) {
    let peaks = try RPeakDetector.peaks(in: signals[0], samplingRate: 360)
    let beats = try RecordingBeats(signals: signals, peaks: peaks, samplingRate: 360)
    let events = RhythmEvents(
      times: beats.times,
      labels: try RecordingClassifier.pretrained().classes(of: beats, threads: 2),
      gaps: beats.gaps, unusable: beats.quality.ranges)
    let usable = zip(events.labels, events.isUsable).filter(\.1).map(\.0)
    return (
      usable.count,
      usable.reduce(into: AAMIClass.allCases.map { _ in 0 }) { $0[$1] += 1 }
    )
  }
}
