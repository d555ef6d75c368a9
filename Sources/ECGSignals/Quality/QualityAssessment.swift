/// Tells from a lead's blocks and beats where nothing can be said.
///
/// A block of five seconds is noisy where its beats are unlike those around them and, at once, the signal
/// between them is restless. Neither alone will do: ventricular beats of many sources are unlike each
/// other, and muscles may tremble without hiding a beat. Where the signal is as regular as a sine of the
/// rate that hearts flutter at, it is flutter or fibrillation of the ventricles, and is left to the reader,
/// however unlike its waves are.
///
/// Where an electrode is off, mains hum is what the lead shows, and the beats that are found on its crests
/// are alike. A block is noisy as well where its beats bend no more than what is between them: the crest of
/// a sine does so 1.6 times as much as all of it in the mean, that of white noise up to four times, a QRS
/// complex ten times and more.
///
/// Where the signal comes again faster than beats can be told apart, and much fewer are found, nothing can be said of
/// them either (`Repetition`).
///
/// The limits are round numbers between what the records of the MIT-BIH Arrhythmia Database have and what
/// muscle artefacts of the Noise Stress Test Database do to them.
struct QualityAssessment {
  /// The mean likeness of beats below which they are artefacts, and below which they are where the signal
  /// hums, which makes beats of one kind less alike.
  private static let (likeness, likenessInHum): (Float, Float) = (0.85, 0.75)
  /// The bend between the beats by the curvature of the block's beats, and of all, above which the signal is
  /// restless; how much of it must come from above the band of QRS complexes.
  private static let bend: Float = 0.08
  private static let tremor: Float = 0.5
  /// The leakage up to which it is a sine; half of the period, in seconds, that such a one of the
  /// ventricles has: from 120 to 600 waves a minute.
  private static let leakage: Float = 0.65
  private static let flutter: ClosedRange<Float> = 0.05...0.25
  /// Above this so much of the bend comes from above the band of QRS complexes that the signal hums; white
  /// noise has 0.8 to 1.
  private static let hum: Float = 1.2
  /// How much must come from there, and the bend between the beats by the curvature of the block's own, for
  /// beats not to stick out of it. Hum gives 0.64 in the mean, less where it swells and fades.
  private static let (drownedTremor, drowned): (Float, Float) = (0.6, 0.35)
  /// The height by the usual one of beats that, unlike each other, were found in an amplifier's noise: 0.03
  /// mV and less. P waves, which may be taken for beats in a pause, are higher, and so is fine
  /// fibrillation.
  private static let lowest: Float = 0.03
  /// Beats lower than this part of the range of the samples as they came are not there at all: hum of which
  /// nothing is left below 60 Hz was taken for them.
  private static let trace: Float = 1e-4
  /// Where a block without beats has a range below this part both of a beat's height and of the range of
  /// the samples as they came, they held no signal, but hum or a wave as slow as breath.
  private static let faint: Float = 0.02
  /// A block without beats that hums more than this part of a beat's height, and shows nothing higher than its hum, is
  /// no pause.
  private static let leastHum: Float = 0.05
  /// A block without beats whose range is below this part of a beat's height is flat.
  private static let flatRange: Float = 0.01
  /// So many blocks in a row come again, at the least.
  private static let fewestFast = 3
  /// No ventricle flutters faster than once in so many seconds: 350 times a minute.
  private static let shortestFlutter: Float = 60 / 350
  /// Of waves that come again faster than beats can be told apart, the share that is found where all are.
  private static let foundShare: Float = 0.7
  /// The share of a block at the end of the range that is too much.
  private static let clippedShare = 0.1

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
    likeness = BeatLikeness(beats)
    (self.times, self.blocks, self.rails, self.end) = (times, blocks, rails, end)
  }

  /// Where nothing can be said.
  var quality: SignalQuality {
    var kinds = blockKinds
    // A hole of one block between two is no rest.
    for block in kinds.indices.dropFirst().dropLast() where kinds[block] == nil {
      let (before, after) = (kinds[block - 1], kinds[block + 1])
      if before == after, before == .noise || before == .fast { kinds[block] = before }
    }
    // A few alone may come again by chance, or be flutter of the atria.
    for row in Self.rows(of: .fast, in: kinds)
    where row.count < min(Self.fewestFast, kinds.count) {
      for block in row { kinds[block] = nil }
    }
    var episodes = rails.standstills.map {
      SignalQuality.Episode(kind: .flat, start: $0.lowerBound, end: $0.upperBound)
    }
    for (block, kind) in kinds.enumerated() {
      guard let kind else { continue }
      let start = Double(block) * QualityBlock.seconds
      let stop = block + 1 == kinds.count ? end : start + QualityBlock.seconds
      episodes += SignalQuality.parts(of: start..<max(start, stop), without: rails.standstills)
        .map { SignalQuality.Episode(kind: kind, start: $0.lowerBound, end: $0.upperBound) }
    }
    return SignalQuality(episodes: Self.joined(episodes.sorted { $0.start < $1.start }))
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

  private var blockKinds: [SignalQuality.Kind?] {
    let usualCurvature = likeness.curvatures.upperMedian ?? 0
    let usualHeight = likeness.heights.upperMedian ?? 0
    let (shares, ranges, hums) = (rails.shares, rails.ranges, rails.hums)
    var beat = 0
    return blocks.enumerated().map { index, block in
      let first = beat
      let stop = Double(index + 1) * QualityBlock.seconds
      while beat < times.count, times[beat] < stop || index + 1 == blocks.count { beat += 1 }
      let here = first..<beat
      if here.isEmpty, block.range < Self.flatRange * usualHeight { return .flat }
      let alike =
        here.isEmpty ? 0 : likeness.values[here].reduce(0, +) / Float(here.count)
      let isUnlike = alike < Self.likeness
      if isUnlike, index < shares.count, shares[index] > Self.clippedShare { return .clipped }
      let height = likeness.heights[here].upperMedian ?? usualHeight
      if index < ranges.count {
        // Of a lead without beats no height is known; that of beats of which nothing is left is 0.
        if height > 0 || !here.isEmpty, height < Self.trace * ranges[index] { return .noise }
        let isFaint = block.range < Self.faint * min(usualHeight, ranges[index])
        if here.isEmpty, isFaint { return .noise }
      }
      if isUnlike, height < Self.lowest * usualHeight { return .noise }
      let isSine = block.leakage <= Self.leakage
      let isFlutter = isSine && Self.flutter.contains(block.halfPeriod)
      let waves = block.period > 0 ? Float(QualityBlock.seconds) / block.period : 0
      if Float(here.count) < Self.foundShare * waves,
        !isFlutter || block.period < Self.shortestFlutter
      {
        return .fast
      }
      if isFlutter { return nil }
      if here.isEmpty, usualHeight > 0, index < hums.count,
        hums[index] > max(Self.leastHum * usualHeight, block.range / 2)
      {
        return .noise
      }
      let isFast = isSine && block.halfPeriod < Self.flutter.lowerBound
      let curvature = here.isEmpty ? usualCurvature : likeness.curvatures[here].upperMedian ?? 0
      let isHum = block.tremor > Self.hum
      if !here.isEmpty, isHum || !isUnlike, block.tremor > Self.drownedTremor || isFast,
        block.bend > Self.drowned * curvature
      {
        return .noise
      }
      let isRestless =
        block.bend > Self.bend * max(curvature, usualCurvature) && block.tremor > Self.tremor
      let isArtefact = alike < (isHum ? Self.likenessInHum : Self.likeness)
      return isArtefact && isRestless && (!isSine || isFast) ? .noise : nil
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
