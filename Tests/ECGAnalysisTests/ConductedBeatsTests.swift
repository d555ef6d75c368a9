import ECGAnalysis
import ECGClassifier
import ECGRecordings
import ECGSignals
import ECGTestSupport
import Foundation
import Testing

/// Beats between pauses in which a P wave is not conducted, made of a record whose beats were left
/// out.
@Suite(.enabled(if: RealData.mitdb != nil, "ECG_DATA is not set"))
struct ConductedBeatsTests {
  /// Record 122, normal beats, without every third or fourth QRS complex and its T wave; the P wave
  /// before it stays.
  private func blocked(every waves: Int) throws -> RecordingFile {
    let path = try #require(RealData.mitdb).appending(path: "122").path
    let record = try RecordingFile.open(path)
    let lead = try record.chooseLead()
    let peaks = try AnnotatedPeaks(of: record, lead: lead, annotator: "atr").peaks
    var reader = try record.reader(signals: [lead.signal])
    var samples: [Float] = []
    while samples.count < 200_000, let block = try reader.next() { samples += block.samples[0] }
    for (beat, peak) in peaks.enumerated() where beat % waves == waves - 1 {
      let (start, stop) = (peak - 25, min(peak + 170, peaks[beat + 1] - 80))
      guard stop < samples.count else { break }
      let (first, last) = (samples[start], samples[stop])
      for index in start..<stop {
        samples[index] = first + (last - first) * Float(index - start) / Float(stop - start)
      }
    }
    return try RecordingFile(samples: [samples], samplingRate: 360, unit: "mV")
  }

  @Test(arguments: [3, 4]) func pausesMakeNoBeatEarly(waves: Int) throws {
    let recording = try blocked(every: waves)
    func classified(_ context: BeatContext?) throws -> ClassifiedRecording {
      try ClassifiedRecording(recording, by: .pretrained(), context: context)
    }
    func early(_ recording: ClassifiedRecording) -> Int {
      recording.labels.count { $0 == AAMIClass.supraventricular.label }
    }
    let whole = try classified(nil)
    #expect(early(whole) <= whole.labels.count / 100)
    // The probabilities say what the classes do.
    for (beat, label) in whole.labels.enumerated() {
      let row = whole.probabilities[beat * 5..<(beat + 1) * 5]
      #expect(row.max() == row[beat * 5 + label] && abs(row.reduce(0, +) - 1) < 1e-4)
    }
    if waves == 3 {
      #expect(whole.remarks.contains { $0.hasPrefix("P waves without a beat after them") })
      // Who looks at no later beats, as live, has no rule that does.
      let live = try classified(.after)
      #expect(!live.remarks.contains { $0.hasPrefix("P waves") })
      #expect(early(live) > live.labels.count / 4)
    }
  }
}
