import ECGAnalysis
import ECGRandom
import ECGRecordings
import ECGSignals
import ECGTestSupport
import Foundation
import Testing

/// Beats of which nothing can be said are told as they come, with that.
@Suite struct LiveQualityTests {
  private static let noisy = 240.0..<360.0

  private func beats(
    _ samples: [Float], rate: Double, piece: Int = 4_096, firstAnswers: Bool = false
  ) throws -> [LiveBeat] {
    var live = try LiveClassifier(samplingRate: rate, firstAnswers: firstAnswers)
    var found: [LiveBeat] = []
    for start in stride(from: 0, to: samples.count, by: piece) {
      found += try live.process(Array(samples[start..<min(start + piece, samples.count)]))
    }
    return try found + live.finish()
  }

  /// Two minutes: beats, noise from 40 to 60 s, beats, and from 80 to 100 s nothing.
  private func made(rate: Double = 130) -> [Float] {
    var generator = SeededGenerator(seed: 4)
    var samples = LiveSignal.samples(seconds: 120, rate: rate)
    for index in samples.indices {
      let time = Double(index) / rate
      if (40..<60).contains(time) { samples[index] = Float(0.5 * generator.normal()) }
      if (80..<100).contains(time) { samples[index] = 0.2 }
    }
    return samples
  }

  @Test func piecesMakeNoDifference() throws {
    let samples = made()
    let expected = try beats(samples, rate: 130, firstAnswers: true)
    #expect(expected.contains { $0.quality.unusable == .noise })
    for piece in [1, 7, 130] {
      let found = try beats(samples, rate: 130, piece: piece, firstAnswers: true)
      // Not "found == expected", which prints pages.
      let isSame = found == expected
      #expect(isSame, "pieces of \(piece)")
    }
  }

  @Test func aSavedStateGoesOn() throws {
    let samples = made()
    let expected = try beats(samples, rate: 130, firstAnswers: true)
    var live = try LiveClassifier(samplingRate: 130)
    var found: [LiveBeat] = []
    for start in stride(from: 0, to: samples.count, by: 50) {
      found += try live.process(Array(samples[start..<min(start + 50, samples.count)]))
      if start % 650 == 0 {
        let (unusable, saved) = (live.unusable, try JSONEncoder().encode(live.state))
        live = try LiveClassifier(
          resuming: JSONDecoder().decode(LiveClassifier.State.self, from: saved))
        #expect(live.unusable == unusable)
      }
    }
    found += try live.finish()
    let isSame = found == expected
    #expect(isSame)
  }

  /// That no beat comes is no pause where the strap is off, and that is known without a beat.
  @Test func whatHasNoBeatsIsTold() throws {
    let samples = made()
    var live = try LiveClassifier(samplingRate: 130)
    var told: [Int: SignalQuality.Kind] = [:]
    for second in 0..<120 {
      _ = try live.process(Array(samples[130 * second..<130 * (second + 1)]))
      told[second + 1] = live.unusable
    }
    #expect(Set(told.keys).isSuperset(of: Array(47...60) + Array(82...100)))
    #expect(told.keys.allSatisfy { (41...67).contains($0) || (81...107).contains($0) })
    #expect((82...100).allSatisfy { told[$0] == .flat })
    _ = try live.finish()
    #expect(live.unusable == nil)
  }

  @Test func theReasonIsEncodedWhereThereIsOne() throws {
    let found = try beats(made(), rate: 130)
    let kinds = try found.map { beat in
      let object = try ExactJSON.object(with: JSONEncoder().encode(beat)) as? [String: Any]
      return object?["unusable"] as? String
    }
    #expect(kinds == found.map { $0.quality.unusable?.rawValue })
    #expect(kinds.contains("noise") && kinds.contains(nil))
  }

  // Real records.

