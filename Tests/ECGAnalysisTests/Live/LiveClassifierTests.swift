import ECGAnalysis
import ECGClassifier
import ECGFiles
import ECGRecordings
import ECGSignals
import ECGTestSupport
import Foundation
import Testing

/// Beats as they come are those of the whole.
@Suite struct LiveClassifierTests {
  /// Beats of usual shape every 0.8 s, one of them early and wide in every eleven, some samples missing.
  static func signal(seconds: Int = 60, rate: Double = 130) -> [Float] {
    (0..<Int(Double(seconds) * rate)).map { index in
      let time = Double(index) / rate
      let beat = (time / 0.8).rounded()
      let isEarly = Int(beat) % 11 == 7
      let phase = time - 0.8 * beat + (isEarly ? 0.25 : 0)
      let width = isEarly ? 0.002 : 0.0004
      let wave = exp(-phase * phase / width) + 0.2 * exp(-(phase - 0.25) * (phase - 0.25) / 0.003)
      // A floor that is never quite still.
      let noise = Double(index * index % 7) / 500
      return (3_000..<3_200).contains(index) ? .nan : Float(wave + noise)
    }
  }

  private func beats(
    _ leads: [[Float]], rate: Double, piece: Int, firstAnswers: Bool = true
  ) throws -> [LiveBeat] {
    var live = try LiveClassifier(
      samplingRate: rate, leads: leads.count, firstAnswers: firstAnswers)
    var found: [LiveBeat] = []
    for start in stride(from: 0, to: leads[0].count, by: piece) {
      found += try live.process(
        leads: leads.map { Array($0[start..<min(start + piece, $0.count)]) })
    }
    return try found + live.finish()
  }

  /// What `ecg classify` says of the whole.
  private func whole(_ leads: [[Float]], rate: Double) throws -> (times: [Double], [Float]) {
    let peaks = try RPeakDetector.peaks(in: leads[0], samplingRate: rate)
    let lists = try leads.map {
      try RecordingBeats(signal: $0, peaks: peaks, samplingRate: rate).leads[0]
    }
    let beats = RecordingBeats(times: peaks.map { Double($0) / rate }, leads: lists)
    return (
      beats.times, try RecordingClassifier.pretrained().probabilities(of: beats, context: .families)
    )
  }

  private func compare(_ leads: [[Float]], rate: Double, pieces: [Int]) throws {
    let (times, probabilities) = try whole(leads, rate: rate)
    var first: [LiveBeat]?
    for piece in pieces {
      let found = try beats(leads, rate: rate, piece: piece)
      let final = found.filter { $0.stage == .final }
      #expect(final.map(\.time) == times)
      #expect(final.flatMap(\.probabilities) == probabilities)
      #expect(found == first ?? found, "pieces of \(piece)")
      first = found
    }
  }

