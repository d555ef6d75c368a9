import ECGRandom
import ECGSignals
import Testing

/// The families that a reader goes through.
@Suite struct ReviewFamiliesTests {
  /// Beats of triangles: a height and a width in samples each, and how far the peak is off.
  private func lead(_ shapes: [(height: Float, width: Int, shift: Int)]) -> LeadBeats {
    var lead = LeadBeats()
    for shape in shapes {
      lead.append(
        (0..<LeadBeats.samplesPerBeat).map { sample in
          let away = abs(sample - LeadBeats.before - shape.shift)
          return shape.height * max(0, 1 - Float(away) / Float(shape.width))
        })
    }
    return lead
  }

  private func families(
    _ leads: [LeadBeats], times: [Double]? = nil, labels: [Int]? = nil,
    confidences: [Float]? = nil, gaps: [Range<Double>] = [], unusable: [Range<Double>] = []
  ) -> ReviewFamilies {
    let count = leads[0].count
    let times = times ?? (0..<count).map { 0.8 * Double($0) }
    let labels = labels ?? Array(repeating: 0, count: count)
    return ReviewFamilies(
      of: RecordingBeats(times: times, leads: leads), labels: labels,
      confidences: confidences ?? Array(repeating: 0.9, count: count),
      events: RhythmEvents(times: times, labels: labels, gaps: gaps, unusable: unusable))
  }

  @Test func widthAndPolarityPartFamilies() {
    let kinds: [(Float, Int, Int)] = [(1, 4, 0), (-1, 4, 0), (1, 14, 0)]
    let shapes = (0..<30).map { kinds[$0 % 3] }
    let found = families([lead(shapes)])
    #expect(found.families.map(\.beats.count) == [10, 10, 10])
    for beat in 0..<30 { #expect(found.members[beat] == found.members[beat % 3]) }
  }

  @Test func alignmentAndHeightDoNot() {
    let shapes = (0..<20).map { beat -> (Float, Int, Int) in
      let height: Float = [1, 1.1, 1.2, 1.3][beat % 4]
      return (height, 5, beat % 3 - 1)
    }
    #expect(families([lead(shapes)]).families.count == 1)
  }

  @Test func classesAndEarlyBeatsPartThem() throws {
    let shapes = [(Float, Int, Int)](repeating: (1, 5, 0), count: 40)
    var times: [Double] = []
    for beat in 0..<40 { times.append((times.last ?? 0) + (beat % 10 == 9 ? 0.5 : 0.8)) }
    let labels = (0..<40).map { $0 % 4 == 1 ? 2 : 0 }
    let found = families([lead(shapes)], times: times, labels: labels)
    #expect(found.families.count == 3)
    #expect(found.families.count { $0.label == 2 && !$0.isEarly } == 1)
    let early = try #require(found.families.first { $0.isEarly })
    #expect(early.beats == [19, 39])
    #expect(abs((early.intervalBefore ?? 0) - 0.5) < 1e-9)
    #expect(abs((early.intervalAfter ?? 0) - 0.8) < 1e-9)
  }

  @Test("what lies across gaps makes no usual interval, by which beats would come early")
  func gaps() {
    var times: [Double] = []
    for beat in 0..<60 {
      times.append((times.last ?? 0) + (beat > 0 && beat.isMultiple(of: 6) ? 20 : 0.8))
    }
    let gaps = zip(times, times.dropFirst()).filter { $1 - $0 > 1 }.map { $0 + 0.4..<$1 - 0.4 }
    let shapes = [(Float, Int, Int)](repeating: (1, 5, 0), count: 60)
    let found = families([lead(shapes)], times: times, gaps: gaps)
    #expect(found.families.map { $0.isEarly } == [false])
  }

  @Test func templatesAreMeansInEveryLead() throws {
    let first = lead([(2, 5, 0), (3, 5, 0)])
    let second = lead([(-2, 5, 0), (-2, 5, 0)])
    let family = try #require(families([first, second]).families.first)
    #expect(family.template.map(\.count) == [87, 87])
    #expect(abs(family.template[0][LeadBeats.before] - 2.5) < 1e-3)
    #expect(abs(family.spread[0][LeadBeats.before] - 0.5) < 1e-3)
    #expect(abs(family.template[1][LeadBeats.before] + 2) < 1e-3)
    #expect(family.spread[1][LeadBeats.before] < 1e-2)
  }

  @Test func theDoubtfulComeFirst() {
    let shapes: [(Float, Int, Int)] = (0..<30).map { $0 < 20 ? (1, 4, 0) : (-1, 4, 0) }
    let found = families(
      [lead(shapes)], confidences: (0..<30).map { $0 < 20 ? 0.98 : 0.6 })
    #expect(found.families.map(\.beats.count) == [10, 20])
    #expect(abs(found.families[0].confidence - 0.6) < 1e-6)
    #expect(abs(found.families[0].expectedMistakes - 4) < 1e-5)
  }

  @Test func unusableBeatsHaveNone() {
    let shapes = [(Float, Int, Int)](repeating: (1, 5, 0), count: 10)
    let found = families([lead(shapes)], unusable: [1.5..<3])
    #expect(found.members.map { $0 == nil } == (0..<10).map { $0 == 2 || $0 == 3 })
    #expect(found.families.map(\.beats.count) == [8])
  }

  /// Noise founds families without end, of which few are left, and the same at any gain.
  @Test func noiseIsBounded() {
    var generator = SeededGenerator(seed: 3)
    let samples = (0..<1_500).map { _ in
      (0..<LeadBeats.samplesPerBeat).map { _ in Float(generator.uniform() - 0.5) }
    }
    func noise(gain: Float) -> LeadBeats {
      var lead = LeadBeats()
      for beat in samples { lead.append(beat.map { gain * $0 }) }
      return lead
    }
    let found = families([noise(gain: 1)])
    #expect(found.families.count > 1 && found.families.count <= 64)
    #expect(families([noise(gain: 1_000)]).members == found.members)
  }

  @Test func noBeatsNoFamilies() {
    #expect(families([LeadBeats()]).families.isEmpty)
  }
}
