import ECGSignals
import Foundation
import ECGRandom
import Testing

/// What a classifier of recordings is given.
@Suite struct RecordingBeatsTests {
  private static let rate = 360.0
  /// How far past an R peak the signal matters: 0.37 s of its beat, 0.8 s for the baseline there,
  /// and what resampling needs.
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

  /// The features of all beats in the first lead: a row each.
  private func features(
    _ beats: RecordingBeats, _ side: BeatSide = .earlier, block: Int = 1024
  ) -> [[Float]] {
    var rows = [[Float]](repeating: [], count: beats.count)
    beats.forEachBlock(ofLead: 0, side, block) { range, values, _ in
      for (position, beat) in range.enumerated() {
        rows[beat] = Array(
          values[position * BeatFeatures.count..<(position + 1) * BeatFeatures.count])
      }
    }
    return rows
  }

  private func hidingNext(_ row: [Float]) -> [Float] {
    row.indices.filter { !BeatFeatures.afterwards.contains($0) }.map { row[$0] }
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
    let (a, b) = (features(whole)[beat], features(part)[beat])
    #expect(hidingNext(a) == hidingNext(b))
    #expect(a != b)
  }

  @Test func oneBeatLateSeesTheNextBeatAndNoMore() throws {
    let beat = 30
    let sample = peaks[beat + 1] + Self.reach
    let (whole, other) = (try beats(signal, peaks), changed(after: sample))
    let near = peaks.filter { $0 <= peaks[beat + 1] }
    let part = try beats(other.signal, near + other.peaks.filter { $0 > sample })
    #expect(features(whole)[beat] == features(part)[beat])
    #expect(features(whole, .later)[beat] != features(part, .later)[beat])
  }

  @Test func theLaterSideDoesNotSeeThePast() throws {
    let beat = 30
    let whole = try beats(signal, peaks)
    let first = peaks[beat - 2] - Self.reach
    var other = signal
    for index in 0..<first { other[index] = Float(index % 50) * 0.1 }
    let part = try beats(other, peaks.filter { $0 >= peaks[beat - 2] || $0 < first - 1000 })
    let position = part.count - (60 - beat)
    // Running sums of another past round otherwise.
    let pairs = zip(features(whole, .later)[beat], features(part, .later)[position])
    #expect(pairs.allSatisfy { abs($0 - $1) < 1e-2 })
    #expect(features(whole)[beat] != features(part)[position])
  }