  @Test func piecesMakeNoDifference() throws {
    let signal = Self.signal()
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

  /// A whole record sample by sample, as a strap without packets sends them.
  @Test(.enabled(if: RealData.mitdb != nil, "ECG_DATA is not set"))
  func aRealRecordSampleBySample() throws {
    let file = try RecordingFile.open(try #require(RealData.mitdb).appending(path: "208").path)
    let samples = Array(try file.samples(ofSignal: 0).prefix(360 * 120))
    try compare([samples], rate: 360, pieces: [1, samples.count])
  }

  /// What is missing around a beat, and how long ago it was, is known after a pause too.
  @Test func aLongPauseIsAnInterval() throws {
    var signal = Self.signal()
    let pause = [Float](repeating: 0, count: 45 * 130)
    // The last beat before the pause is at 31.2 s.
    for index in 4_015..<4_045 { signal[index] = .nan }
    signal.replaceSubrange(4_108..<4_108, with: pause)
    let found = try beats([signal], rate: 130, piece: 130, firstAnswers: false)
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

  @Test func aSavedStateGoesOn() throws {
    let signal = Self.signal()
    let expected = try beats([signal], rate: 130, piece: 50)
    var found: [LiveBeat] = []
    var live = try LiveClassifier(samplingRate: 130)
    for start in stride(from: 0, to: signal.count, by: 50) {
      found += try live.process(Array(signal[start..<min(start + 50, signal.count)]))
      if start % 1_000 == 0 {
        let saved = try JSONEncoder().encode(live.state)
        live = try LiveClassifier(
          resuming: JSONDecoder().decode(LiveClassifier.State.self, from: saved))
      }
    }
    found += try live.finish()
    #expect(found == expected)
  }

  @Test func damagedStatesAreRefused() throws {
    let live = try LiveClassifier(samplingRate: 130)
    let encoder = PropertyListEncoder()
    encoder.outputFormat = .binary
    let saved = try encoder.encode(live.state)
    for place in stride(from: 64, to: saved.count - 64, by: saved.count / 40) {
      var damaged = saved
      damaged[place] ^= 4
      #expect(throws: (any Error).self) {
        try PropertyListDecoder().decode(LiveClassifier.State.self, from: damaged)
      }
    }
  }

  /// A packet that comes again is taken for what it is, however far off its stamp was.
  @Test func repeatedPacketsAreNotNew() throws {
    let signal = Self.signal()
    let expected = try beats([signal], rate: 130, piece: 4_096)
    var live = try LiveClassifier(samplingRate: 130)
    var found: [LiveBeat] = []
    for start in stride(from: 0, to: signal.count, by: 26) {
      let packet = Array(signal[start..<min(start + 26, signal.count)])
      let time = Double(start) / 130 + (start % 4 == 0 ? 0.05 : -0.04)
      found += try live.process(packet, at: time)
      if start % 3 == 0 { found += try live.process(packet, at: time) }
    }
    found += try live.finish()
    #expect(zip(found, expected).allSatisfy { $0 == $1 } && found.count == expected.count)
  }

  /// Samples other than those that were there come from a clock that was set back, whatever their packets' length; the
  /// same that come again do not.
  @Test(arguments: [13, 40]) func aClockThatIsSetBackLosesNothing(piece: Int) throws {
    let signal = Self.signal()
    let expected = try beats([signal], rate: 130, piece: 4_096)
    for back in [2_600, 2_611.3] {
      var live = try LiveClassifier(samplingRate: 130)
      var found: [LiveBeat] = []
      for start in stride(from: 0, to: signal.count, by: piece) {
        let packet = Array(signal[start..<min(start + piece, signal.count)])
        let time = (Double(start) - (start < 5_200 ? 0 : back)) / 130
        found += try live.process(packet, at: time)
        // What comes again and is not longer than stamps may be off goes unnoticed.
        if piece > 13, start % 5 == 0 { found += try live.process(packet, at: time) }
      }
      found += try live.finish()
      // Not "found == expected", which prints pages.
      #expect(zip(found, expected).allSatisfy { $0 == $1 } && found.count == expected.count)
    }
  }

  @Test func clocksThatAreSetBackAreCounted() throws {
    let signal = Self.signal()
    var live = try LiveClassifier(samplingRate: 130)
    func send(_ samples: Range<Int>, at time: Double) throws {
      _ = try live.process(Array(signal[samples]), at: time)
    }
    for start in stride(from: 0, to: 1_300, by: 130) {
      try send(start..<start + 130, at: Double(start) / 130)
    }
    // Again, cut otherwise, and with new samples behind them.
    try send(1_040..<1_170, at: 8)
    try send(1_105..<1_235, at: 8.5)
    try send(1_170..<1_430, at: 9)
    // What was lost and comes late.
    try send(1_560..<1_690, at: 12)
    try send(1_430..<1_560, at: 11)
    #expect(live.clockSetBacks == 0)
    try send(1_690..<1_820, at: 3)
    #expect(live.clockSetBacks == 1)
    try send(1_820..<1_950, at: 4)
    try send(1_820..<1_950, at: 4)
    #expect(live.clockSetBacks == 1)
    try send(1_950..<2_080, at: 2)
    #expect(live.clockSetBacks == 2)
  }

  /// Stamps and samples of which a minute is kept take no more memory for more of them.
  @Test func whatIsKeptOfStampsIsBounded() throws {
    let signal = Self.signal(seconds: 300)
    var live = try LiveClassifier(samplingRate: 130, firstAnswers: false)
    var sizes: [Int] = []
    for start in stride(from: 0, to: signal.count, by: 13) {
      let late = start % 3 == 0 ? 0.04 : 0
      _ = try live.process(Array(signal[start..<start + 13]), at: Double(start) / 130 + late)
      if start % 6_500 == 0 { sizes.append(try JSONEncoder().encode(live.state).count) }
    }
    #expect(sizes[sizes.count - 1] < 2 * (sizes[2...].min() ?? 0), "\(sizes)")
  }

  @Test func whatIsNotFiniteIsMissing() throws {
    var (missing, infinite) = (Self.signal(), Self.signal())
    for index in 1_000..<1_010 {
      (missing[index], infinite[index]) = (.nan, index.isMultiple(of: 2) ? .infinity : -.infinity)
    }
    let (expected, found) = (
      try beats([missing], rate: 130, piece: 130), try beats([infinite], rate: 130, piece: 130)
    )
    #expect(zip(found, expected).allSatisfy { $0 == $1 } && found.count == expected.count)
  }

  @Test func lostAndRepeatedPacketsAreToldByTime() throws {
    let signal = Self.signal()
    var gap = signal
    for index in 5_000..<5_200 { gap[index] = .nan }
    let expected = try beats([gap], rate: 130, piece: 4_096)
    var live = try LiveClassifier(samplingRate: 130)
    var found: [LiveBeat] = []
    for start in stride(from: 0, to: signal.count, by: 40) where !(5_000..<5_200).contains(start) {
      let packet = Array(signal[start..<min(start + 40, signal.count)])
      // Radio is late now and then, and a packet in five comes again.
      let time = 1_000 + Double(start) / 130 + (start % 3 == 0 ? 0.001 : -0.001)
      found += try live.process(packet, at: time)
      if start % 5 == 0 { found += try live.process(packet, at: time) }
    }
    found += try live.finish()
    // Not "found == expected", which prints pages.
    #expect(zip(found, expected).allSatisfy { $0 == $1 } && found.count == expected.count)
    #expect(!found.contains { (5_010..<5_190).contains($0.sample) })
  }

  @Test func aClockThatRunsAlittleFastLosesNothing() throws {
    let signal = Self.signal()
    let expected = try beats([signal], rate: 130, piece: 4_096)
    var live = try LiveClassifier(samplingRate: 130)
    var found: [LiveBeat] = []
    for start in stride(from: 0, to: signal.count, by: 40) {
      found += try live.process(
        Array(signal[start..<min(start + 40, signal.count)]), at: Double(start) / 129.6)
    }
    #expect(try found + live.finish() == expected)
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
    let signal = Self.signal()
    let expected = try beats([signal], rate: 130, piece: 4_096, firstAnswers: false)
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

  /// A day in a stream takes no more memory than an hour of it.
  @Test func stateIsBounded() throws {
    let signal = Self.signal(seconds: 600)
    var live = try LiveClassifier(samplingRate: 130)
    var sizes: [Int] = []
    for turn in 0..<24 {
      _ = try live.process(signal)
      // Noise founds families, of which the oldest are forgotten.
      var generator = SystemNoise(state: UInt64(turn + 1))
      _ = try live.process((0..<20_000).map { _ in generator.next() })
      if turn % 8 == 7 { sizes.append(try JSONEncoder().encode(live.state).count) }
    }
    #expect(sizes[2] < sizes[0] + sizes[0] / 5, "\(sizes)")
    print("a live stream's state: \(sizes) bytes")
  }

  private struct SystemNoise {
    var state: UInt64
    mutating func next() -> Float {
      state = state &* 6_364_136_223_846_793_005 &+ 1
      return Float(Int64(bitPattern: state) >> 40) / Float(1 << 23)
    }
  }
}
