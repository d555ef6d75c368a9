import ECGSignals
import ECGRecordings
import Foundation
import ECGTestSupport
import Testing

/// Floors on real records, from the first second to the last.
@Suite struct RealDetectionTests {
  private func counts(signal: Int) throws -> (gross: BeatCounts, worst: Double, offsets: [Int]) {
    var gross = BeatCounts()
    var worst = 1.0
    var offsets: [Int] = []
    for record in AnnotatedLead.records {
      let lead = try AnnotatedLead(record, signal: signal)
      let match = lead.match(try RPeakDetector.peaks(in: lead.samples, samplingRate: 360))
      let counts = BeatCounts(match)
      gross += counts
      worst = min(worst, counts.sensitivity, counts.predictivity)
      offsets += match.offsets
    }
    return (gross, worst, offsets)
  }

  @Test(.enabled(if: RealData.mitdb != nil, "ECG_DATA names no mitdb"))
  func firstChannelOfAllRecords() throws {
    #expect(AnnotatedLead.records.count == 48)
    let (gross, worst, offsets) = try counts(signal: 0)
    #expect(gross.sensitivity >= 0.9985, "\(gross)")
    #expect(gross.predictivity >= 0.9980, "\(gross)")
    #expect(worst >= 0.975)
    // The peaks sit where the experts have them.
    let milliseconds = offsets.map { Double($0) / 0.36 }
    let mean = milliseconds.reduce(0, +) / Double(milliseconds.count)
    let near = milliseconds.count { abs($0) <= 10 }
    #expect(abs(mean) < 2)
    #expect(Double(near) >= 0.92 * Double(milliseconds.count))
  }

  @Test(.enabled(if: RealData.mitdb != nil, "ECG_DATA names no mitdb"))
  func secondChannelOfAllRecords() throws {
    let (gross, _, _) = try counts(signal: 1)
    #expect(gross.sensitivity >= 0.98, "\(gross)")
    #expect(gross.predictivity >= 0.98, "\(gross)")
  }

  /// Nothing was tuned on these: other people, 1000 Hz, and leads of every direction.
  @Test(.enabled(if: RealData.existing("ptbdb") != nil, "ECG_DATA names no ptbdb"))
  func allTwelveLeadsAgree() throws {
    let folder = try #require(RealData.existing("ptbdb"))
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { $0.hasSuffix(".hea") }.sorted()
    var gross = BeatCounts()
    for name in names {
      let recording = try Recording.read(path: folder.appending(path: name).path)
      let peaks = try (0..<12).map {
        try RPeakDetector.peaks(
          in: recording.physicalSamples(ofSignal: $0), samplingRate: recording.header.samplingRate)
      }
      // Where half of the leads have a beat, there is one.
      let reference = consensus(of: peaks)
      for lead in peaks {
        gross += BeatCounts(BeatMatch(reference: reference, detected: lead, window: 150))
      }
    }
    #expect(gross.found > 9000)
    #expect(gross.sensitivity >= 0.99, "\(gross)")
    #expect(gross.predictivity >= 0.99, "\(gross)")
  }

  private func consensus(of leads: [[Int]]) -> [Int] {
    var rest = leads.joined().sorted()[...]
    var beats: [Int] = []
    while let first = rest.first {
      let group = rest.prefix { $0 - first < 150 }
      if 2 * group.count >= leads.count { beats.append(group[group.startIndex + group.count / 2]) }
      rest.removeFirst(group.count)
    }
    return beats
  }
}