  private static func record(_ name: String) throws -> [Float] {
    try Recording.read(path: try #require(RealData.mitdb).appending(path: name).path)
      .physicalSamples(ofSignal: 0)
  }

  /// Something else in place of, or on, two minutes of a lead.
  private func mixed(_ name: String, _ what: String) throws -> [Float] {
    var samples = Array(try Self.record(name).prefix(360 * 480))
    var muscles: [Float] = []
    if what == "muscles" {
      let folder = try #require(RealData.existing("nstdb"))
      muscles = try Recording.read(path: folder.appending(path: "ma").path)
        .physicalSamples(ofSignal: 0)
    }
    var generator = SeededGenerator(seed: 5)
    for index in Int(360 * Self.noisy.lowerBound)..<Int(360 * Self.noisy.upperBound) {
      switch what {
      case "muscles": samples[index] += 8 * muscles[index]
      case "hum": samples[index] = Float(sin(2 * .pi * 50 * Double(index) / 360))
      case "noise": samples[index] = Float(0.3 * generator.normal())
      default: samples[index] = 0.2
      }
    }
    return samples
  }

  private func runs(of beats: [LiveBeat]) -> Int {
    beats.split { $0.beatClass != .ventricular || $0.quality.unusable != nil }
      .count { $0.count >= 3 }
  }

  /// Beats in noise are marked from three seconds on, and no run begins there; five seconds
  /// behind it none is.
  @Test(
    .enabled(
      if: RealData.mitdb != nil && RealData.existing("nstdb") != nil,
      "ECG_DATA names no mitdb and nstdb"),
    arguments: ["100", "208"], ["muscles", "noise", "hum", "flat"])
  func beatsInNoiseAreMarked(_ record: String, _ what: String) throws {
    let found = try beats(mixed(record, what), rate: 360)
    let plain = try beats(Array(Self.record(record).prefix(360 * 480)), rate: 360)
    let (start, end) = (Self.noisy.lowerBound, Self.noisy.upperBound)
    let inside = found.filter { (start + 3..<end).contains($0.time) }
    let marked = inside.count { $0.quality.unusable != nil }
    let outside = found.filter { $0.time < start - 1 || $0.time >= end + 5 }
    let wrong = outside.count { $0.quality.unusable != nil }
    let isNew = { (beat: LiveBeat) in
      !plain.contains { abs($0.sample - beat.sample) < 54 && $0.beatClass == .ventricular }
    }
    let ventricular = inside.filter { $0.beatClass == .ventricular && isNew($0) }
    let told = ventricular.count { $0.quality.unusable == nil }
    print(
      "\(record) with \(what): \(marked) of \(inside.count) beats in it are marked, \(wrong) of \(outside.count) others; "
        + "\(told) of \(ventricular.count) V beats that are none are told without a word; "
        + "\(runs(of: found)) runs, \(runs(of: plain)) without it")
    #expect(Double(wrong) <= 0.005 * Double(outside.count))
    #expect(runs(of: found) <= runs(of: plain) + 1)
    #expect(Double(told) <= max(1, 0.1 * Double(ventricular.count)))
    if what == "noise" { #expect(Double(marked) >= 0.97 * Double(inside.count)) }
    if what == "muscles" { #expect(Double(marked) >= 0.8 * Double(inside.count)) }
  }

  /// Of the 48 records hardly more beats are marked than in the whole, but for those where the
  /// ventricles flutter.
  @Test(.enabled(if: RealData.mitdb != nil, "ECG_DATA names no mitdb"))
  func usableRecordsAre() throws {
    let names = try FileManager.default.contentsOfDirectory(
      atPath: try #require(RealData.mitdb).path
    ).filter { $0.hasSuffix(".hea") }.map { String($0.dropLast(4)) }.sorted()
    var (marked, whole, all) = (0, 0, 0)
    for name in names {
      let samples = try Self.record(name)
      let found = try beats(samples, rate: 360)
      let quality = try SignalQuality(of: samples, peaks: found.map(\.sample), samplingRate: 360)
      let poor = quality.episodes.filter { $0.kind != .ventricularFlutter }
      marked += found.count { $0.quality.unusable.map { $0 != .ventricularFlutter } ?? false }
      whole += found.count { beat in poor.contains { $0.start <= beat.time && beat.time < $0.end } }
      all += found.count
    }
    print(
      "\(100 * Double(marked) / Double(all)) % of \(all) beats are told to be in unusable stretches, "
        + "\(100 * Double(whole) / Double(all)) % are in those of the whole recordings")
    #expect(Double(marked) < 0.01 * Double(all))
  }
}
