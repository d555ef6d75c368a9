/// What the time of a beat tells of it, see ``RhythmFeatures``.
package struct BeatRhythm: Sendable {
  /// The features of the rhythm.
  package let values: [Float]
  /// Whether the beat came no earlier than usual.
  package let isLate: Bool
  /// The interval that leads to it, in seconds, as it counts; nil where it is not known.
  package let interval: Double?
  /// Whether it is early enough for a family of its own.
  var isEarly: Bool { interval != nil && OpenFamilies.isEarly(values[0]) }
}

/// ``RhythmFeatures`` of beats as they come: those of each once the next is known,
/// in bounded memory.
package struct RhythmStream: Codable, Sendable {
  private var tracker = RhythmTracker()
  /// The interval that led to the beat before; nil where it is not known, and before
  /// the first beat.
  private var previous: Double?
  private var hasPrevious = false

  /// A beat beside another.
  package struct Neighbour: Sendable {
    /// When it comes, in seconds.
    let time: Double
    /// Whether the time between the two is known to be an interval, see ``Dropouts``.
    let isInterval: Bool

    /// A beat at a time in seconds.
    package init(at time: Double, isInterval: Bool) {
      (self.time, self.isInterval) = (time, isInterval)
    }
  }

  /// Starts before the first beat.
  package init() {}

  /// Describes the next beat.
  ///
  /// - Parameters:
  ///   - time: its R peak in seconds.
  ///   - last: the beat before; nil for the first beat.
  ///   - next: the beat after; nil for the last beat.
  package mutating func take(
    _ time: Double, after last: Neighbour?, before next: Neighbour?
  ) -> BeatRhythm {
    func interval(to other: Neighbour) -> Double? {
      other.isInterval ? RhythmFeatures.clamped(abs(other.time - time)) : nil
    }
    let following = next.map { interval(to: $0) }
    // The first beat has the interval of the second.
    let interval = last.map { interval(to: $0) } ?? following ?? .some(RhythmFeatures.usual)
    let found = RhythmFeatures.describe(
      interval, previous: hasPrevious ? previous : interval, next: following ?? interval,
      beside: tracker)
    if let interval { tracker.push(interval) }
    (previous, hasPrevious) = (interval, true)
    return BeatRhythm(
      values: found.values.map { Float($0) }, isLate: found.isLate, interval: interval)
  }
}
