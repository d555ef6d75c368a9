import ECGRecordings
import ECGSignals
import ECGTestSupport
import Foundation
import Testing

/// Leads on which detectors that go by height alone fail.
@Suite struct HardDetectionTests {
  /// T waves as narrow as they get, at half height 76 ms, and up to as tall as the R wave.
  @Test(arguments: [0.6, 0.8, 1])
  func narrowTallWavesAreNoBeats(_ height: Double) throws {
    let rate = 360.0
    var lead = SyntheticLead(seconds: 60, rate: rate, tWave: 0)
    add(height, width: 0.032, after: 0.28, to: &lead, rate: rate)
    let match = BeatMatch(
      reference: lead.beats,
      detected: try RPeakDetector.peaks(in: lead.samples, samplingRate: rate),
      window: 54)
    #expect(match.missed.isEmpty && match.extra.isEmpty, "\(match.missed) \(match.extra)")
  }

  /// Ventricular bigeminy: wide tall beats that come regularly, each followed by a narrow one of a
  /// tenth of its height.
  @Test func smallBeatsBetweenLargeOnesAreFound() throws {
    let rate = 500.0
    var lead = SyntheticLead(seconds: 0, rate: rate)
    lead.samples = [Float](repeating: 0, count: 30_000)
    var beats: [Int] = []
    for start in stride(from: 500, to: 29_000, by: 735) {
      beats += [start, start + 455]
      bump(1.5, at: Double(start) / rate, width: 0.045, in: &lead.samples, rate: rate)
      bump(-0.7, at: Double(start) / rate + 0.24, width: 0.08, in: &lead.samples, rate: rate)
      bump(0.15, at: Double(start + 455) / rate, width: 0.009, in: &lead.samples, rate: rate)
    }
    beats.removeAll { $0 > 29_900 }
    let match = BeatMatch(
      reference: beats, detected: try RPeakDetector.peaks(in: lead.samples, samplingRate: rate),
      window: 75)
    // The first one is not known to come again.
    #expect(match.missed.count <= 2 && match.extra.isEmpty, "\(match.missed) \(match.extra)")
  }

  /// A P wave between two QRS complexes of which every second one is blocked is none.
  @Test func blockedPWavesAreNoBeats() throws {
    let rate = 360.0
    var lead = SyntheticLead(seconds: 120, rate: rate, interval: 1.5)
    add(0.15, width: 0.022, after: 0.59, to: &lead, rate: rate)
    let match = BeatMatch(
      reference: lead.beats,
      detected: try RPeakDetector.peaks(in: lead.samples, samplingRate: rate),
      window: 54)
    #expect(match.missed.isEmpty && match.extra.isEmpty, "\(match.missed) \(match.extra)")
  }

  /// Floors on the hard records of the China Physiological Signal Challenge 2019, from the first
  /// sample to the last, within 150 ms.
  @Test(.enabled(if: RealData.existing("cpsc2019") != nil, "ECG_DATA names no cpsc2019"))
  func challenge2019() throws {
    let folder = try #require(RealData.existing("cpsc2019"))
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { $0.hasSuffix(".hea") }.map { String($0.dropLast(4)) }.sorted()
    var gross = BeatCounts()
    for name in names {
      let recording = try Recording.read(path: folder.appending(path: name).path)
      let beats = try AnnotationFile.read(path: folder.appending(path: "\(name).atr").path)
        .annotations.filter { AnnotationCode.isBeat($0.symbol) }.map(\.sample)
      let rate = recording.header.samplingRate
      let match = BeatMatch(
        reference: beats,
        detected: try RPeakDetector.peaks(
          in: recording.physicalSamples(ofSignal: 0), samplingRate: rate),
        window: Int(0.15 * rate))
      #expect(match.extra.count <= 2, "\(name): \(match.extra)")
      gross += BeatCounts(match)
    }
    let f1 = 2 * Double(gross.found) / Double(2 * gross.found + gross.missed + gross.extra)
    #expect(f1 >= 0.98, "\(gross)")
  }

  private func add(
    _ height: Double, width: Double, after delay: Double, to lead: inout SyntheticLead, rate: Double
  ) {
    for beat in lead.beats {
      bump(height, at: Double(beat) / rate + delay, width: width, in: &lead.samples, rate: rate)
    }
  }

  private func bump(
    _ height: Double, at centre: Double, width: Double, in samples: inout [Float], rate: Double
  ) {
    let first = max(0, Int((centre - 5 * width) * rate))
    for index in first..<max(first, min(samples.count, Int((centre + 5 * width) * rate))) {
      let distance = (Double(index) / rate - centre) / width
      samples[index] += Float(height * exp(-distance * distance / 2))
    }
  }
}
