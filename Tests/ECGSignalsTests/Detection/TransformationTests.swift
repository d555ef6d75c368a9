import ECGSignals
import ECGTestSupport
import Testing

/// Whatever is done to a lead that leaves its beats as they are, the same beats are found.
@Suite struct TransformationTests {
  /// Clean and noisy, narrow and wide, paced, with fibrillating atria and ventricular runs.
  private static let records = ["100", "104", "105", "108", "119", "200", "208", "217", "223"]

  @Test(
    .enabled(if: RealData.mitdb != nil, "ECG_DATA names no mitdb"), arguments: Transformation.all)
  func sameBeats(_ change: Transformation) throws {
    var gross = BeatCounts()
    for record in Self.records {
      let lead = try AnnotatedLead(record, signal: 0)
      let plain = try RPeakDetector.peaks(in: lead.samples, samplingRate: 360)
      let changed = try RPeakDetector.peaks(
        in: change.apply(lead.samples), samplingRate: 360 * change.stretch
      ).map { Int((Double($0) / change.stretch).rounded()) - change.shift }.filter { $0 >= 0 }
      let counts = BeatCounts(BeatMatch(reference: plain, detected: changed, window: 54))
      #expect(counts.difference <= 0.02, "\(record): \(counts)")
      gross += counts
    }
    #expect(gross.difference <= 0.005, "\(gross)")
  }

  /// Gaps of 1 s in each minute: all beats farther from them than 0.3 s.
  @Test(.enabled(if: RealData.mitdb != nil, "ECG_DATA names no mitdb"), arguments: [360, 3600])
  func sameBeatsOutsideGaps(_ length: Int) throws {
    var gross = BeatCounts()
    for record in Self.records {
      let lead = try AnnotatedLead(record, signal: 0)
      let starts = Array(stride(from: 10_000, to: lead.samples.count - length, by: 21_600))
      var samples = lead.samples
      for start in starts {
        for index in start..<start + length { samples[index] = .nan }
      }
      let isClear = { (sample: Int) in
        !starts.contains { (($0 - 108)..<($0 + length + 108)).contains(sample) }
      }
      let plain = try RPeakDetector.peaks(in: lead.samples, samplingRate: 360).filter(isClear)
      let found = try RPeakDetector.peaks(in: samples, samplingRate: 360)
      #expect(!found.contains { samples[$0].isNaN })
      gross += BeatCounts(
        BeatMatch(reference: plain, detected: found.filter(isClear), window: 54))
    }
    #expect(gross.difference <= 0.005, "\(gross)")
  }
}
