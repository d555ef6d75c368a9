/// Tells from a lead's blocks and beats where nothing can be said, by the rules of
/// ``MeasuredStretch`` and, for what lasts a moment, of ``ArtefactBeats``.
struct QualityAssessment {
  private let beats: LeadBeats
  private let likeness: BeatLikeness
  private let times: [Double]
  private let blocks: [QualityBlock]
  private let rails: RailFinder
  private let end: Double

  /// - Parameters:
  ///   - beats: the lead's beats.
  ///   - times: when they come, in seconds.
  ///   - blocks: the lead's blocks.
  ///   - rails: where it stands still.
  ///   - end: the lead's length in seconds.
  init(
    beats: LeadBeats, times: [Double], blocks: [QualityBlock], rails: RailFinder, end: Double
  ) {
    self.beats = beats
    likeness = BeatLikeness(beats)
    (self.times, self.blocks, self.rails, self.end) = (times, blocks, rails, end)
  }

  /// What lasts: a block between two such is no rest from it.
  private static let filled: Set<SignalQuality.Kind> = [.noise, .fast, .ventricularFlutter]

  /// Where nothing can be said.
  var quality: SignalQuality {
    let stretches = stretches
    var kinds = stretches.map(\.kind)
    // A hole of one block between two is no rest.
    for block in kinds.indices.dropFirst().dropLast() where kinds[block] == nil {
      let (before, after) = (kinds[block - 1], kinds[block + 1])
      if before == after, let before, Self.filled.contains(before) { kinds[block] = before }
    }
    // A few alone may come again by chance, or be flutter of the atria.
    for row in Self.rows(of: .fast, in: kinds)
    where row.count < min(MeasuredStretch.fewestFast, kinds.count) {
      for block in row { kinds[block] = nil }
    }
    let standstills = standstills
    var episodes = standstills.map {
      SignalQuality.Episode(kind: .flat, start: $0.lowerBound, end: $0.upperBound)
    }
    for (block, kind) in kinds.enumerated() {
      guard let kind else { continue }
      let start = Double(block) * QualityBlock.seconds
      let stop = block + 1 == kinds.count ? end : start + QualityBlock.seconds
      episodes += SignalQuality.parts(of: start..<max(start, stop), without: standstills)
        .map { SignalQuality.Episode(kind: kind, start: $0.lowerBound, end: $0.upperBound) }
    }
    episodes = withEdges(
      Self.joined(episodes.sorted { $0.start < $1.start }), kinds, stretches.map(\.kind))
    let told = episodes.map { $0.start..<$0.end }
    for burst in bursts(besides: stretches) {
      episodes += SignalQuality.parts(of: burst, without: told)
        .map { SignalQuality.Episode(kind: .noise, start: $0.lowerBound, end: $0.upperBound) }
    }
    return SignalQuality(episodes: Self.joined(episodes.sorted { $0.start < $1.start }))
  }

  /// The episodes, those of flutter as far as its waves go.
  ///
  /// - Parameters:
  ///   - kinds: why nothing can be said of each block.
  ///   - own: the same by each block alone.
  private func withEdges(
    _ episodes: [SignalQuality.Episode], _ kinds: [SignalQuality.Kind?],
    _ own: [SignalQuality.Kind?]
  ) -> [SignalQuality.Episode] {
    guard kinds.contains(.ventricularFlutter) else { return episodes }
    func block(_ time: Double) -> Int { min(Int(time / QualityBlock.seconds), kinds.count - 1) }
    let plain = times.indices.filter { kinds[block(times[$0])] == nil }
    let edges = FlutterEdges(
      likeness, at: times,
      usualCurvature: plain.map { likeness.curvatures[$0] }.upperMedian ?? 0)
    func isDoubtful(_ time: Double) -> Bool {
      let block = block(time)
      return own[block] != .ventricularFlutter
        || [block - 1, block + 1].contains {
          !kinds.indices.contains($0) || kinds[$0] != .ventricularFlutter
        }
    }
    return episodes.flatMap { episode in
      guard episode.kind == .ventricularFlutter else { return [episode] }
      return edges.flutter(in: episode.start..<episode.end, isDoubtful: isDoubtful)
        .map { .init(kind: episode.kind, start: $0.lowerBound, end: $0.upperBound) }
    }
  }

  /// Where artefacts of a moment are, but for beats in a regular wave, of which none may be like
  /// another, and next to it.
  private func bursts(besides stretches: [MeasuredStretch]) -> [Range<Double>] {
    ArtefactBeats.bursts(of: beats, at: times, likeness)
      .map { $0.clamped(to: 0..<max(end, 0)) }
      .filter { burst in
        let first = Int(burst.lowerBound / QualityBlock.seconds) - 1
        let last = Int(burst.upperBound / QualityBlock.seconds) + 1
        return !(first...last).contains {
          stretches.indices.contains($0) && stretches[$0].isFlutter
        }
      }
  }

  /// Where the lead stands still, with the steps to that and from it.
  private var standstills: [Range<Double>] {
    rails.standstills.reduce(into: []) { wide, range in
      let start = max(0, range.lowerBound - Dropouts.step)
      let stop = min(end, range.upperBound + Dropouts.step)
      if let last = wide.last, start <= last.upperBound {
        wide[wide.count - 1] = last.lowerBound..<stop
      } else {
        wide.append(start..<stop)
      }
    }
  }

  /// Where blocks of a kind follow one another.
  private static func rows(
    of kind: SignalQuality.Kind, in kinds: [SignalQuality.Kind?]
  ) -> [Range<Int>] {
    kinds.indices.filter { kinds[$0] == kind }.reduce(into: []) { rows, block in
      if let last = rows.last, last.upperBound == block {
        rows[rows.count - 1] = last.lowerBound..<block + 1
      } else {
        rows.append(block..<block + 1)
      }
    }
  }

  /// What each block comes to.
  private var stretches: [MeasuredStretch] {
    let usualCurvature = likeness.curvatures.upperMedian ?? 0
    let usualHeight = likeness.heights.upperMedian ?? 0
    var beat = 0
    return blocks.enumerated().map { index, block in
      let first = beat
      let stop = Double(index + 1) * QualityBlock.seconds
      while beat < times.count, times[beat] < stop || index + 1 == blocks.count { beat += 1 }
      return MeasuredStretch(
        block: block, beats: likeness.group(first..<beat), usualHeight: usualHeight,
        usualCurvature: usualCurvature, rail: rails.rail(of: index..<index + 1))
    }
  }

  /// Joins episodes of one kind that follow one another.
  private static func joined(_ episodes: [SignalQuality.Episode]) -> [SignalQuality.Episode] {
    episodes.reduce(into: []) { joined, episode in
      if let last = joined.last, last.kind == episode.kind, episode.start <= last.end {
        joined[joined.count - 1] = .init(kind: last.kind, start: last.start, end: episode.end)
      } else {
        joined.append(episode)
      }
    }
  }
}

extension SignalQuality {
  /// Assesses a whole lead.
  ///
  /// - Parameters:
  ///   - signal: its samples, NaN where one is missing; any unit does.
  ///   - peaks: its R peaks, as indices of the samples in ascending order.
  ///   - samplingRate: samples per second.
  /// - Throws: `ResamplingError` for a rate that cannot be brought to 120 Hz.
  public init(of signal: [Float], peaks: [Int], samplingRate: Double) throws {
    let reading = try BeatReading(
      at: peaks.map { Double($0) / samplingRate }, samplingRates: [samplingRate], threads: 1)
    reading.process([signal])
    self = reading.finish().quality
  }
}
