/// The rhythm at each beat of a recording, as far as its beats tell it: one at a time, as in MIT-BIH's
/// annotations.
///
/// Atrial fibrillation or flutter is where it is more probable than not for at least 30 s, the least that
/// counts as an episode (ESC guidelines 2020); what lies between two such stretches belongs to them where it
/// is no longer than 10 s. Runs come before bigeminy and trigeminy, and these before fibrillation, which
/// they do not end; within it supraventricular beats make no rhythm of their own, as its beats come early by
/// chance.
public struct RhythmEpisodes: Sendable {
  /// The rhythm at each beat; nil where none is told: `N`.
  public let rhythms: [RhythmEpisode.Rhythm?]
  /// The episodes in order, each beat in one at most.
  public let episodes: [RhythmEpisode]

  /// The seconds of fibrillation that count as an episode, at the least.
  private static let leastFibrillation = 30.0
  /// The seconds between two stretches of fibrillation that part them.
  private static let longestBreak = 10.0
  /// Beats a minute from which on a run is a tachycardia.
  private static let tachycardia = 100.0

  /// Finds the episodes.
  ///
  /// - Parameters:
  ///   - events: the beats and what they make.
  ///   - fibrillation: the probability of atrial fibrillation or flutter at each beat, or none: `N`.
  public init(_ events: RhythmEvents, fibrillation: [Float] = []) {
    var rhythms = [RhythmEpisode.Rhythm?](repeating: nil, count: events.times.count)
    for beats in Self.fibrillation(events, fibrillation) {
      for beat in beats { rhythms[beat] = .fibrillation }
    }
    let isFibrillation = rhythms.map { $0 != nil }
    // Runs come last, so that they stand where two claim a beat.
    let ordered = events.events.sorted { $0.kind != .run && $1.kind == .run }
    for event in ordered {
      guard let rhythm = Self.rhythm(of: event, events) else { continue }
      let isAtrial = event.label == AAMIClass.supraventricular.label
      for beat in event.beats where !(isAtrial && isFibrillation[beat]) { rhythms[beat] = rhythm }
    }
    self.rhythms = rhythms
    episodes = Self.episodes(rhythms)
  }

  /// The episodes of rhythms that are known at each beat, such as those that a reader marked.
  ///
  /// - Parameter rhythms: the rhythm at each beat; nil where none is told: `N`.
  public init(rhythms: [RhythmEpisode.Rhythm?]) {
    self.rhythms = rhythms
    episodes = Self.episodes(rhythms)
  }

  /// The stretches of beats at which fibrillation is probable.
  private static func fibrillation(
    _ events: RhythmEvents, _ probabilities: [Float]
  ) -> [ClosedRange<Int>] {
    let times = events.times
    var stretches: [ClosedRange<Int>] = []
    for beat in probabilities.indices.prefix(times.count)
    where events.isUsable[beat] && probabilities[beat] > 0.5 {
      if let last = stretches.last, times[beat] - times[last.upperBound] <= longestBreak {
        stretches[stretches.count - 1] = last.lowerBound...beat
      } else {
        stretches.append(beat...beat)
      }
    }
    return stretches.filter { times[$0.upperBound] - times[$0.lowerBound] >= leastFibrillation }
  }

  private static func rhythm(
    of event: RhythmEvent, _ events: RhythmEvents
  ) -> RhythmEpisode.Rhythm? {
    let isVentricular = event.label == AAMIClass.ventricular.label
    switch event.kind {
    case .couplet, .pause: return nil
    case .bigeminy: return isVentricular ? .bigeminy : .atrialBigeminy
    case .trigeminy: return isVentricular ? .trigeminy : nil
    case .run:
      let seconds = events.times[event.beats.upperBound] - events.times[event.beats.lowerBound]
      let isFast = seconds > 0 && 60 * Double(event.beats.count - 1) / seconds > tachycardia
      if isVentricular { return isFast ? .ventricularTachycardia : .idioventricular }
      return isFast ? .supraventricularTachyarrhythmia : nil
    }
  }

  /// Beats in a row of one rhythm.
  private static func episodes(_ rhythms: [RhythmEpisode.Rhythm?]) -> [RhythmEpisode] {
    var episodes: [RhythmEpisode] = []
    for (beat, rhythm) in rhythms.enumerated() {
      guard let rhythm else { continue }
      if let last = episodes.last, last.rhythm == rhythm, last.beats.upperBound == beat - 1 {
        episodes[episodes.count - 1] = RhythmEpisode(
          rhythm: rhythm, beats: last.beats.lowerBound...beat)
      } else {
        episodes.append(RhythmEpisode(rhythm: rhythm, beats: beat...beat))
      }
    }
    return episodes
  }
}
