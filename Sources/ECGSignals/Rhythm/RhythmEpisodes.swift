import Foundation

/// The rhythm at each beat of a recording, as far as its beats tell it: one at a time, as in
/// MIT-BIH's annotations.
///
/// Atrial fibrillation or flutter is where the most probable course of the whole recording has it
/// (a hidden Markov model of two states, after Viterbi) for at least 30 s, the least that counts as
/// an episode (ESC guidelines 2020). Neighbouring beats are judged by nearly the same beats around
/// them, so that each counts for less than its own probability says, and a change of rhythm has to
/// be worth its cost. Nothing is carried over 30 s in which no beat can be judged, samples missing
/// or unusable: a whole episode might lie there, or its end.
///
/// Runs come before bigeminy and trigeminy, and these before fibrillation, which they do not end,
/// see ``fibrillation``; within it supraventricular beats make no rhythm of their own, as its beats
/// come early by chance. Beats that somebody marked within ventricular flutter or fibrillation are
/// of that; it is told by time, see ``stretches(_:)``.
public struct RhythmEpisodes: Sendable {
  /// The rhythm at each beat; nil where none is told: `N`.
  public let rhythms: [RhythmEpisode.Rhythm?]
  /// The episodes in order, each beat in one at most, but for ventricular flutter, which
  /// is told by time.
  public let episodes: [RhythmEpisode]
  /// The episodes of fibrillation as they are counted: the atria fibrillate on through runs,
  /// bigeminy and trigeminy of ventricular beats, so that what is parted by nothing but
  /// these is one episode.
  public let fibrillation: [RhythmEpisode]

  /// The seconds of fibrillation that count as an episode, at the least, and without a
  /// beat that end one.
  package static let leastFibrillation = 30.0
  /// What a beat's log-odds of fibrillation count for beside its neighbours', the probability that
  /// is certain enough, and what a change of rhythm costs.
  private static let (weight, surest, costOfChange) = (0.3, 0.99, 10.0)
  /// Beats a minute from which on a run is a tachycardia.
  private static let tachycardia = 100.0

  /// Finds the episodes.
  ///
  /// - Parameters:
  ///   - events: the beats and what they make.
  ///   - fibrillation: the probability of atrial fibrillation or flutter at each beat,
  ///     or none: `N`.
  public init(_ events: RhythmEvents, fibrillation: [Float] = []) {
    let isAfterSilence = Self.isAfterSilence(events)
    var isFibrillation = [Bool](repeating: false, count: events.times.count)
    for beats in Self.fibrillation(events, fibrillation, isAfterSilence) {
      for beat in beats { isFibrillation[beat] = true }
    }
    var rhythms = Self.rhythms(events, isFibrillation)
    // What runs at its ends leave of an episode may be too short for one.
    let short = FibrillationEpisodes.whole(
      in: Self.episodes(rhythms, isAfterSilence), isAfterSilence
    )
    .filter { !Self.isLong($0.beats, events) }
    if !short.isEmpty {
      for beat in short.flatMap(\.beats) { isFibrillation[beat] = false }
      rhythms = Self.rhythms(events, isFibrillation)
    }
    self.init(rhythms: rhythms, isAfterSilence)
  }

  /// The episodes of rhythms that are known at each beat, such as those that a reader marked.
  ///
  /// - Parameters:
  ///   - events: the beats and what they make.
  ///   - rhythms: the rhythm at each beat; nil where none is told: `N`.
  /// - Precondition: there are as many rhythms as beats.
  public init(_ events: RhythmEvents, rhythms: [RhythmEpisode.Rhythm?]) {
    precondition(rhythms.count == events.times.count)
    self.init(rhythms: rhythms, Self.isAfterSilence(events))
  }

  private init(rhythms: [RhythmEpisode.Rhythm?], _ isAfterSilence: [Bool]) {
    self.rhythms = rhythms
    episodes = Self.episodes(rhythms, isAfterSilence)
    fibrillation = FibrillationEpisodes.whole(in: episodes, isAfterSilence)
  }

  /// Whether a beat lies in an episode of ``fibrillation``, whatever its own rhythm: `N`.
  package var isFibrillation: [Bool] {
    var isFibrillation = [Bool](repeating: false, count: rhythms.count)
    for episode in fibrillation {
      for beat in episode.beats { isFibrillation[beat] = true }
    }
    return isFibrillation
  }

