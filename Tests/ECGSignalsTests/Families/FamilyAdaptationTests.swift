import ECGSignals
import Testing

/// What else changes when a family is named.
@Suite struct FamilyAdaptationTests {
  /// Narrow beats of which every third is wide, half of these taken for V and half for N.
  private struct Made {
    let beats: RecordingBeats
    let labels: [Int]
    let probabilities: [Float]
    let isWide: [Bool]
    let events: RhythmEvents

    /// - Parameter gap: the seconds without samples after every tenth beat.
    init(gap: Double = 0) {
      var lead = LeadBeats()
      let isWide = (0..<60).map { $0 % 3 == 2 }
      for wide in isWide {
        lead.append(
          (0..<LeadBeats.samplesPerBeat).map { sample in
            max(0, 1 - Float(abs(sample - LeadBeats.before)) / (wide ? 14 : 4))
          })
      }
      labels = isWide.indices.map { isWide[$0] && $0 % 2 == 0 ? 2 : 0 }
      probabilities = zip(isWide, labels).flatMap { wide, label -> [Float] in
        wide ? (label == 2 ? [0.4, 0, 0.6, 0, 0] : [0.6, 0, 0.4, 0, 0]) : [0.999, 0, 0.001, 0, 0]
      }
      let times = (0..<60).map { 0.8 * Double($0) + gap * Double($0 / 10) }
      beats = RecordingBeats(times: times, leads: [lead])
      self.isWide = isWide
      let gaps = zip(times, times.dropFirst()).filter { $1 - $0 > 1 }.map { $0 + 0.4..<$1 - 0.4 }
      events = RhythmEvents(times: times, labels: labels, gaps: gaps)
    }
  }

  /// Across a gap nobody knows an interval: it makes no beat unlike others, and none of those
  /// behind it early.
  @Test(arguments: [0.0, 4, 60]) func whatIsLikeANamedFamilyFollows(gap: Double) throws {
    let made = Made(gap: gap)
    let families = ReviewFamilies(
      of: made.beats, labels: made.labels,
      confidences: made.labels.indices.map { made.probabilities[$0 * 5 + made.labels[$0]] },
      events: made.events)
    #expect(families.families.count == 3)
    let adaptation = FamilyAdaptation(
      of: made.beats, families: families, labels: made.labels, probabilities: made.probabilities,
      events: made.events)
    #expect(adaptation.labels(naming: [:]) == made.labels)
    let ventricular = try #require(families.members[2])
    // The wide beats that were taken for N follow those that are V for certain; the narrow do not.
    #expect(adaptation.labels(naming: [ventricular: 2]) == made.isWide.map { $0 ? 2 : 0 })
    // The named family is what it was called, whatever is probable.
    let fusion = adaptation.labels(naming: [ventricular: 3])
    #expect(
      made.labels.indices.allSatisfy { fusion[$0] == 3 || families.members[$0] != ventricular })
  }
}
