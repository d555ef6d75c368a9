import ECGRandom
import ECGSignals
import Foundation
import Testing

/// What is unusable of a lead as it comes in.
@Suite struct TrailingQualityTests {
  /// What was said, when the lead had come so far, and of what time: of the last
  /// seconds, and of beats.
  private struct Said: Equatable {
    var last: [SignalQuality.Kind?] = []
    var beats: [(time: Double, kind: SignalQuality.Kind?)] = []

    static func == (first: Said, second: Said) -> Bool {
      first.last == second.last
        && first.beats.elementsEqual(second.beats) { $0.time == $1.time && $0.kind == $1.kind }
    }

    /// What was said of the last seconds while so many had come.
    func last(from start: Double, to end: Double) -> ArraySlice<SignalQuality.Kind?> {
      last[Int(start / TrailingQualityTests.pause)..<Int(end / TrailingQualityTests.pause)]
    }
  }

  /// The seconds from one question to the next.
  private static let pause = 0.1

  /// - Parameter coded: whether the state is coded and decoded again and again.
  private func said(
    of samples: [Float], rate: Double = 360, coded: Bool = false
  ) throws -> Said {
    var lead = try LeadStream(samplingRate: rate, isJudged: true)
    var detector = try RPeakDetector(samplingRate: rate)
    var said = Said()
    var waiting: [Double] = []
    let piece = Int((Self.pause * rate).rounded(.up))
    for start in stride(from: 0, to: samples.count, by: piece) {
      let samples = Array(samples[start..<min(start + piece, samples.count)])
      lead.process(samples)
      for peak in detector.process(samples) {
        lead.append(Double(peak) / rate)
        waiting.append(Double(peak) / rate)
      }
      if coded, start / piece % 97 == 0 {
        lead = try PropertyListDecoder().decode(
          LeadStream.self, from: PropertyListEncoder().encode(lead))
      }
      let quality = try #require(lead.quality)
      while said.last.count < Int(Double(start + samples.count) / rate / Self.pause) {
        said.last.append(quality.kind)
      }
      while let time = waiting.first, lead.isComplete(at: time) {
        said.beats.append((time, quality.kind(at: time)))
        waiting.removeFirst()
      }
    }
    return said
  }

  /// A lead with something else in place of what it shows from 60 to 90 s.
  private func lead(
    rate: Double = 360, _ value: (_ sample: Float, _ time: Double) -> Float
  ) -> [Float] {
    var samples = SyntheticLead(seconds: 120, rate: rate).samples
    for index in Int(60 * rate)..<Int(90 * rate) {
      samples[index] = value(samples[index], Double(index) / rate)
    }
    return samples
  }

  @Test(arguments: [50, 125, 250, 360, 500, 1_000] as [Double])
  func aCleanLeadIsUsable(_ rate: Double) throws {
    let lead = SyntheticLead(seconds: 120, rate: rate, noise: 0.02)
    let said = try said(of: lead.samples, rate: rate)
    #expect(said.last.allSatisfy { $0 == nil })
    #expect(said.beats.allSatisfy { $0.kind == nil } && said.beats.count > 130)
  }

