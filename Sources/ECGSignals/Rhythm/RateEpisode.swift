/// A stretch in which the heart beats slowly or fast.
public struct RateEpisode: Codable, Equatable, Sendable {
  /// Slow or fast.
  public enum Kind: String, CaseIterable, Codable, Sendable {
    /// Slower than ``RateEpisode/Limits/slow``.
    case bradycardia
    /// Faster than ``RateEpisode/Limits/fast``.
    case tachycardia
  }

  /// What counts as slow and as fast.
  public struct Limits: Codable, Equatable, Sendable {
    /// Beats a minute below which the heart is slow: 50, as the guideline of ACC, AHA and HRS on
    /// bradycardia has it (Circulation 140, 2019).
    public var slow = 50.0
    /// Beats a minute above which it is fast: 100.
    public var fast = 100.0
    /// The seconds that an episode lasts, at the least.
    public var seconds = 30.0

    /// Creates the usual limits, or others.
    public init(slow: Double = 50, fast: Double = 100, seconds: Double = 30) {
      (self.slow, self.fast, self.seconds) = (slow, fast, seconds)
    }
  }

  /// Slow or fast.
  public let kind: Kind
  /// Its first beat, in seconds from the recording's beginning.
  public let start: Double
  /// Its last beat.
  public let end: Double
  /// Its beats.
  public let beats: Int
  /// The mean rate, in beats a minute.
  public let rate: Double

  /// What sums of times add to a rate, in beats a minute: a heart at the limit is
  /// neither slow nor fast.
  private static let noise = 1e-6

  /// Finds the episodes: beats in a row of which every eight intervals are slow, or fast, in the
  /// mean. Beats of every class count; missing or unusable signal ends an episode.
  ///
  /// - Parameters:
  ///   - events: the beats.
  ///   - limits: what is slow, fast and long enough.
  /// - Returns: the episodes in order of their beginning.
  public static func episodes(in events: RhythmEvents, limits: Limits = Limits()) -> [RateEpisode] {
    let rates = events.rates
    return Kind.allCases.flatMap { kind in
      var stretches: [ClosedRange<Int>] = []
      for rate in rates
      where kind == .bradycardia
        ? rate.value < limits.slow - noise : rate.value > limits.fast + noise
      {
        // The next eight intervals: one beat further on.
        if let last = stretches.last, last.upperBound == rate.beats.upperBound - 1 {
          stretches[stretches.count - 1] = last.lowerBound...rate.beats.upperBound
        } else {
          // No interval is in two episodes.
          let first = max(rate.beats.lowerBound, stretches.last?.upperBound ?? 0)
          stretches.append(first...rate.beats.upperBound)
        }
      }
      return stretches.compactMap { beats -> RateEpisode? in
        let (start, end) = (events.times[beats.lowerBound], events.times[beats.upperBound])
        guard end - start >= limits.seconds else { return nil }
        return RateEpisode(
          kind: kind, start: start, end: end, beats: beats.count,
          rate: 60 * Double(beats.count - 1) / (end - start))
      }
    }.sorted { $0.start < $1.start }
  }
}
