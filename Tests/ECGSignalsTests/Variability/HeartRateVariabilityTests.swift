import ECGRecordings
import ECGSignals
import ECGTestSupport
import Foundation
import Testing

/// Heart rate variability beside neurokit2 0.2's: `hrv_time` of the NN intervals, and of their
/// spectrum `intervals_process(…, interpolate=True)` and
/// `signal_psd(…, window=300, method="welch", normalize=False)`, integrated over each band with
/// NumPy's `trapezoid`. pNN50 is counted in samples, of which more than 18 are more than 50 ms:
/// neurokit2 counts differences of exactly 50 ms or not as seconds are rounded (of record 100's 33
/// of them 16), and gives the share of one difference more than there are.
@Suite struct HeartRateVariabilityTests {
  private func measures(_ found: HeartRateVariability) throws -> [Double] {
    let spectrum = try #require(found.spectrum)
    return [
      Double(found.intervals), found.meanNN, found.sdnn, try #require(found.sdann),
      try #require(found.sdnnIndex), try #require(found.rmssd), try #require(found.pnn50),
      found.triangularIndex, spectrum.veryLow, spectrum.low, spectrum.high,
    ]
  }

  private func isClose(_ found: [Double], _ expected: [Double]) -> Bool {
    found.count == expected.count
      && zip(found, expected).allSatisfy { abs($0 - $1) <= 0.01 * abs($1) + 1e-9 }
  }

