/// Why nothing can be said of a lead, as its samples come in.
///
/// ``SignalQuality`` judges a whole lead in blocks of five seconds. Here the last five seconds are
/// judged again and again, by the same rules (``MeasuredStretch``), so that no beat waits for the
/// end of its block. Of the lead no more is known than what came so far: the usual beat is the
/// middle of the last ones that were usable, the ends of the range are the extremes so far, and
/// beats are compared with those before them and those that came since.
///
/// Memory is bounded. What comes out does not depend on how samples are cut into blocks, as long as
/// each beat is told after the same sample.
package struct TrailingQuality: Codable, Sendable {
  /// The conditioned samples from one verdict to the next, 0.25 s: so few that one of those within
  /// which all samples of a beat are known ends behind its R peak.
  private static let step = LeadBeats.after - complexEnd
  /// The conditioned samples that are judged, 5 s.
  private static let window = 20 * step
  /// The conditioned samples from an R peak to the end of its complex.
  private static let complexEnd = BeatLikeness.complex.upperBound - LeadBeats.before
  /// The conditioned samples that are kept, for what is judged next and for the beats in it.
  private static let kept = LeadBeats.before + window + step + complexEnd
  /// The seconds of which verdicts are kept: some beats are found late.
  private static let memory = 60.0
  /// The beats of which the usual one is the middle, at the most.
  private static let usualCount = 256
  private static let seconds = Double(step) / SignalConditioner.nominalSamplingRate

  private let samplingRate: Double
  private var rails: RailFinder
  private var gaps: GapFinder
  /// The last conditioned samples, and the position of the first.
  private var samples = [Float](repeating: 0, count: LeadBeats.before)
  private var base = -LeadBeats.before
  /// The R peaks, in conditioned samples, whose complexes are not known yet, and those of the last
  /// beats, with their measures.
  private var waiting: [Int] = []
  private var positions: [Int] = []
  private var (shapes, heights, curvatures): ([Float], [Float], [Float]) = ([], [], [])
  /// What lies around those of these beats of which all samples are known.
  private var surroundings: [BeatSurroundings] = []
  /// The heights and curvatures of the last usable beats, as rings.
  private var (usualHeights, usualCurvatures): ([Float], [Float]) = ([], [])
  private var usualPlace = 0
  /// The last verdicts, and how many there were before, those on what is too short to be
  /// judged included.
  private var kinds: [SignalQuality.Kind?] = []
  /// Whether the signal was a regular wave, of each of them.
  private var waves: [Bool] = []
  private var forgotten = 0

  /// Starts with the first sample of a lead.
  ///
  /// - Parameters:
  ///   - samplingRate: samples per second, as they come.
  ///   - conditioned: the same of conditioned samples.
  package init(samplingRate: Double, conditioned: Double) {
    self.samplingRate = conditioned
    rails = RailFinder(samplingRate: samplingRate, seconds: Self.seconds)
    gaps = GapFinder(samplingRate: samplingRate)
  }

  /// Takes the next samples.
  ///
  /// - Parameters:
  ///   - samples: as they came, NaN where one is missing.
  ///   - conditioned: those that are conditioned by now, later than they came.
  package mutating func process(_ samples: [Float], conditioned: [Float]) {
    // Early answers are those of a copy, in which nothing is to be copied where nothing comes.
    guard !samples.isEmpty || !conditioned.isEmpty else { return }
    rails.process(samples)
    gaps.process(samples)
    self.samples += conditioned
    while (forgotten + kinds.count + 1) * Self.step + Self.complexEnd <= base + self.samples.count {
      let end = (forgotten + kinds.count + 1) * Self.step
      measure(from: max(0, end - Self.window))
      measureSurroundings()
      judge(end - Self.window..<end)
    }
    // The samples as they came are ahead of the conditioned ones by a second.
    rails.forget(allBut: Self.window / Self.step + 8, seconds: Self.memory)
    gaps.forget(seconds: Self.memory)
    let old = self.samples.count - Self.kept
    // Now and then, so that removing costs little.
    if old > Self.window / 2 {
      self.samples.removeFirst(old)
      base += old
    }
  }

  /// Takes the next R peak, in seconds.
  package mutating func append(_ time: Double) {
    waiting.append(Int((time * samplingRate).rounded()))
  }

  /// Why nothing can be said of what is at a time, in seconds, by the five seconds that have it
  /// nearest to their middle, of those that were judged; nil where something can, and until the
  /// first were judged.
  package func kind(at time: Double) -> SignalQuality.Kind? {
    if dropouts.standsStill(at: time) { return .flat }
    guard !kinds.isEmpty else { return nil }
    let position = Int((time * samplingRate).rounded())
    let middle = position + Self.window / 2
    let place = min(max(middle / Self.step - 1 - forgotten, 0), kinds.count - 1)
    if let kind = verdict(place) { return kind }
    return !isNearWaves(place) && isArtefact(at: position) ? .noise : nil
  }

  /// What was judged, but for stretches that come again: one may do so by chance, three
  /// in a row are told.
  private func verdict(_ place: Int) -> SignalQuality.Kind? {
    guard kinds[place] == .fast else { return kinds[place] }
    let rows = (1..<MeasuredStretch.fewestFast).map { place - $0 * Self.window / Self.step }
    return rows.allSatisfy { $0 >= 0 && kinds[$0] == .fast } ? .fast : nil
  }

  /// Where there is no signal, as far as that is known, of the last minute at least.
  package var dropouts: Dropouts { Dropouts(gaps: gaps.known, standstills: rails.known) }

  /// Why nothing can be said of the last seconds; nil where something can.
  package var kind: SignalQuality.Kind? {
    if rails.isStandingStill { return .flat }
    return kinds.isEmpty ? nil : verdict(kinds.count - 1)
  }

  /// Measures the beats whose complexes are known, but for those found so late that they are in
  /// nothing that will be judged.
  private mutating func measure(from start: Int) {
    let end = base + samples.count - Self.complexEnd
    var count = 0
    while count < waiting.count, waiting[count] <= end {
      if waiting[count] >= start { measure(waiting[count]) }
      count += 1
    }
    waiting.removeFirst(count)
  }

  private mutating func measure(_ position: Int) {
    let first = position - LeadBeats.before - base
    var beat = [Float](repeating: 0, count: LeadBeats.samplesPerBeat)
    let known = min(beat.count, samples.count - first)
    for index in 0..<known { beat[index] = samples[first + index] }
    let found = beat.withUnsafeBufferPointer {
      BeatLikeness.measure($0, appendingShapeTo: &shapes)
    }
    positions.append(position)
    heights.append(found.height)
    curvatures.append(found.curvature)
    // A lead that came loose must not teach what is usual.
    guard kind == nil else { return }
    if usualHeights.count < Self.usualCount {
      usualHeights.append(found.height)
      usualCurvatures.append(found.curvature)
    } else {
      (usualHeights[usualPlace], usualCurvatures[usualPlace]) = (found.height, found.curvature)
      usualPlace = (usualPlace + 1) % Self.usualCount
    }
  }

  /// Measures what lies around beats that were measured when only their complexes were known.
  private mutating func measureSurroundings() {
    while surroundings.count < positions.count {
      let first = max(0, positions[surroundings.count] - LeadBeats.before - base)
      guard first + LeadBeats.samplesPerBeat <= samples.count else { return }
      surroundings.append(BeatSurroundings(samples[first..<first + LeadBeats.samplesPerBeat]))
    }
  }

  /// Judges a stretch.
  private mutating func judge(_ range: Range<Int>) {
    let measured = isKnown(range) ? measured(range) : nil
    kinds.append(measured?.kind)
    waves.append(measured?.isFlutter ?? false)
    let most = Int(Self.memory / Self.seconds)
    if kinds.count > 2 * most {
      kinds.removeFirst(kinds.count - most)
      waves.removeFirst(waves.count - most)
      forgotten += most + 1
    }
    forgetBeats(before: range.lowerBound)
  }

  /// Whether there are enough samples of a stretch: where they are missing, nothing is
  /// wrong with them.
  private func isKnown(_ range: Range<Int>) -> Bool {
    let blocks = rails.blocks(in: seconds(range))
    return range.lowerBound >= 0 && 2 * rails.presentCount(of: blocks) >= blocks.count
  }

  private func seconds(_ range: Range<Int>) -> Range<Double> {
    Double(range.lowerBound) / samplingRate..<Double(range.upperBound) / samplingRate
  }

  private func measured(_ range: Range<Int>) -> MeasuredStretch {
    let first = index(of: range.lowerBound)
    let beats = first..<max(first, index(of: range.upperBound))
    let samples = samples[range.lowerBound - base..<range.upperBound - base]
    return MeasuredStretch(
      block: samples.withUnsafeBufferPointer { QualityBlock(of: $0) },
      beats: BeatLikeness.group(
        likenesses: BeatLikeness.likenesses(of: beats, shapes), heights: heights[beats],
        curvatures: curvatures[beats]),
      usualHeight: usualHeights.upperMedian ?? 0, usualCurvature: usualCurvatures.upperMedian ?? 0,
      rail: rails.rail(of: rails.blocks(in: seconds(range))))
  }

  /// The first of the last beats that comes at a position or after it.
  private func index(of position: Int) -> Int {
    positions.firstIndex { $0 >= position } ?? positions.count
  }

  /// Forgets beats with which none of those to come is compared.
  private mutating func forgetBeats(before start: Int) {
    let old = index(of: start) - BeatLikeness.reach
    guard old > BeatLikeness.reach else { return }
    positions.removeFirst(old)
    surroundings.removeFirst(min(old, surroundings.count))
    heights.removeFirst(old)
    curvatures.removeFirst(old)
    shapes.removeFirst(old * BeatLikeness.complex.count)
  }
}

