/// Where a recording's rhythm is fastest and slowest, and its longest interval.
public struct RhythmExtremes: Codable, Equatable, Sendable {
  /// A stretch of time, in seconds, with the rate of its beats.
  public struct Stretch: Codable, Equatable, Sendable {
    /// Its first beat.
    public let start: Double
    /// Its last beat.
    public let end: Double
    /// Beats a minute.
    public let rate: Double

    /// Creates a stretch.
    public init(start: Double, end: Double, rate: Double) {
      (self.start, self.end, self.rate) = (start, end, rate)
    }

    /// Its length in seconds.
    public var seconds: Double { end - start }
  }

  /// The highest rate over eight intervals in a row; nil where no eight are known.
  public let fastest: Stretch?
  /// The lowest.
  public let slowest: Stretch?
  /// The longest interval between two beats, whatever their classes: of several the first.
  public let longestInterval: Stretch?

  /// Finds the extremes.
  ///
  /// - Parameter events: the beats; intervals in which samples are missing or
  ///   unusable do not count.
  public init(_ events: RhythmEvents) {
    func stretch(_ beats: ClosedRange<Int>, _ rate: Double) -> Stretch {
      Stretch(
        start: events.times[beats.lowerBound], end: events.times[beats.upperBound], rate: rate)
    }
    let rates = events.rates
    fastest = rates.reduce(nil as RhythmEvents.Rate?) { best, next in
      best.map { next.value > $0.value ? next : $0 } ?? next
    }.map { stretch($0.beats, $0.value) }
    slowest = rates.reduce(nil as RhythmEvents.Rate?) { best, next in
      best.map { next.value < $0.value ? next : $0 } ?? next
    }.map { stretch($0.beats, $0.value) }
    var longest: (beat: Int, seconds: Double)?
    for (beat, interval) in events.intervals.enumerated() {
      guard let interval, interval > longest?.seconds ?? 0 else { continue }
      longest = (beat, interval)
    }
    longestInterval = longest.map { stretch($0.beat...$0.beat + 1, 60 / $0.seconds) }
  }
}
