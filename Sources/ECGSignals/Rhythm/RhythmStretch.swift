import ECGRecordings

/// A stretch of a rhythm by time: an episode from its first beat to its last, or ventricular
/// flutter, which needs no beats.
public struct RhythmStretch: Equatable, Sendable {
  /// Which rhythm.
  public let rhythm: RhythmEpisode.Rhythm
  /// Its beginning in seconds from the recording's.
  public let start: Double
  /// Its end.
  public let end: Double
  /// Its beats, but for those where the signal is unusable, which count nowhere.
  public let beats: Int

  /// Its length in seconds.
  public var seconds: Double { end - start }
}

extension RhythmEpisodes {
  /// The episodes of all rhythms by time, in order of their beginning.
  ///
  /// - Parameter events: the beats that the episodes are of, with where the ventricles flutter.
  public func stretches(_ events: RhythmEvents) -> [RhythmStretch] {
    RhythmStretch.stretches(of: episodes, in: events)
  }
}

extension RhythmStretch {
  /// Episodes by time together with ventricular flutter, in order of their beginning.
  ///
  /// - Parameters:
  ///   - episodes: those of beats.
  ///   - events: the beats, with where the ventricles flutter.
  public static func stretches(
    of episodes: [RhythmEpisode], in events: RhythmEvents
  ) -> [RhythmStretch] {
    let flutter = events.ventricularFlutter.map { range in
      let first = events.times.partitionPoint { $0 >= range.lowerBound }
      let last = events.times.partitionPoint { $0 >= range.upperBound }
      return RhythmStretch(
        rhythm: .ventricularFlutter, start: range.lowerBound, end: range.upperBound,
        beats: (first..<last).count { events.isUsable[$0] })
    }
    let others = episodes.map { RhythmStretch($0, in: events) }
    return (others + flutter).sorted { $0.start < $1.start }
  }

  /// An episode by time.
  ///
  /// - Parameters:
  ///   - episode: one of beats.
  ///   - events: the beats.
  package init(_ episode: RhythmEpisode, in events: RhythmEvents) {
    rhythm = episode.rhythm
    (start, end) = (events.times[episode.beats.lowerBound], events.times[episode.beats.upperBound])
    beats = episode.beats.count { events.isUsable[$0] }
  }
}
