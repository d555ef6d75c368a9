import ECGRandom
import ECGSignals
import Foundation
import Testing

/// Artefacts that last a moment, in a lead whose other beats can be judged.
@Suite struct ArtefactBeatsTests {
  private static let rate = 360.0
  /// When a moment begins, in seconds: each has another phase of the heartbeat.
  private static let moments = stride(from: 20.0, to: 110, by: 11.3)

  /// A lead in which something happens at each moment, told by the time since.
  private func lead(_ add: (_ sample: Float, _ time: Double) -> Float) -> SyntheticLead {
    var lead = SyntheticLead(seconds: 120, rate: Self.rate)
    for moment in Self.moments {
      for index in Int((moment - 1) * Self.rate)..<Int((moment + 3) * Self.rate) {
        lead.samples[index] = add(lead.samples[index], Double(index) / Self.rate - moment)
      }
    }
    return lead
  }

  private func quality(_ samples: [Float]) throws -> (peaks: [Int], quality: SignalQuality) {
    let peaks = try RPeakDetector.peaks(in: samples, samplingRate: Self.rate)
    return (peaks, try SignalQuality(of: samples, peaks: peaks, samplingRate: Self.rate))
  }

  /// False beats, those of them that are marked, and what is marked in seconds for each moment.
  private func found(
    in lead: SyntheticLead
  ) throws -> (extra: Int, marked: Int, seconds: Double) {
    let (peaks, quality) = try quality(lead.samples)
    let extra = BeatMatch(reference: lead.beats, detected: peaks, window: 54).extra
    let marked = extra.count { beat in
      quality.ranges.contains { $0.contains(Double(beat) / Self.rate) }
    }
    #expect(quality.episodes.allSatisfy { $0.kind == .noise })
    let seconds = quality.ranges.reduce(0) { $0 + $1.upperBound - $1.lowerBound }
    return (extra.count, marked, seconds / Double(Array(Self.moments).count))
  }

  @Test func muscleTwitchesAreMarked() throws {
    var generator = SeededGenerator(seed: 3)
    let found = try found(
      in: lead { sample, time in
        (0..<1).contains(time) ? sample + Float(0.6 * generator.normal()) : sample
      })
    #expect(found.extra >= 8 && found.marked >= found.extra * 9 / 10, "\(found)")
    #expect(found.seconds < 3, "\(found)")
  }

  /// An electrode is moved, and the level with it, for a second.
  @Test func stepsAreMarked() throws {
    let found = try found(
      in: lead { sample, time in
        sample + Float(2.5 * max(0, min(1, time / 0.02, (1 - time) / 0.02)))
      })
    #expect(found.extra >= 4 && found.marked >= found.extra * 3 / 4, "\(found)")
    #expect(found.seconds < 5, "\(found)")
  }

  /// An electrode is knocked: the level jumps high and comes back slowly. Of those that come back
  /// at once many look like ventricular beats.
  @Test func knocksAreMarked() throws {
    let found = try found(
      in: lead { sample, time in
        time < 0 ? sample : sample + Float(5 * min(1, time / 0.03) * exp(-time / 0.4))
      })
    #expect(found.extra >= 4 && found.marked >= found.extra / 2, "\(found)")
    #expect(found.seconds < 3, "\(found)")
  }

  /// Ventricular beats each of which looks like no other leave a level around them.
  @Test func loneVentricularBeatsAreUsable() throws {
    var generator = SeededGenerator(seed: 5)
    var lead = SyntheticLead(seconds: 120, rate: Self.rate)
    for moment in Self.moments {
      let height = generator.uniform(in: 0.8...1.8) * (generator.uniform(in: 0...1) < 0.5 ? -1 : 1)
      let width = generator.uniform(in: 0.03...0.05)
      // Between two beats.
      let beat = lead.beats.first { Double($0) > moment * Self.rate } ?? 0
      let centre = Double(beat) / Self.rate + 0.45
      for index in Int((centre - 0.2) * Self.rate)..<Int((centre + 0.5) * Self.rate) {
        let time = Double(index) / Self.rate - centre
        lead.samples[index] += Float(
          height * (exp(-pow(time / width, 2)) - 0.3 * exp(-pow((time - 0.2) / 0.06, 2))))
      }
    }
    #expect(try quality(lead.samples).quality.episodes.isEmpty)
  }

  /// A heart stands still where a lead is quiet; where it trembles, nobody knows.
  @Test(arguments: [(0.02, true), (0.1, false), (0.2, false)])
  func noiseIsNoPause(_ deviation: Double, _ isPause: Bool) throws {
    var lead = SyntheticLead(seconds: 120, rate: Self.rate)
    var generator = SeededGenerator(seed: 6)
    for index in Int(60 * Self.rate)..<Int(90 * Self.rate) {
      lead.samples[index] = Float(deviation * generator.normal())
    }
    let (peaks, quality) = try quality(lead.samples)
    let events = RhythmEvents(
      times: peaks.map { Double($0) / Self.rate }, labels: peaks.map { _ in 0 },
      unusable: quality.ranges)
    #expect(events.events.contains { $0.kind == .pause } == isPause)
    #expect(quality.episodes.isEmpty == isPause)
  }
}