  @Test(arguments: [BeatSide.earlier, .later])
  func blocksOfFeaturesDoNotMatter(_ side: BeatSide) throws {
    let beats = try beats(signal, peaks)
    let whole = features(beats, side)
    for block in [1, 7, 59] { #expect(features(beats, side, block: block) == whole) }
  }

  @Test func blocksOfSamplesDoNotMatter() throws {
    let whole = try beats(signal, peaks)
    for size in [1, 97, 4096] {
      var extractor = try BeatExtractor(
        times: peaks.map { Double($0) / Self.rate }, samplingRate: Self.rate)
      var lead = LeadBeats()
      for start in stride(from: 0, to: signal.count, by: size) {
        extractor.process(Array(signal[start..<min(start + size, signal.count)]), into: &lead)
      }
      extractor.finish(into: &lead)
      #expect(lead.count == 60)
      let parts = RecordingBeats(times: whole.times, leads: [lead])
      #expect(features(parts) == features(whole), "block of \(size)")
    }
  }

  /// Every feature is a ratio, a correlation or a time.
  @Test(arguments: [-1, 1e-3, 1e3, -250] as [Float])
  func neitherUnitNorLevelNorSignMatters(_ scale: Float) throws {
    let plain = features(try beats(signal, peaks))
    let scaled = features(try beats(signal.map { scale * ($0 + 4) }, peaks))
    for beat in 3..<60 {
      #expect(zip(plain[beat], scaled[beat]).allSatisfy { abs($0 - $1) < 3e-2 }, "beat \(beat)")
    }
  }

  /// A wide beat among narrow ones differs in its spread and its likeness, an early
  /// one in its rhythm.
  @Test func featuresTellWhatTheyAreFor() throws {
    let rows = features(try beats(signal, peaks))
    func column(_ name: String) throws -> Int {
      try #require(BeatFeatures.names.firstIndex(of: name))
    }
    let (spread, likeness) = (try column("QRS spread / usual"), try column("QRS correlation"))
    func median(_ feature: Int, wide: Bool) -> Float {
      let values = (20..<60).filter { $0.isMultiple(of: 7) == wide }.map { rows[$0][feature] }
      return values.sorted()[values.count / 2]
    }
    #expect(median(spread, wide: true) > median(spread, wide: false))
    #expect(median(likeness, wide: true) < median(likeness, wide: false) - 0.02)
    let rhythm = try column("RR / previous")
    for beat in 2..<60 {
      let ratio =
        Double(peaks[beat] - peaks[beat - 1]) / Double(peaks[beat - 1] - peaks[beat - 2])
      #expect(abs(Double(rows[beat][rhythm]) - log(ratio)) < 1e-5)
    }
  }

  /// A mean follows, whatever most beats do: where early beats are the rule, they stay early.
  @Test func earlyBeatsStayEarlyWhereTheyAreTheRule() {
    var times = [0.0]
    // Three early beats, then a pause, over and over.
    for beat in 0..<400 { times.append(times[beat] + (beat % 4 == 3 ? 1.7 : 0.7)) }
    let lead = LeadBeats.repeating(
      [Float](repeating: 0, count: LeadBeats.samplesPerBeat), times.count)
    let rows = features(RecordingBeats(times: times, leads: [lead]))
    for beat in 100..<400 {
      #expect((rows[beat][0] < -0.2) == ((beat - 1) % 4 != 3), "beat \(beat)")
    }
  }

  @Test func missingSamplesAreNoNumbers() throws {
    var broken = signal
    for index in peaks[10] - 20..<peaks[12] { broken[index] = .nan }
    broken[peaks[20]] = .infinity
    let beats = try beats(broken, peaks)
    for side in BeatSide.allCases {
      #expect(features(beats, side).allSatisfy { $0.allSatisfy(\.isFinite) })
    }
  }

  /// A lead that was off shows none of its beats.
  @Test func flatLeadsShowNothing() throws {
    var off = signal
    for index in peaks[30] - 300..<off.count { off[index] = 0 }
    var seen: [Bool] = []
    try beats(off, peaks).forEachBlock(ofLead: 0, .earlier) { _, _, isShown in seen += isShown }
    #expect(seen.prefix(29).allSatisfy { $0 })
    #expect(!seen.dropFirst(33).contains(true))
  }

  /// Nor does one that shows noise where it was off; and it is itself again soon after.
  @Test(arguments: [false, true])
  func looseLeadsTeachNothing(isNoisy: Bool) throws {
    var loose = signal
    var generator = SeededGenerator(seed: 8)
    let off = peaks[20] - 300..<peaks[45] - 60
    for index in off { loose[index] = isNoisy ? Float(0.002 * generator.normal()) : 0 }
    let (broken, whole) = (try beats(loose, peaks), try beats(signal, peaks))
    var seen: [Bool] = []
    broken.forEachBlock(ofLead: 0, .earlier) { _, _, isShown in seen += isShown }
    #expect(seen.prefix(19).allSatisfy { $0 } && seen.suffix(10).allSatisfy { $0 })
    #expect(!seen[23..<44].contains(true))
    for (own, other) in zip(features(broken), features(whole)).dropFirst(56) {
      for (value, expected) in zip(own, other) { #expect(abs(value - expected) < 2) }
    }
  }

  /// A lead that begins with nothing gives numbers of the usual size when it is put on.
  @Test func leadsThatBeginFlat() throws {
    var late = signal
    for index in 0..<peaks[20] - 60 { late[index] = 0 }
    #expect(features(try beats(late, peaks)).allSatisfy { $0.allSatisfy { abs($0) < 20 } })
  }

  /// In any unit, down to what no number tells from silence.
  @Test(arguments: [1e-6, 1e-20, 1e-35, 1e-36, 1e-38] as [Float])
  func anyUnitWillDo(_ unit: Float) throws {
    let beats = try beats(signal.map { $0 * unit }, peaks)
    #expect(features(beats).allSatisfy { $0.allSatisfy(\.isFinite) })
    #expect(BeatFamilies(of: beats).members.count == peaks.count)
  }

  /// Beats that no lead shows are a family of their own, wherever they are.
  @Test func unseenBeatsJoinNoFamily() throws {
    var off = signal
    for index in peaks[30] - 300..<peaks[50] - 300 { off[index] = 0 }
    let families = BeatFamilies(of: try beats(off, peaks)).members
    let (seen, unseen) = (
      Set(families.prefix(28) + families.suffix(8)), Set(families[33..<47])
    )
    #expect(seen.isDisjoint(with: unseen))
  }

  /// Noise that founds family after family does not take them from the beats that follow.
  @Test func noiseLeavesFamiliesToOthers() throws {
    var generator = SeededGenerator(seed: 9)
    var lead = LeadBeats()
    let shapes = [3.0, 9.0].map { width in
      (0..<LeadBeats.samplesPerBeat).map { Float(exp(-pow(Double($0 - 42) / width, 2))) }
    }
    func add(_ kind: Int) {
      lead.append(shapes[kind].map { $0 + Float(0.01 * generator.normal()) })
    }
    for beat in 0..<40 { add(beat % 2) }
    for _ in 0..<300 {
      lead.append((0..<LeadBeats.samplesPerBeat).map { _ in Float(generator.normal()) })
    }
    for beat in 0..<40 { add(beat % 2) }
    let beats = RecordingBeats(times: (0..<380).map { Double($0) * 0.8 }, leads: [lead])
    let members = BeatFamilies(of: beats).members
    for kind in 0...1 {
      let (before, after) = (
        Set(stride(from: kind, to: 40, by: 2).map { members[$0] }),
        Set(stride(from: 340 + kind, to: 380, by: 2).map { members[$0] })
      )
      #expect(before.count == 1 && before == after)
    }
    #expect(Set(members[40..<340]).isDisjoint(with: members.prefix(40)))
  }

  @Test(arguments: [0, 1, 2])
  func fewBeats(_ count: Int) throws {
    let beats = try beats(signal, Array(peaks.prefix(count)))
    #expect(beats.count == count)
    for side in BeatSide.allCases {
      #expect(features(beats, side).allSatisfy { $0.allSatisfy(\.isFinite) })
    }
    #expect(BeatFamilies(of: beats).members.count == count)
  }

  @Test func beatsAtTheVeryEnds() throws {
    let beats = try beats(Array(signal.prefix(50)), [0, 49])
    #expect(beats.count == 2)
    #expect(features(beats).allSatisfy { $0.allSatisfy(\.isFinite) })
  }

  /// Wide and narrow beats, early and late ones: families of their own.
  @Test func familiesAreAlike() throws {
    let families = BeatFamilies(of: try beats(signal, peaks))
    #expect(families.sizes.reduce(0, +) == 60)
    #expect((2...8).contains(families.count))
    let wide = Set((0..<60).filter { $0.isMultiple(of: 7) }.map { families.members[$0] })
    let narrow = Set((0..<60).filter { !$0.isMultiple(of: 7) }.map { families.members[$0] })
    #expect(wide.isDisjoint(with: narrow))
  }

  /// An earlier beat's family is the same when less of the record is known.
  @Test func familiesAreKnownAtOnce() throws {
    let whole = BeatFamilies(of: try beats(signal, peaks)).members
    let part = BeatFamilies(of: try beats(signal, Array(peaks.prefix(40)))).members
    #expect(whole.prefix(40).elementsEqual(part))
  }
}

extension LeadBeats {
  /// The same beat over and over.
  fileprivate static func repeating(_ beat: [Float], _ count: Int) -> LeadBeats {
    var lead = LeadBeats()
    for _ in 0..<count { lead.append(beat) }
    return lead
  }
}