  @Test func threeWaves() throws {
    var times = [0.0]
    for beat in 0..<1_500 {
      let phase = 2 * Double.pi * 0.8 * Double(beat)
      let interval =
        0.8 + 0.05 * sin(0.1 * phase) + 0.02 * sin(0.25 * phase)
        + 0.03 * sin(0.01 * phase)
      times.append(times[beat] + interval)
    }
    let events = RhythmEvents(times: times, labels: [Int](repeating: 0, count: times.count))
    let found = try #require(
      HeartRateVariability(events, RhythmEpisodes(events), in: 0..<times[1_500] + 1))
    let expected = [
      1_500, 800, 43.603526, 0.11393975, 43.646442, 24.203858, 0, 7.8125, 447.56676, 1245.5688,
      196.42216,
    ]
    let values = try measures(found)
    #expect(isClose(values, expected), "\(values)")
  }

  @Test(
    .enabled(if: RealData.mitdb != nil, "ECG_DATA names no mitdb"),
    arguments: [
      (
        "100",
        [
          2204, 795.012, 35.9609, 16.4558, 31.7036, 27.4805, 5.34809, 10.699, 298.801, 65.517,
          537.165,
        ]
      ),
      (
        "101",
        [
          1854, 968.129, 69.409, 46.3733, 52.5142, 43.3616, 19.26407, 15.8462, 1663.84, 1719.94,
          1322.16,
        ]
      ),
      (
        "103",
        [
          2079, 866.208, 45.9015, 13.9653, 42.8166, 31.5259, 9.53757, 13.1582, 879.619, 237.91,
          640.823,
        ]
      ),
      (
        "112",
        [
          2534, 711.107, 20.6914, 14.4802, 15.7444, 17.029, 0.118530, 6.24138, 121.677, 36.7866,
          20.3999,
        ]
      ),
      (
        "115",
        [
          1952, 924.684, 87.1645, 18.9017, 82.7344, 74.1053, 45.87391, 19.52, 2791.46, 2168.34,
          1967.92,
        ]
      ),
      (
        "117",
        [
          1532, 1177.06, 40.2021, 12.8585, 35.4014, 34.6581, 13.26797, 8.60674, 1012.21, 195.857,
          189.839,
        ]
      ),
      (
        "122",
        [
          2475, 729.306, 40.1148, 12.73, 38.3186, 19.1205, 0.970089, 11.25, 1020.18, 135.424,
          72.2289,
        ]
      ),
      (
        "123",
        [
          1511, 1191.84, 115.466, 13.3168, 114.076, 102.499, 62.57465, 27.9815, 3247.11, 6321.31,
          2467.26,
        ]
      ),
      (
        "220",
        [
          1893, 895.699, 44.6256, 34.7784, 30.7386, 24.9429, 2.783843, 14.5615, 508.875, 231.554,
          204.814,
        ]
      ),
      (
        "230",
        [
          2253, 800.507, 85.8932, 66.886, 59.6451, 28.3614, 6.841404, 26.8214, 2379.99, 1076.73,
          285.159,
        ]
      ),
    ])
  func realRecords(_ record: String, _ expected: [Double]) throws {
    let folder = try #require(RealData.mitdb)
    let beats = try AnnotationFile.read(
      path: folder.appending(path: "\(record).atr").path
    ).annotations
      .compactMap { annotation in
        AAMIClass(symbol: annotation.symbol).map { (Double(annotation.sample) / 360, $0.label) }
      }
    let events = RhythmEvents(times: beats.map(\.0), labels: beats.map(\.1))
    let found = try #require(
      HeartRateVariability(events, RhythmEpisodes(events), in: 0..<1_806))
    let values = try measures(found)
    #expect(isClose(values, expected), "\(values)")
  }

  /// An ectopic beat takes the intervals to both sides with it, and the difference between
  /// those about them.
  @Test func ectopicBeatsAreLeftOut() throws {
    let times = [0, 1, 2, 2.5, 4, 5, 6.1]
    let events = RhythmEvents(times: times, labels: [0, 0, 0, 2, 0, 0, 0])
    let found = try #require(HeartRateVariability(events, RhythmEpisodes(events), in: 0..<7))
    #expect(found.intervals == 4)
    #expect(abs(found.meanNN - 1_025) < 1e-9)
    #expect(abs((found.rmssd ?? 0) - (100 * 100 / 2.0).squareRoot()) < 1e-6)
    #expect(abs((found.pnn50 ?? 0) - 50) < 1e-9)
    #expect(found.sdann == nil && found.spectrum == nil)
  }

  /// Where every third beat is ectopic, two of three intervals are missing, and a curve through the
  /// others would have powers that they do not.
  @Test func powersNeedIntervals() throws {
    func measured(ectopicBeatEvery step: Int) throws -> HeartRateVariability {
      let events = RhythmEvents(
        times: (0..<1_200).map { 0.8 * Double($0) + 0.02 * Double($0 % 5) },
        labels: (0..<1_200).map { $0 % step == step - 1 ? 2 : 0 })
      return try #require(HeartRateVariability(events, RhythmEpisodes(events), in: 0..<970))
    }
    #expect(try measured(ectopicBeatEvery: 3).spectrum == nil)
    let found = try measured(ectopicBeatEvery: 40)
    let spectrum = try #require(found.spectrum)
    #expect(spectrum.veryLow + spectrum.low + spectrum.high < 1.1 * found.sdnn * found.sdnn)
  }

  /// Differences of exactly 50 ms are not larger than that, whatever they are in seconds; those of
  /// a sample more are.
  @Test(arguments: [(100, 5), (200, 10), (360, 18), (500, 25), (1_000, 50), (100_000, 5_000)])
  func fiftyMillisecondsAreNotMore(_ rate: Double, _ step: Double) throws {
    func share(_ step: Double) throws -> Double? {
      let times = (0..<5_000).map { beat in
        (Double(beat / 2) * (1.6 * rate + step) + Double(beat % 2) * (0.8 * rate)) / rate
      }
      let events = RhythmEvents(times: times, labels: [Int](repeating: 0, count: times.count))
      return try #require(
        HeartRateVariability(events, RhythmEpisodes(events), in: 0..<times[4_999] + 1)
      ).pnn50
    }
    #expect(try share(step) == 0)
    #expect(try share(step + 1) == 100)
  }

  @Test func fibrillationIsLeftOut() throws {
    let times = (0..<100).map { 0.8 * Double($0) }
    let events = RhythmEvents(times: times, labels: [Int](repeating: 0, count: 100))
    let rhythms = (0..<100).map { $0 < 60 ? RhythmEpisode.Rhythm.fibrillation : nil }
    let found = try #require(
      HeartRateVariability(events, RhythmEpisodes(events, rhythms: rhythms), in: 0..<80))
    #expect(found.intervals == 39)
  }

  @Test func tooFewAreNothing() {
    let events = RhythmEvents(times: [0, 1, 2], labels: [0, 0, 0])
    #expect(HeartRateVariability(events, RhythmEpisodes(events), in: 0..<3) == nil)
  }

  /// Every measure has its unit, a share its sign.
  @Test func measuresHaveTheirUnits() throws {
    let events = RhythmEvents(times: [0, 1, 1.9, 3, 4, 5.1], labels: [0, 0, 0, 0, 0, 0])
    let found = try #require(HeartRateVariability(events, RhythmEpisodes(events), in: 0..<6))
    let text = VariabilityWording(found).text
    #expect(text.contains("SDNN 84 ms,") && text.contains("pNN50 100.0 %, "))
  }

  /// A pause is no NN interval: of sinus rhythm with one of 9 s nothing else may be told
  /// than of the rest.
  @Test func aPauseIsNoVariation() throws {
    func times(_ pause: Double?) -> [Double] {
      var times = [0.0]
      for beat in 0..<1_500 {
        times.append(times[beat] + 0.8 + 0.02 * sin(0.2 * Double(beat)))
        if beat == 700, let pause { times[beat + 1] = times[beat] + pause }
      }
      return times
    }
    func measured(_ pause: Double?) throws -> HeartRateVariability {
      let times = times(pause)
      let events = RhythmEvents(times: times, labels: [Int](repeating: 0, count: times.count))
      return try #require(
        HeartRateVariability(events, RhythmEpisodes(events), in: 0..<times[1_500] + 1))
    }
    let (found, usual) = (try measured(9), try measured(nil))
    #expect(found.intervals == 1_499 && usual.intervals == 1_500)
    #expect(abs(found.sdnn - usual.sdnn) < 0.1 && found.meanNN < 801)
    let (low, usualLow) = (try #require(found.spectrum).low, try #require(usual.spectrum).low)
    #expect(abs(low - usualLow) < 0.2 * usualLow, "\(low), \(usualLow)")
    // As everywhere one of 2 s is a pause, and a shorter one is none.
    #expect(try measured(2).intervals == 1_499)
    #expect(try measured(1.99).intervals == 1_500)
  }

  /// In fibrillation the intervals between two normal beats in trigeminy are no NN
  /// intervals either.
  @Test func nothingInFibrillationIsSinusRhythm() {
    let labels = (0..<300).map { $0 % 3 == 0 ? AAMIClass.ventricular.label : 0 }
    let events = RhythmEvents(times: labels.indices.map { 0.6 * Double($0) }, labels: labels)
    let range = 0..<200.0
    let probable = [Float](repeating: 0.95, count: 60)
    let episodes = RhythmEpisodes(
      RhythmEvents(
        times: events.times, labels: (0..<300).map { $0 < 60 || $0 >= 240 ? 0 : labels[$0] }),
      fibrillation: probable + [Float](repeating: 0.95, count: 240))
    #expect(episodes.rhythms[100] == .trigeminy && episodes.isFibrillation[100])
    #expect(HeartRateVariability(events, episodes, in: range) == nil)
    #expect(HeartRateVariability(events, RhythmEpisodes(events), in: range)?.intervals == 100)
  }

  /// Intervals of a whole number of bins are in one bin, however times are rounded.
  @Test(arguments: [200.0, 250, 360, 500, 1_000])
  func intervalsAtTheEdgeOfABinAreInOne(samplingRate: Double) {
    let samples = Int((0.875 * samplingRate).rounded())
    guard Double(samples) == 0.875 * samplingRate else { return }
    let times = (0..<2_000).map { Double($0 * samples + 17) / samplingRate }
    let events = RhythmEvents(times: times, labels: [Int](repeating: 0, count: times.count))
    let found = HeartRateVariability(events, RhythmEpisodes(events), in: 0..<10_000)
    #expect(found?.triangularIndex == 1)
  }

  /// How many intervals there are is told with what they come to: a few say little.
  @Test func theNumberOfIntervalsIsTold() throws {
    let events = RhythmEvents(times: [0, 0.8, 1.6, 2.5, 3.3], labels: [0, 0, 0, 0, 0])
    let found = try #require(HeartRateVariability(events, RhythmEpisodes(events), in: 0..<4))
    #expect(VariabilityWording(found).text.hasPrefix("NN intervals 4, mean NN 825 ms, SDNN"))
  }
}
