public import ECGRecordings
public import ECGSignals

/// Beats whose classes a person gave or corrected, with the rhythms that they told: these stand
/// before those that follow from the beats.
public struct EditedBeats: Sendable {
  /// A stretch of a rhythm that a person told.
  public struct Rhythm: Equatable, Sendable {
    /// Its name in MIT-BIH's annotations without the parenthesis, such as `AFIB`; `N`
    /// for none of them.
    public let name: String
    /// Where it begins, in seconds.
    public let start: Double
    /// Where it ends, in seconds.
    public let end: Double

    /// Creates a stretch.
    public init(_ name: String, from start: Double, to end: Double) {
      (self.name, self.start, self.end) = (name, start, end)
    }
  }

  /// The beats and what they make.
  public let events: RhythmEvents
  /// The rhythm at each beat by its name; nil where none is told: `N`.
  public let rhythms: [String?]
  private let samples: [Int]
  private let samplingRate: Double
  /// The recording's length in seconds; nil where it is that of its last beat.
  private let duration: Double?
  private let gaps: [Range<Double>]
  private let unusable: [Range<Double>]
  /// What a person told on stretches without a beat to tell it by, but for ventricular flutter,
  /// which needs none.
  private let beatless: [Rhythm]

  /// Joins what is known of the beats; all that is given as stretches is in seconds and ascending.
  ///
  /// - Parameters:
  ///   - samples: the R peaks, ascending: `N`.
  ///   - labels: the class of each, as a label of `AAMIClass`: `N`.
  ///   - samplingRate: the samples per second.
  ///   - duration: the recording's length in seconds; nil for that of its last beat.
  ///   - gaps: where samples are missing.
  ///   - unusable: where nothing can be said about beats.
  ///   - fibrillation: where atrial fibrillation or flutter is probable.
  ///   - told: the rhythms that a person told.
  public init(
    samples: [Int], labels: [Int], samplingRate: Double, duration: Double? = nil,
    gaps: [Range<Double>] = [], unusable: [Range<Double>] = [], fibrillation: [Range<Double>] = [],
    rhythms told: [Rhythm] = []
  ) {
    let events = RhythmEvents(
      times: samples.map { Double($0) / samplingRate }, labels: labels, gaps: gaps,
      unusable: unusable, ventricularFlutter: Self.ventricularFlutter(told))
    let probable: [Float] = Self.marks(
      fibrillation.map { ($0.lowerBound, $0.upperBound, 1) }, events
    ).map { $0 ?? 0 }
    let found = RhythmEpisodes(events, fibrillation: probable)
    let stretches = Self.marks(
      told.indices.map { index in
        let rhythm = told[index]
        // Flutter is told by time: a beat where it ends is the first one after it.
        let last = rhythm.name == Self.flutter ? rhythm.end.nextDown : rhythm.end
        return (rhythm.start, last, index)
      }, events)
    let isWithin = Self.isWithinFibrillation(found, stretches, told)
    rhythms = events.times.indices.map { beat in
      guard let stretch = stretches[beat], !isWithin[beat] else {
        return found.rhythms[beat]?.rawValue
      }
      return told[stretch].name == Self.none ? nil : told[stretch].name
    }
    let withBeats = Set(stretches.compactMap(\.self))
    beatless = told.indices.filter { !withBeats.contains($0) }.map { told[$0] }
      .filter { $0.name != Self.flutter && $0.start < $0.end }
    self.events = events
    (self.samples, self.samplingRate, self.duration) = (samples, samplingRate, duration)
    (self.gaps, self.unusable) = (gaps, unusable)
  }

  private static let none = "N"
  private static let flutter = RhythmEpisode.Rhythm.ventricularFlutter.rawValue

  /// Where a person told that the ventricles flutter: there are no intervals.
  private static func ventricularFlutter(_ told: [Rhythm]) -> [Range<Double>] {
    told.filter { $0.name == flutter && $0.start < $0.end }.map { $0.start..<$0.end }
  }

