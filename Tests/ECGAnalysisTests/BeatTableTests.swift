import ECGAnalysis
import ECGDatasets
import ECGFiles
import ECGRecordings
import ECGSignals
import Foundation
import Testing

/// The beats of a recording as a table.
@Suite struct BeatTableTests {
  /// The middle of the recording is flat, so that its beats' neighbours stand beside an
  /// unusable stretch.
  @Test func eachBeatHasTheQualityOfItsStretch() throws {
    var rows = ["II"]
    for index in 0..<7_500 {
      let phase = Double(index % 200) / 250 - 0.4
      let isFlat = (2_500..<5_000).contains(index)
      rows.append(isFlat ? "0" : String(format: "%.3f", exp(-phase * phase / 0.0004)))
    }
    let text = Data((rows.joined(separator: "\n") + "\n").utf8)
    let file = try RecordingFile.open(
      "r.csv", in: InputFolder(files: ["r.csv": text]),
      options: RecordingOptions(samplingRate: 250))
    var beats = try DetectedBeats(in: file, lead: nil)
    try beats.assess()
    let lines = BeatTable(beats).csv.split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false)
    }
    #expect(lines.count == beats.peaks.count + 1 && beats.peaks.count > 15)
    #expect(beats.quality.episodes.contains { $0.kind == .flat })
    for (line, peak) in zip(lines.dropFirst(), beats.peaks) {
      let time = Double(peak) / 250
      let episode = beats.quality.episodes.first { $0.start <= time && time < $0.end }
      #expect(String(line[3]) == episode?.kind.rawValue ?? "good")
    }
    #expect(lines.dropFirst().contains { $0[3] == "good" })
    // The first beat has no interval, and none goes across what is flat.
    let intervals = lines.dropFirst().map { Double($0[2]) }
    #expect(intervals.first == .some(nil) && intervals.dropFirst().contains(nil))
    #expect(intervals.allSatisfy { $0 ?? 0 < 2 })
    #expect(intervals.count { $0 != nil } > 10)
  }

  /// What no annotation file has is no crash.
  @Test func timesBeyondAllSamplesAreAnnotations() {
    let quality = SignalQuality(
      episodes: [.init(kind: .noise, start: 1e300, end: 2e300)])
    #expect(quality.marked([], channel: 0, rate: 360, end: 0).map(\.sample) == [.max])
  }
}
