import Foundation

/// What the times of R peaks tell of each beat: logarithms of ratios of RR intervals, and how
/// restless the rhythm is.
///
/// A ratio to what is usual tells an early beat from a fast heart; what is usual comes from the
/// beats on one side, see ``BeatSide``.
package struct RhythmFeatures: Sendable {
  /// The features of a beat.
  package static let count = names.count
  /// What they are. `next` is the interval to the next beat, `rr` that to the beat before.
  static let names = [
    "RR / mean of 300 s", "RR / mean of 60 s", "RR / mean of all", "RR / mean of ten",
    "RR / previous",
    "previous / mean of ten", "previous / mean of 60 s", "next / mean of 300 s", "next / RR",
    "next / mean of ten", "unrest of 60 beats", "unrest of 20 beats", "unrest of 10 beats",
  ]
  /// Those that are 0 where every interval is as usual.
  static let ratios = 0...9
  /// Those that need the next beat.
  static let afterwards = 7...9

  /// The shortest and the longest interval that counts, in seconds: beyond it are
  /// artefacts and gaps.
  private static let limits = 0.2...4.0
  /// The interval of a beat that has no other beside it.
  static let usual = 0.8
  /// A beat is late whose interval is at least this share of the mean of 300 s.
  private static let late = 0.95

  /// The features: `N ×` ``count``.
  package let values: [Float]
  /// Whether a beat came no earlier than usual, as sinus beats do, whatever the
  /// burden of ectopy: `N`.
  package let isLate: [Bool]

  /// - Parameters:
  ///   - intervals: the interval that leads to each beat, see ``RecordingBeats/intervals``: `N`.
  ///   - side: where the beats are that tell what is usual.
  package init(intervals: [Double?], side: BeatSide) {
    let count = intervals.count
    var values = [Float](repeating: 0, count: count * Self.count)
    var isLate = [Bool](repeating: true, count: count)
    var tracker = RhythmTracker()
    for beat in side.order(count) {
      let interval = intervals[beat]
      let found = Self.describe(
        interval, previous: intervals[max(beat - 1, 0)],
        next: intervals[min(beat + 1, count - 1)], beside: tracker)
      isLate[beat] = found.isLate
      for (feature, value) in found.values.enumerated() {
        values[beat * Self.count + feature] = Float(value)
      }
      if let interval { tracker.push(interval) }
    }
    self.values = values
    self.isLate = isLate
  }

  /// The features of a beat, and whether it is late.
  ///
  /// An interval that is not known is taken for the mean of ten, so that it is
  /// neither short nor long.
  ///
  /// - Parameters:
  ///   - interval: the interval that leads to it, in seconds; nil where it is not known.
  ///   - previous: the one before that.
  ///   - next: the one after it.
  ///   - tracker: what is usual.
  static func describe(
    _ interval: Double?, previous: Double?, next: Double?, beside tracker: RhythmTracker
  ) -> (values: [Double], isLate: Bool) {
    let reference = tracker.reference
    let likely = reference?.ten ?? interval ?? next ?? previous ?? Self.usual
    let (interval, previous, next) = (interval ?? likely, previous ?? likely, next ?? likely)
    let usual =
      reference
      ?? .init(
        long: interval, minute: interval, all: interval, ten: interval, rrIrregularity: (0, 0, 0))
    let values = [
      log(interval / usual.long), log(interval / usual.minute), log(interval / usual.all),
      log(interval / usual.ten), log(interval / previous), log(previous / usual.ten),
      log(previous / usual.minute), log(next / usual.long), log(next / interval),
      log(next / usual.ten), usual.rrIrregularity.sixty, usual.rrIrregularity.twenty,
      usual.rrIrregularity.ten,
    ]
    return (values, interval >= Self.late * usual.long)
  }

  /// How early each beat comes: the first of its features, for those who need no other: `N`.
  ///
  /// - Parameter intervals: the interval that leads to each beat in seconds; nil where it is not
  ///   known, which is then as usual.
  static func earliness(_ intervals: [Double?]) -> [Float] {
    var tracker = RhythmTracker()
    return intervals.map { interval in
      guard let interval = interval.map(clamped) else { return 0 }
      defer { tracker.push(interval) }
      return Float(log(interval / (tracker.usual ?? interval)))
    }
  }

  /// An interval as it counts: beyond the limits are artefacts and gaps.
  static func clamped(_ interval: Double) -> Double {
    min(max(interval, limits.lowerBound), limits.upperBound)
  }

  /// The interval that leads to each beat, as it counts; the first has that of the second.
  static func intervals(_ times: [Double]) -> [Double] {
    let intervals = zip(times.dropFirst(), times).map { clamped($0 - $1) }
    return times.isEmpty ? [] : [intervals.first ?? usual] + intervals
  }
}