  /// The rhythm at each beat: `N`.
  private static func rhythms(
    _ events: RhythmEvents, _ isFibrillation: [Bool]
  ) -> [RhythmEpisode.Rhythm?] {
    var rhythms = isFibrillation.map { $0 ? RhythmEpisode.Rhythm.fibrillation : nil }
    let isFluttering = isFluttering(events)
    // Runs come last, so that they stand where two claim a beat.
    let ordered = events.events.sorted { $0.kind != .run && $1.kind == .run }
    for event in ordered {
      guard let rhythm = rhythm(of: event, events) else { continue }
      let isAtrial = event.label == AAMIClass.supraventricular.label
      for beat in event.beats where !(isAtrial && isFibrillation[beat]) { rhythms[beat] = rhythm }
    }
    for beat in rhythms.indices where isFluttering[beat] { rhythms[beat] = .ventricularFlutter }
    return rhythms
  }

  /// Whether beats last long enough for an episode of fibrillation.
  private static func isLong(_ beats: ClosedRange<Int>, _ events: RhythmEvents) -> Bool {
    events.times[beats.upperBound] - events.times[beats.lowerBound] >= leastFibrillation
  }

  /// Whether a beat lies where the ventricles flutter: `N`.
  private static func isFluttering(_ events: RhythmEvents) -> [Bool] {
    var waiting = events.ventricularFlutter[...]
    return events.times.map { time in
      waiting = waiting.drop { $0.upperBound <= time }
      return waiting.first.map { $0.lowerBound <= time } ?? false
    }
  }

  /// Whether a usable beat comes so long after the last one that both say nothing of
  /// one episode: `N`.
  private static func isAfterSilence(_ events: RhythmEvents) -> [Bool] {
    var last: Double?
    return zip(events.times, events.isUsable).map { time, isUsable in
      guard isUsable else { return false }
      defer { last = time }
      return last.map { time - $0 >= leastFibrillation } ?? false
    }
  }

  /// The stretches of beats in fibrillation, on the most probable course.
  private static func fibrillation(
    _ events: RhythmEvents, _ probabilities: [Float], _ isAfterSilence: [Bool]
  ) -> [ClosedRange<Int>] {
    let count = min(probabilities.count, events.times.count)
    // What the best courses that end in other rhythm and in fibrillation are worth, and whether
    // each came from the other side.
    var (other, inside) = (0.0, 0.0)
    var hasChanged: [(other: Bool, inside: Bool)] = []
    hasChanged.reserveCapacity(count)
    for beat in 0..<count {
      let probability = min(max(Double(probabilities[beat]), 1 - surest), surest)
      let odds = events.isUsable[beat] ? weight * log(probability / (1 - probability)) : 0
      let cost = isAfterSilence[beat] ? 0 : costOfChange
      let changed = (other: inside - cost > other, inside: other - cost > inside)
      (other, inside) = (max(other, inside - cost), max(inside, other - cost) + odds)
      hasChanged.append(changed)
    }
    var stretches: [ClosedRange<Int>] = []
    var (isInside, isOpen) = (inside > other, false)
    for beat in (0..<count).reversed() {
      // Beats that nobody can judge neither begin nor end an episode.
      if isInside, events.isUsable[beat] {
        if let last = stretches.last, isOpen {
          stretches[stretches.count - 1] = beat...last.upperBound
        } else {
          stretches.append(beat...beat)
          isOpen = true
        }
      }
      if isInside ? hasChanged[beat].inside : hasChanged[beat].other {
        isInside.toggle()
        isOpen = false
      }
      if isAfterSilence[beat] { isOpen = false }
    }
    return stretches.reversed().filter { isLong($0, events) }
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
  private static func episodes(
    _ rhythms: [RhythmEpisode.Rhythm?], _ isAfterSilence: [Bool]
  ) -> [RhythmEpisode] {
    var episodes: [RhythmEpisode] = []
    for (beat, rhythm) in rhythms.enumerated() {
      guard let rhythm, rhythm != .ventricularFlutter else { continue }
      if let last = episodes.last, last.rhythm == rhythm, last.beats.upperBound == beat - 1,
        !isAfterSilence[beat]
      {
        episodes[episodes.count - 1] = RhythmEpisode(
          rhythm: rhythm, beats: last.beats.lowerBound...beat)
      } else {
        episodes.append(RhythmEpisode(rhythm: rhythm, beats: beat...beat))
      }
    }
    return episodes
  }
}
