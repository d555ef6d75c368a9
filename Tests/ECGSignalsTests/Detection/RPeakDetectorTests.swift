import ECGSignals
import Testing

@Suite struct RPeakDetectorTests {
  private func match(_ lead: SyntheticLead, _ detected: [Int], rate: Double) -> BeatMatch {
    BeatMatch(reference: lead.beats, detected: detected, window: Int(0.15 * rate))
  }

  @Test(arguments: [50, 100, 125, 128, 200, 249.5, 250, 360, 500, 512, 1000, 4000])
  func everyBeatIsFoundAtEveryRate(_ rate: Double) throws {
    let lead = SyntheticLead(seconds: 60, rate: rate)
    let match = match(
      lead, try RPeakDetector.peaks(in: lead.samples, samplingRate: rate), rate: rate)
    #expect(match.missed.isEmpty && match.extra.isEmpty)
    // The peak itself is found, give or take what noise does to it.
    #expect(match.offsets.allSatisfy { abs(Double($0)) <= max(1, 0.006 * rate) })
  }

  @Test(arguments: [0.35, 0.5, 0.8, 1.2, 1.6, 2.2])
  func slowAndFastRhythms(_ interval: Double) throws {
    let lead = SyntheticLead(
      seconds: 120, rate: 250, interval: interval, tWave: interval < 0.6 ? 0.1 : 0.3)
    let match = match(lead, try RPeakDetector.peaks(in: lead.samples, samplingRate: 250), rate: 250)
    #expect(match.missed.count <= 1 && match.extra.isEmpty, "\(match.missed) \(match.extra)")
  }

  @Test(arguments: [-2.0, -1, 1, 1.5, 2])
  func tallWavesAreNoBeats(_ tWave: Double) throws {
    let lead = SyntheticLead(seconds: 120, rate: 360, tWave: tWave)
    let match = match(lead, try RPeakDetector.peaks(in: lead.samples, samplingRate: 360), rate: 360)
    #expect(match.missed.isEmpty && match.extra.isEmpty)
  }

  @Test(arguments: [1, 7, 31, 32, 33, 999, 2048, 5000])
  func blocksDoNotMatter(_ size: Int) throws {
    var samples = SyntheticLead(seconds: 90, rate: 360, noise: 0.1, seed: 3).samples
    for index in 5000..<5700 { samples[index] = .nan }
    for index in 9000..<9900 { samples[index] = 0.25 }
    for index in stride(from: 12_000, to: 14_000, by: 17) { samples[index] = .infinity }
    let whole = try RPeakDetector.peaks(in: samples, samplingRate: 360)
    var detector = try RPeakDetector(samplingRate: 360)
    // Twice: a detector that has finished begins anew.
    for _ in 1...2 {
      var found: [Int] = []
      for start in stride(from: 0, to: samples.count, by: size) {
        found += detector.process(samples[start..<min(start + size, samples.count)])
      }
      found += detector.finish()
      #expect(found == whole)
    }
    #expect(whole.count > 90)
    #expect(zip(whole, whole.dropFirst()).allSatisfy { $0 < $1 })
  }

  /// What the documentation promises of the delay.
  @Test(arguments: [50.0, 60, 75, 100, 128, 250, 360, 1_000, 4_096])
  func beatsAreToldInTime(_ rate: Double) throws {
    let lead = SyntheticLead(seconds: 60, rate: rate)
    var detector = try RPeakDetector(samplingRate: rate)
    #expect(detector.delay < (rate < 100 ? 0.8 : 0.6))
    for (index, sample) in lead.samples.enumerated() {
      for peak in detector.process(CollectionOfOne(sample)) where peak > 3 * Int(rate) {
        #expect(Double(index - peak) <= detector.delay * rate)
      }
    }
  }

  @Test func aGapLosesNoBeatsAroundIt() throws {
    var lead = SyntheticLead(seconds: 60, rate: 360)
    for index in 7200..<10_800 { lead.samples[index] = .nan }
    // The level after the gap is another.
    for index in 10_800..<lead.samples.count { lead.samples[index] += 3 }
    let near = 6 * 18
    lead.beats.removeAll { (7200 - near..<10_800 + near).contains($0) }
    let found = try RPeakDetector.peaks(in: lead.samples, samplingRate: 360)
    #expect(!found.contains { (7200..<10_800).contains($0) })
    let match = match(
      lead, found.filter { !(7200 - near..<10_800 + near).contains($0) }, rate: 360)
    #expect(match.missed.isEmpty && match.extra.isEmpty)
  }

  @Test func signalsWithoutBeatsHaveNone() throws {
    let none: [[Float]] = [
      [], [1], [.nan], Array(repeating: .nan, count: 20_000), Array(repeating: 0, count: 20_000),
      Array(repeating: -1e3, count: 20_000), Array(repeating: .infinity, count: 20_000),
      Array(repeating: .greatestFiniteMagnitude, count: 20_000),
    ]
    for samples in none {
      let found = try RPeakDetector.peaks(in: samples, samplingRate: 360)
      #expect(found.isEmpty)
    }
  }

  @Test func extremeSamplesAreSurvived() throws {
    let wild: [Float] = [
      .nan, .infinity, -.infinity, 3e38, -3e38, 1e29, .leastNonzeroMagnitude, 0, 1,
    ]
    let samples = (0..<30_000).map { wild[($0 * $0 / 7) % wild.count] }
    let found = try RPeakDetector.peaks(in: samples, samplingRate: 500)
    #expect(found.allSatisfy(samples.indices.contains))
    #expect(zip(found, found.dropFirst()).allSatisfy { $0 < $1 })
  }

  @Test(arguments: [0, -360, 49.9, 1e9, .nan, .infinity])
  func impossibleRatesAreRefused(_ rate: Double) {
    let error = #expect(throws: SamplingRateError.self) { try RPeakDetector(samplingRate: rate) }
    #expect(error?.description.contains("from 50 to 100000 Hz, found \(rate)") == true)
  }

  @Test(arguments: RPeakDetector.edgeRates)
  func ratesAtTheEdgesAreAccepted(_ rate: Double) throws {
    var detector = try RPeakDetector(samplingRate: rate)
    #expect(detector.process([0, 1, 0]).isEmpty)
    #expect(detector.finish().isEmpty)
  }
}

extension RPeakDetector {
  fileprivate static let edgeRates = [samplingRates.lowerBound, samplingRates.upperBound]
}
