/// What the time of a beat tells of it, see ``RhythmFeatures``.
package struct BeatRhythm: Sendable {
  /// The features of the rhythm.
  let values: [Float]
  /// Whether the beat came no earlier than usual.
  package let isLate: Bool
  /// The interval that leads to it, in seconds, as it counts.
  package let interval: Double
  /// Whether it is early enough for a family of its own.
  var isEarly: Bool { OpenFamilies.isEarly(values[0]) }
}

/// ``RhythmFeatures`` of beats as they come: those of each once the next is known, in bounded memory.
package struct RhythmStream: Codable, Sendable {
  private var tracker = RhythmTracker()
  private var previous: Double?

  /// Starts before the first beat.
  package init() {}

  /// Describes the next beat.
  ///
  /// - Parameters:
  ///   - time: its R peak in seconds.
  ///   - last: that of the beat before; nil for the first beat.
  ///   - next: that of the beat after; nil for the last beat.
  package mutating func take(_ time: Double, after last: Double?, before next: Double?)
    -> BeatRhythm
  {
    let following = next.map { RhythmFeatures.clamped($0 - time) }
    // The first beat has the interval of the second.
    let interval =
      last.map { RhythmFeatures.clamped(time - $0) } ?? following ?? RhythmFeatures.usual
    let found = RhythmFeatures.describe(
      interval, previous: previous ?? interval, next: following ?? interval, beside: tracker)
    tracker.push(interval)
    previous = interval
    return BeatRhythm(
      values: found.values.map { Float($0) }, isLate: found.isLate, interval: interval)
  }
}