// Artefacts of a moment.
extension TrailingQuality {
  /// Whether the signal is a regular wave in a stretch, or in one before or behind it.
  private func isNearWaves(_ place: Int) -> Bool {
    let next = Self.window / Self.step
    return waves[max(0, place - 2 * next)...min(place + next, waves.count - 1)].contains(true)
  }

  /// Whether the beat at a position is one, by the beats before it and those that came since; not
  /// where those before it that belong to it came for too long.
  private func isArtefact(at position: Int) -> Bool {
    guard let beat = positions.lastIndex(of: position), beat < surroundings.count else {
      return false
    }
    // Those that may belong to one burst with it, and those that any of them is compared with.
    let longest = Int((ArtefactBeats.longest + ArtefactBeats.apart) * samplingRate)
    let first = index(of: position - longest)
    let reach = BeatLikeness.reach
    let compared = max(0, first - reach)..<min(positions.count, beat + reach + 1)
    var likenesses = [Float](repeating: 1, count: positions.count)
    likenesses.replaceSubrange(compared, with: BeatLikeness.likenesses(of: compared, shapes))
    let artefacts = (first...beat).filter { isArtefact($0, likenesses) }
    guard artefacts.last == beat else { return false }
    let burst = ArtefactBeats.bursts(artefacts.map { Double(positions[$0]) / samplingRate }).last
    return burst?.upperBound == Double(position) / samplingRate
  }

  private func isArtefact(_ beat: Int, _ likenesses: [Float]) -> Bool {
    // Half as many beats are compared as of a whole lead: only what is clearly unlike
    // them says something.
    guard likenesses[beat] < ArtefactBeats.clearlyUnlike, usualHeights.count > BeatLikeness.reach
    else { return false }
    let rules = ArtefactBeats(
      usualHeight: usualHeights.upperMedian ?? 0, usualCurvature: usualCurvatures.upperMedian ?? 0)
    let others = ArtefactBeats.around(beat, surroundings.count).filter {
      likenesses[$0] >= ArtefactBeats.kin
    }
    return rules.isArtefact(
      described(beat, likenesses), among: others.lazy.map { described($0, likenesses) })
  }

  private func described(_ beat: Int, _ likenesses: [Float]) -> ArtefactBeats.Beat {
    ArtefactBeats.Beat(
      likeness: likenesses[beat], height: heights[beat],
      around: surroundings[beat]
        .summary(besides: ArtefactBeats.neighbours(of: beat, positions, likenesses)))
  }
}
