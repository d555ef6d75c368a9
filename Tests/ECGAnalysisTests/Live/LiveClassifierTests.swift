import ECGAnalysis
import ECGClassifier
import ECGRecordings
import ECGSignals
import ECGTestSupport
import Foundation
import Testing

/// Beats as they come are those of the whole.
@Suite struct LiveClassifierTests {
  /// What `ecg classify` says of the whole.
  private func whole(_ leads: [[Float]], rate: Double) throws -> (times: [Double], [Float]) {
    let peaks = try RPeakDetector.peaks(in: leads[0], samplingRate: rate)
    let beats = try RecordingBeats(signals: leads, peaks: peaks, samplingRate: rate)
    return (
      beats.times, try RecordingClassifier.pretrained().probabilities(of: beats, context: .families)
    )
  }

  private func compare(_ leads: [[Float]], rate: Double, pieces: [Int]) throws {
    let (times, probabilities) = try whole(leads, rate: rate)
    var first: [LiveBeat]?
    for piece in pieces {
      let found = try LiveSignal.beats(leads, rate: rate, piece: piece)
      let final = found.filter { $0.stage == .final }
      #expect(final.map(\.time) == times)
      #expect(final.flatMap(\.probabilities) == probabilities)
      #expect(found == first ?? found, "pieces of \(piece)")
      first = found
    }
  }

  @Test func piecesMakeNoDifference() throws {
    let signal = LiveSignal.samples()
    try compare(
      [signal, signal.map { -0.3 * $0 }], rate: 130, pieces: [1, 7, 130, 4_096, signal.count])
  }

  @Test(
    .enabled(if: RealData.mitdb != nil, "ECG_DATA is not set"),
    arguments: ["100", "208", "222"], [360.0, 130, 250, 512])
  func realRecordsAreThoseOfTheWhole(_ name: String, _ rate: Double) throws {
    let folder = try #require(RealData.mitdb)
    let file = try RecordingFile.open(folder.appending(path: name).path)
    // Five minutes at the published rate are told whole; the others are of two.
    let seconds = rate == 360 ? 300 : 120
    let leads = try (0..<2).map { signal in
      try Resampler.resample(
        Array(file.samples(ofSignal: signal).prefix(360 * seconds)), from: 360, to: rate)
    }
    try compare(leads, rate: rate, pieces: [7, 130, 4_096, leads[0].count])
  }

  /// Where samples are missing, or an electrode is off for half of the time, too.
  @Test(
    .enabled(if: RealData.mitdb != nil, "ECG_DATA is not set"), arguments: [Float.nan, -0.3],
    [360.0, 130])
  func realRecordsWithDropoutsAreThoseOfTheWhole(_ value: Float, _ rate: Double) throws {
    let file = try RecordingFile.open(try #require(RealData.mitdb).appending(path: "209").path)
    var samples = try Resampler.resample(
      Array(try file.samples(ofSignal: 0).prefix(360 * 180)), from: 360, to: rate)
    for index in samples.indices
    where Double(index).truncatingRemainder(dividingBy: 10 * rate) < 5 * rate {
      samples[index] = value
    }
    try compare([samples], rate: rate, pieces: [7, 4_096, samples.count])
  }

  /// A whole record sample by sample, as a strap without packets sends them.
  @Test(.enabled(if: RealData.mitdb != nil, "ECG_DATA is not set"))
  func aRealRecordSampleBySample() throws {
    let file = try RecordingFile.open(try #require(RealData.mitdb).appending(path: "208").path)
    let samples = Array(try file.samples(ofSignal: 0).prefix(360 * 120))
    try compare([samples], rate: 360, pieces: [1, samples.count])
  }

  /// What is missing around a beat, and how long ago it was, is known after a pause too.
  @Test func aLongPauseIsAnInterval() throws {
    var signal = LiveSignal.samples()
    let pause = [Float](repeating: 0, count: 45 * 130)
    // The last beat before the pause is at 31.2 s.
    for index in 4_015..<4_045 { signal[index] = .nan }
    signal.replaceSubrange(4_108..<4_108, with: pause)
    let found = try LiveSignal.beats([signal], rate: 130, piece: 130, firstAnswers: false)
    let next = try #require(found.firstIndex { $0.sample > 4_108 })
    let (last, first) = (found[next - 1], found[next])
    #expect(first.sample - last.sample > 45 * 130)
    #expect(first.rrInterval == Double(first.sample - last.sample) / 130)
    #expect(last.quality.missingShare ?? 0 > 0, "\(last)")
    let window = last.sample - Int(0.35 * 130)..<last.sample + Int(0.37 * 130)
    let missing = window.count { signal[$0].isNaN }
    #expect(last.quality.missingShare == Double(missing) / Double(window.count))
  }

  /// What was forgotten is not known, rather than there.
  @Test func whatIsMissingIsKnownForTwentySeconds() {
    var missing = MissingSamples(samplingRate: 10)
    missing.process([Float](repeating: .nan, count: 20) + [Float](repeating: 0, count: 100))
    #expect(missing.share(in: -5..<15) == 0.75 && missing.share(in: 10..<30) == 0.5)
    #expect(missing.count(before: 15) == 15)
    missing.process([Float](repeating: 0, count: 85))
    #expect(missing.share(in: 5..<25) == 0.75 && missing.share(in: 4..<24) == nil)
    #expect(missing.share(in: -5..<15) == nil && missing.share(in: 30..<50) == 0)
    #expect(missing.count(before: 4) == nil)
  }

  @Test func whatIsNotFiniteIsMissing() throws {
    var (missing, infinite) = (LiveSignal.samples(), LiveSignal.samples())
    for index in 1_000..<1_010 {
      (missing[index], infinite[index]) = (.nan, index.isMultiple(of: 2) ? .infinity : -.infinity)
    }
    let (expected, found) = (
      try LiveSignal.beats([missing], rate: 130, piece: 130),
      try LiveSignal.beats([infinite], rate: 130, piece: 130)
    )
    #expect(zip(found, expected).allSatisfy { $0 == $1 } && found.count == expected.count)
  }

  @Test func whatCannotBeIsRefused() throws {
    #expect(throws: SamplingRateError.self) { try LiveClassifier(samplingRate: 20) }
    #expect(throws: LiveError.leads(0)) { try LiveClassifier(samplingRate: 130, leads: 0) }
    #expect(throws: LiveError.self) { try LiveClassifier(samplingRate: 130, context: .record) }
    var live = try LiveClassifier(samplingRate: 130, leads: 2)
    #expect(throws: LiveError.samples(expected: 2, found: [1])) { try live.process([0]) }
    #expect(throws: LiveError.samples(expected: 2, found: [1, 2])) {
      try live.process(leads: [[0], [0, 1]])
    }
    _ = try live.process(leads: [[0], [0]], at: 10)
    for time in [Double.nan, .infinity, 1e9, -1_000] {
      #expect(throws: LiveError.self) { try live.process(leads: [[0], [0]], at: time) }
    }
  }

  @Test func asAnAsyncSequence() async throws {
    let signal = LiveSignal.samples()
    let expected = try LiveSignal.beats([signal], rate: 130, piece: 4_096, firstAnswers: false)
    let packets = AsyncStream<[Float]> { continuation in
      for start in stride(from: 0, to: signal.count, by: 13) {
        continuation.yield(Array(signal[start..<min(start + 13, signal.count)]))
      }
      continuation.finish()
    }
    var found: [LiveBeat] = []
    for try await beat in try packets.classified(at: 130) { found.append(beat) }
    #expect(found == expected)
  }
}
