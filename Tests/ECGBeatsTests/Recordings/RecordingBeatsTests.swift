import ECGBeats
import Foundation
import SeededRandom
import Testing

/// What a classifier of recordings is given.
@Suite struct RecordingBeatsTests {
  private static let rate = 360.0
  /// How far past an R peak the signal matters: 0.37 s of its beat, 0.8 s for the baseline there, and
  /// what resampling needs.
  private static let reach = Int(1.6 * rate)
  private let peaks: [Int]
  private let signal: [Float]

  /// Sixty beats of a wave and noise at uneven distances.
  init() {
    var generator = SeededGenerator(seed: 7)
    var peaks = [200]
    for _ in 0..<59 { peaks.append(peaks[peaks.count - 1] + 180 + Int(generator.uniform() * 200)) }
    var signal = (0..<peaks[59] + 300).map { index in
      Float(0.3 * sin(Double(index) / 500) + 0.02 * generator.normal())
    }
    for (beat, peak) in peaks.enumerated() {
      for offset in -30...30 {
        let width = beat.isMultiple(of: 7) ? 12.0 : 5
        signal[peak + offset] += Float(exp(-pow(Double(offset) / width, 2)))
      }
    }
    (self.peaks, self.signal) = (peaks, signal)
  }

  private func beats(_ signal: [Float], _ peaks: [Int]) throws -> RecordingBeats {
    try RecordingBeats(signal: signal, peaks: peaks, samplingRate: Self.rate)
  }

  private func example(_ beats: RecordingBeats, _ beat: Int, _ horizon: BeatHorizon) -> [Float] {
    let count = RecordingBeats.samplesPerBeat * RecordingBeats.channels(horizon)
    return [Float](unsafeUninitializedCapacity: count) { target, initialized in
      target.initialize(repeating: 0)
      beats.load(beat, horizon: horizon, into: target)
      initialized = count
    }
  }

  /// The signal with everything changed from a sample on, and other beats there.
  private func changed(after sample: Int) -> (signal: [Float], peaks: [Int]) {
    var other = signal
    for index in sample..<other.count { other[index] = Float(index % 50) * 0.1 }
    let kept = peaks.filter { $0 < sample }
    let rest = stride(from: sample + 40, to: other.count - 300, by: 150)
    return (other, kept + rest)
  }

  @Test func whatIsCausalDoesNotSeeTheFuture() throws {
    let beat = 30
    let reach = Self.reach
    let whole = try beats(signal, peaks)
    let other = changed(after: peaks[beat] + reach)
    let part = try beats(
      other.signal,
      peaks.filter { $0 <= peaks[beat] } + other.peaks.filter { $0 > peaks[beat] + reach })
    for horizon in [BeatHorizon.beat, .before] {
      #expect(example(whole, beat, horizon).elementsEqual(example(part, beat, horizon)))
    }
    #expect(!example(whole, beat, .after).elementsEqual(example(part, beat, .after)))
  }

  @Test func oneBeatLateSeesTheNextBeatAndNoMore() throws {
    let beat = 30
    let sample = peaks[beat + 1] + Self.reach
    let (whole, other) = (try beats(signal, peaks), changed(after: sample))
    let near = peaks.filter { $0 <= peaks[beat + 1] }
    let part = try beats(other.signal, near + other.peaks.filter { $0 > sample })
    #expect(example(whole, beat, .after).elementsEqual(example(part, beat, .after)))
    #expect(!example(whole, beat, .record).elementsEqual(example(part, beat, .record)))
  }

  @Test func blocksDoNotMatter() throws {
    let whole = try beats(signal, peaks)
    for size in [1, 97, 4096] {
      var extractor = try BeatExtractor(peaks: peaks, samplingRate: Self.rate)
      var parts = RecordingBeats()
      for start in stride(from: 0, to: signal.count, by: size) {
        extractor.process(Array(signal[start..<min(start + size, signal.count)]), into: &parts)
      }
      extractor.finish(into: &parts)
      #expect(parts.count == 60)
      for beat in 0..<60 {
        #expect(example(parts, beat, .after) == example(whole, beat, .after), "block of \(size)")
      }
    }
  }

  @Test func neitherUnitNorLevelMatters() throws {
    let plain = try beats(signal, peaks)
    let scaled = try beats(signal.map { 250 * $0 + 1000 }, peaks)
    for horizon in BeatHorizon.allCases {
      let pairs = zip(example(plain, 20, horizon), example(scaled, 20, horizon))
      #expect(pairs.allSatisfy { abs($0 - $1) < 2e-2 })
    }
  }

  @Test func missingSamplesAreNoNumbers() throws {
    var broken = signal
    for index in peaks[10] - 20..<peaks[12] { broken[index] = .nan }
    broken[peaks[20]] = .infinity
    let beats = try beats(broken, peaks)
    for beat in 0..<60 {
      for horizon in BeatHorizon.allCases {
        #expect(example(beats, beat, horizon).allSatisfy { $0.isFinite })
      }
    }
  }

  @Test(arguments: [0, 1, 2])
  func fewBeats(_ count: Int) throws {
    let beats = try beats(signal, Array(peaks.prefix(count)))
    #expect(beats.count == count)
    for beat in 0..<count {
      #expect(example(beats, beat, .record).allSatisfy { $0.isFinite })
    }
  }

  @Test func beatsAtTheVeryEnds() throws {
    let beats = try beats(Array(signal.prefix(50)), [0, 49])
    #expect(beats.count == 2)
    #expect(example(beats, 1, .record).allSatisfy { $0.isFinite })
  }

  /// Every feature that is named by a horizon adds a channel.
  @Test func channelsGrow() {
    let counts = BeatHorizon.allCases.map { RecordingBeats.channels($0) }
    #expect(counts == counts.sorted() && Set(counts).count == counts.count)
    #expect(counts[0] == 1)
  }
}