  /// Whether a beat is of a run, bigeminy or trigeminy that stands in fibrillation which was told
  /// before it and after it: who tells what the atria do does not deny these: `N`.
  private static func isWithinFibrillation(
    _ found: RhythmEpisodes, _ stretches: [Int?], _ told: [Rhythm]
  ) -> [Bool] {
    var isWithin = [Bool](repeating: false, count: stretches.count)
    for episode in found.episodes where episode.rhythm.isWithinFibrillation {
      let (before, after) = (episode.beats.lowerBound - 1, episode.beats.upperBound + 1)
      guard before >= 0, after < stretches.count, let stretch = stretches[before],
        stretches[after] == stretch,
        RhythmEpisode.Rhythm(annotation: told[stretch].name) == .fibrillation
      else { continue }
      for beat in episode.beats { isWithin[beat] = true }
    }
    return isWithin
  }

  /// What the stretch that each beat lies in says; nil where it lies in none.
  private static func marks<Mark>(
    _ stretches: [(start: Double, end: Double, mark: Mark)], _ events: RhythmEvents
  ) -> [Mark?] {
    // Both go forwards in time.
    var stretches = stretches[...]
    return events.times.map { time in
      stretches = stretches.drop { $0.end < time }
      return stretches.first.flatMap { $0.start <= time ? $0.mark : nil }
    }
  }

  /// The recording's end in seconds.
  private var end: Double { max(duration ?? 0, events.times.last?.nextUp ?? 0) }

  /// What the beats come to.
  public var summary: RhythmSummary {
    let whole = 0..<end
    return RhythmSummary(events, in: whole, missing: RhythmSummary.seconds(of: gaps, in: whole))
  }

  /// What the summary cannot tell of the rhythms that a person told, as it counts them by
  /// beats: sentences.
  public var remarks: [String] {
    beatless.filter { $0.name != Self.none }.map {
      "\($0.name) is marked from \($0.start) to \($0.end) s, where there are no beats: it counts in no "
        + "rhythm, and an interval of 2 s or more there as a pause."
    }
  }

  /// The annotations of the beats, of the changes of rhythm, and of where the signal becomes
  /// unusable or usable again, as `RhythmEpisodes` and `SignalQuality` have them; made one by one.
  ///
  /// - Parameters:
  ///   - beats: the annotations of the beats: `N`.
  ///   - notes: other annotations.
  public func annotations(
    _ beats: some Sequence<Annotation>, notes: [Annotation] = []
  ) -> some Sequence<Annotation> {
    let marks = RhythmMarks.annotations(
      rhythms, samples: samples,
      ventricularFlutter: stretches(events.ventricularFlutter), beatless: beatlessMarks)
    return InterleavedAnnotations(
      beats, before: (marks + notes).sorted { $0.sample < $1.sample },
      after: quality.changes(channel: 0, rate: samplingRate, end: end))
  }

  /// The unusable stretches: where the ventricles flutter, that is why. What other kind one was is
  /// not known here; noise says the least.
  private var quality: SignalQuality {
    let flutter = events.ventricularFlutter
    func episode(_ kind: SignalQuality.Kind, _ part: Range<Double>) -> SignalQuality.Episode {
      SignalQuality.Episode(kind: kind, start: part.lowerBound, end: part.upperBound)
    }
    let episodes = unusable.flatMap { stretch in
      // What times that were rounded to samples leave of a stretch with flutter in it is nothing.
      let least = RhythmSummary.seconds(of: flutter, in: stretch) > 0 ? 1.5 / samplingRate : 0
      let noise = SignalQuality.parts(of: stretch, without: flutter)
        .filter { $0.upperBound - $0.lowerBound >= least }
      return noise.map { episode(.noise, $0) }
        + SignalQuality.parts(of: stretch, without: noise).map { episode(.ventricularFlutter, $0) }
    }
    return SignalQuality(episodes: episodes.sorted { $0.start < $1.start })
  }

  private var beatlessMarks: [RhythmMarks.Beatless] {
    beatless.flatMap { rhythm in
      stretches([rhythm.start..<rhythm.end]).map {
        RhythmMarks.Beatless(
          samples: $0, rhythm: rhythm.name == Self.none ? nil : rhythm.name)
      }
    }
  }

  /// Stretches as annotations count, those that last until the end open.
  private func stretches(_ stretches: [Range<Double>]) -> [Range<Int>] {
    RhythmMarks.samples(of: stretches, rate: samplingRate, end: duration ?? .infinity)
  }
}
