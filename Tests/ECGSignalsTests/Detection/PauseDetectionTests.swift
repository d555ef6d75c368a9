import ECGSignals
import Testing

/// Where no beat comes for long there is none, and where beats become low there are some.
@Suite struct PauseDetectionTests {
  private static let rate = 360.0

  private func match(_ lead: SyntheticLead) throws -> BeatMatch {
    BeatMatch(
      reference: lead.beats,
      detected: try RPeakDetector.peaks(in: lead.samples, samplingRate: Self.rate), window: 54)
  }

  /// Noise of 2 to 20 µV, where the R wave has 1 mV.
  @Test(arguments: [6.0, 20, 60], [0.002, 0.005, 0.02])
  func pausesStayEmpty(_ seconds: Double, _ noise: Double) throws {
    for seed in 1...4 as ClosedRange<UInt64> {
      var lead = SyntheticLead(seconds: 60, rate: Self.rate, noise: noise, seed: seed)
      lead.pause(for: seconds, afterBeat: 40, noise: noise, rate: Self.rate, seed: seed)
      let match = try match(lead)
      #expect(match.missed.isEmpty && match.extra.isEmpty, "\(match.missed) \(match.extra)")
    }
  }

  /// Atria that go on are no beats.
  @Test(arguments: [6.0, 20]) func pWavesOfAPauseAreNoBeats(_ seconds: Double) throws {
    var lead = SyntheticLead(seconds: 60, rate: Self.rate, noise: 0.005)
    lead.pause(for: seconds, afterBeat: 40, noise: 0.005, pWaves: 0.75, rate: Self.rate)
    let match = try match(lead)
    #expect(match.missed.isEmpty && match.extra.isEmpty, "\(match.missed) \(match.extra)")
  }

  /// Escape rhythms of 20 to 40 a minute, from the first beat on.
  @Test(arguments: [1.5, 2, 2.4, 3]) func slowHearts(_ interval: Double) throws {
    for seed in 1...4 as ClosedRange<UInt64> {
      let lead = SyntheticLead(
        seconds: 120, rate: Self.rate, interval: interval, noise: 0.005, seed: seed)
      let match = try match(lead)
      #expect(match.missed.isEmpty && match.extra.isEmpty, "\(match.missed) \(match.extra)")
    }
  }

  /// An electrode comes loose, and is fastened again after a minute.
  @Test(arguments: [0.5, 0.2, 0.1, 0.05] as [Float]) func lowBeatsAreFound(_ factor: Float) throws {
    let match = try match(lowered(to: factor))
    #expect(match.missed.count <= 2 && match.extra.count <= 1, "\(match.missed) \(match.extra)")
  }

  @Test(arguments: [1, 33, 999, 5000]) func blocksDoNotMatter(_ size: Int) throws {
    var lead = lowered(to: 0.05)
    lead.pause(for: 20, afterBeat: 40, noise: 0.005, rate: Self.rate)
    let whole = try RPeakDetector.peaks(in: lead.samples, samplingRate: Self.rate)
    var detector = try RPeakDetector(samplingRate: Self.rate)
    var found: [Int] = []
    for start in stride(from: 0, to: lead.samples.count, by: size) {
      found += detector.process(lead.samples[start..<min(start + size, lead.samples.count)])
    }
    found += detector.finish()
    #expect(found == whole)
  }

  /// A lead that is lower by a factor for its second minute of three.
  private func lowered(to factor: Float) -> SyntheticLead {
    var lead = SyntheticLead(seconds: 180, rate: Self.rate)
    for index in 60 * Int(Self.rate)..<120 * Int(Self.rate) { lead.samples[index] *= factor }
    return lead
  }
}