  /// Beats in noise are told to be in it, but for those of its beginning; so are
  /// some behind its end.
  @Test(arguments: [130, 360] as [Double])
  func noiseIsToldWhereItIs(_ rate: Double) throws {
    var generator = SeededGenerator(seed: 7)
    let said = try said(
      of: lead(rate: rate) { sample, _ in sample + Float(0.5 * generator.normal()) }, rate: rate)
    for (time, kind) in said.beats {
      if (63..<90).contains(time) { #expect(kind == .noise, "\(time)") }
      if time < 60 || time >= 95 { #expect(kind == nil, "\(time)") }
    }
    #expect(said.last(from: 64, to: 90).allSatisfy { $0 == .noise })
    #expect(said.last(from: 0, to: 60).allSatisfy { $0 == nil })
    #expect(said.last(from: 97, to: 119).allSatisfy { $0 == nil })
  }

  @Test func aLeadThatStandsStillIsFlatAfterASecond() throws {
    let said = try said(of: lead { _, _ in 0.1 })
    #expect(said.last(from: 0, to: 60.9).allSatisfy { $0 == nil })
    #expect(said.last(from: 61.2, to: 90).allSatisfy { $0 == .flat })
    #expect(said.last(from: 97, to: 119).allSatisfy { $0 == nil })
    #expect(said.beats.allSatisfy { $0.kind == nil || (60..<95).contains($0.time) })
  }

  /// What a switched-off amplifier shows never stands still.
  @Test func aLeadOfNearlyNothingIsFlat() throws {
    var generator = SeededGenerator(seed: 3)
    let said = try said(of: lead { _, _ in Float(0.0005 * generator.normal()) })
    #expect(said.last(from: 67, to: 90).allSatisfy { $0 == .flat })
    #expect(said.last(from: 0, to: 60).allSatisfy { $0 == nil })
    #expect(said.last(from: 97, to: 119).allSatisfy { $0 == nil })
  }

  @Test(arguments: [125, 250, 360, 500, 1_000] as [Double], [50, 60] as [Double])
  func humIsNoBeats(rate: Double, frequency: Double) throws {
    var generator = SeededGenerator(seed: 11)
    let said = try said(
      of: lead(rate: rate) { _, time in
        Float(sin(2 * .pi * frequency * time * 1.0004) + 0.005 * generator.normal())
      }, rate: rate)
    // Where the filter leaves nothing of it the lead is flat.
    #expect(said.last(from: 67, to: 90).allSatisfy { $0 == .noise || $0 == .flat })
    #expect(said.last(from: 0, to: 60).allSatisfy { $0 == nil })
    #expect(said.last(from: 97, to: 119).allSatisfy { $0 == nil })
    let told = said.beats.filter { (65..<88).contains($0.time) && $0.kind == nil }
    #expect(told.isEmpty, "\(told)")
  }

  @Test func aSaturatedLeadIsClipped() throws {
    var generator = SeededGenerator(seed: 10)
    var level: Float = 0
    let said = try said(
      of: lead { _, _ in
        level += Float(0.6 * generator.normal()) - 0.005 * level
        return min(max(level, -2), 2)
      })
    let kinds = said.last(from: 62, to: 90)
    #expect(kinds.contains(.clipped))
    #expect(said.last(from: 0, to: 60).allSatisfy { $0 == nil })
  }

  /// Neither five seconds without a beat nor missing samples say that nothing can be said, and
  /// flutter nothing but that it is flutter.
  @Test func whatIsUsableStaysSo() throws {
    var generator = SeededGenerator(seed: 9)
    let leads = [
      lead { sample, time in time < 68 ? Float(0.02 * generator.normal()) : sample },
      lead { _, time in
        Float(sin(2 * .pi * (4.5 * time - 0.3 * cos(time))) * (1 + 0.5 * sin(time)))
      },
      lead { _, _ in .nan },
    ]
    for (index, samples) in leads.enumerated() {
      let said = try said(of: samples)
      let kinds = said.last + said.beats.map(\.kind)
      let isFlutter = kinds.contains(.ventricularFlutter)
      #expect(isFlutter == (index == 1))
      #expect(kinds.allSatisfy { $0 == nil || $0 == .ventricularFlutter }, "lead \(index)")
    }
  }

  /// Nothing is known of the beginning; a lead that begins in noise is told to be noise,
  /// and then no more.
  @Test func theBeginningIsNotKnown() throws {
    var generator = SeededGenerator(seed: 12)
    var samples = SyntheticLead(seconds: 120, rate: 360).samples
    for index in 0..<360 * 60 { samples[index] = Float(generator.normal()) }
    let said = try said(of: samples)
    #expect(said.last(from: 0, to: 5).allSatisfy { $0 == nil })
    let noisy = said.last(from: 10, to: 60)
    #expect(noisy.count { $0 == .noise } >= noisy.count * 9 / 10)
    #expect(said.last(from: 75, to: 119).allSatisfy { $0 == nil })
  }

  /// A muscle that twitches for a second makes beats of its own, which are told as they come; those
  /// around it are usable.
  @Test func artefactsOfAMomentAreTold() throws {
    var generator = SeededGenerator(seed: 3)
    let samples = lead { sample, time in
      time.truncatingRemainder(dividingBy: 11) < 1
        ? sample + Float(0.6 * generator.normal()) : sample
    }
    let beats = try said(of: samples).beats
    let noisy = beats.filter { $0.kind != nil }
    #expect(noisy.count >= 2 && noisy.allSatisfy { $0.kind == .noise })
    #expect(
      noisy.allSatisfy { beat in
        (60..<90.4).contains(beat.time)
          && (beat.time + 0.4).truncatingRemainder(dividingBy: 11) < 1.8
      })
  }

  /// Noise without a beat is told as well as in the whole lead, and a pause is none.
  @Test(arguments: [0.02, 0.1]) func noiseWithoutBeatsIsTold(_ deviation: Double) throws {
    var generator = SeededGenerator(seed: 6)
    let said = try said(of: lead { _, _ in Float(deviation * generator.normal()) })
    #expect(said.last(from: 68, to: 90).allSatisfy { $0 == (deviation < 0.05 ? nil : .noise) })
  }

  @Test func theSameInAnyUnit() throws {
    var generator = SeededGenerator(seed: 7)
    let samples = lead { sample, _ in sample + Float(0.5 * generator.normal()) }
    let plain = try said(of: samples)
    for scale in [-1, 1e-3, 1e3] as [Float] {
      #expect(try said(of: samples.map { scale * $0 }).last == plain.last)
    }
  }

  @Test func aStateThatIsCodedGoesOn() throws {
    var generator = SeededGenerator(seed: 7)
    let samples = lead { sample, time in
      time < 70 ? 0.1 : time < 75 ? .nan : sample + Float(0.5 * generator.normal())
    }
    let plain = try said(of: samples)
    let coded = try said(of: samples, coded: true)
    #expect(coded == plain && plain.last.contains(.flat) && plain.last.contains(.noise))
  }

  /// An hour takes no more memory than a few minutes.
  @Test func memoryIsBounded() throws {
    var generator = SeededGenerator(seed: 7)
    let samples = lead { sample, time in
      // Standing still again and again.
      time.truncatingRemainder(dividingBy: 3) < 1.5 ? 0 : sample + Float(0.5 * generator.normal())
    }
    var quality = TrailingQuality(samplingRate: 120, conditioned: 120)
    var sizes: [Int] = []
    for turn in 0..<10 {
      for start in stride(from: 0, to: samples.count, by: 120) {
        let piece = Array(samples[start..<min(start + 120, samples.count)])
        quality.process(piece, conditioned: piece)
        quality.append(Double(turn * samples.count + start) / 120 - 1)
      }
      let encoder = PropertyListEncoder()
      encoder.outputFormat = .binary
      sizes.append(try encoder.encode(quality).count)
    }
    print("the state of a trailing quality: \(sizes) bytes")
    #expect((sizes.suffix(5).max() ?? .max) < (sizes.prefix(5).max() ?? 0) + 1_500)
  }

  /// A heart too fast for its beats to be told apart is told once it has been so for
  /// three stretches.
  @Test func aHeartThatIsTooFastIsTold() throws {
    let samples = (0..<60 * 500).map { index in
      let phase = (Double(index) / 500).truncatingRemainder(dividingBy: 0.1) / 0.1
      return Float(exp(-pow((phase - 0.3) / 0.1, 2)))
    }
    let said = try said(of: samples, rate: 500)
    #expect(said.last(from: 0, to: 15).allSatisfy { $0 == nil })
    #expect(said.last(from: 18, to: 59).allSatisfy { $0 == .fast })
  }
}
