import ECGClassifier
import ECGRandom
import ECGSignals
import Testing

/// The shares of a beat's samples at the rate of the recording that they are shown over.
@Suite struct ShareResamplingTests {
  private static let count = LeadBeats.samplesPerBeat
  private static let before = LeadBeats.before

  @Test func atTheRateOfTheFeaturesTheyAreAsTheyWere() {
    var generator = SeededGenerator(seed: 1)
    let shares = (0..<Self.count).map { _ in Float(generator.normal()) }
    let found = RecordingClassifier.shares(shares, at: SignalConditioner.nominalSamplingRate)
    #expect(found.first == -Self.before)
    #expect(found.shares == shares)
  }

  @Test func twiceTheRateHalvesThemAndHasTheMeansBetween() {
    let shares = (0..<Self.count).map { Float($0 * $0) }
    let found = RecordingClassifier.shares(
      shares, at: 2 * SignalConditioner.nominalSamplingRate)
    #expect(found.first == -2 * Self.before)
    #expect(found.shares.count == 2 * Self.count - 1)
    for (position, share) in found.shares.enumerated() {
      let (low, high) = (shares[position / 2], shares[(position + 1) / 2])
      #expect(share == (low + high) / 4)
    }
  }

  /// One wave, 0.1 s after the R peak.
  @Test(arguments: [50, 100, 128, 250, 257, 360, 500, 1000, 2000])
  func theirSumAndTheirPlacesStay(rate: Double) {
    let nominal = SignalConditioner.nominalSamplingRate
    let peak = Self.before + 12
    let shares = (0..<Self.count).map { max(0, 8 - Float(abs($0 - peak))) / 64 }
    let found = RecordingClassifier.shares(shares, at: rate)
    #expect(abs(found.shares.reduce(0, +) - 1) < 0.03)
    let mean = found.shares.enumerated().reduce(0.0) {
      $0 + Double($1.element) * Double(found.first + $1.offset)
    }
    #expect(abs(mean / rate - 12 / nominal) < 0.005)
    // All lie where the beat's samples do.
    #expect(Double(found.first) / rate >= -Double(Self.before) / nominal)
    let last = found.first + found.shares.count - 1
    #expect(Double(last) / rate <= Double(Self.count - 1 - Self.before) / nominal)
  }

  @Test func whereTheyEndBeforeTheRPeakThereAreNone() {
    let found = RecordingClassifier.shares([1, 1], at: 1)
    #expect(found.first == 0 && found.shares.isEmpty)
  }
}
