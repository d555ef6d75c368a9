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

/// ``RhythmFeatures`` of beats as they come: those of each once the next is known, in bounded memory.
package struct RhythmStream: Codable, Sendable {
  private var tracker = RhythmTracker()
  /// The interval that led to the beat before; nil before the first beat, and nil within where it is not known.
  private var previous: Double??

  /// Starts before the first beat.
  package init() {}

  /// Describes the next beat.
  ///
  /// - Parameters:
  ///   - time: its R peak in seconds.
  ///   - last: that of the beat before; nil for the first beat.
  ///   - next: that of the beat after; nil for the last beat.
  ///   - dropouts: where there is no signal, up to the beat after at least.
  package mutating func take(
    _ time: Double, after last: Double?, before next: Double?, dropouts: Dropouts
  ) -> BeatRhythm {
    func known(_ first: Double, _ second: Double) -> Double? {
      dropouts.isBetween(first, second) ? nil : RhythmFeatures.clamped(second - first)
    }
    let following = next.map { known(time, $0) }
    // The first beat has the interval of the second.
    let interval = last.map { known($0, time) } ?? following ?? .some(RhythmFeatures.usual)
    let found = RhythmFeatures.describe(
      interval, previous: previous ?? interval, next: following ?? interval, beside: tracker)
    if let interval { tracker.push(interval) }
    previous = .some(interval)
    return BeatRhythm(
      values: found.values.map { Float($0) }, isLate: found.isLate, interval: interval)
  }
}
