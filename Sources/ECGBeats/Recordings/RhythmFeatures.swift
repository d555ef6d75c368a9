import Foundation

/// What the times of R peaks tell of each beat: logarithms of ratios of RR intervals.
///
/// A ratio to what is usual near by tells an early beat from a fast heart. Those of
/// ``BeatHorizon/before`` need no later beat, those of ``BeatHorizon/after`` the next one, those of
/// ``BeatHorizon/record`` all.
public struct RhythmFeatures: Sendable {
  /// The features of a horizon that the one before it lacks.
  static func count(new horizon: BeatHorizon) -> Int {
    switch horizon {
    case .beat: 0
    case .before: 11
    case .after: 5
    case .record: 4
    }
  }

  /// The features of a beat.
  static let count = BeatHorizon.allCases.reduce(0) { $0 + count(new: $1) }
  /// The interval that others are compared with where nothing else is known, in seconds.
  private static let usual = 0.8
  /// The beats before, whose median interval is the rhythm of the moment and of the last minute.
  private static let (near, far) = (8, 64)
  /// A beat is early whose interval is less than this share of the last minute's median.
  private static let early = 0.88
  /// Brings the logarithms to a spread of about 1.
  private static let scale = 3.0
  /// Pauses and gaps count no more than this.
  private static let limit = 4.0

  /// The features: `N ×` ``count``, in the order of the horizons.
  let values: [Float]
  /// Whether a beat came early for the last minute's rhythm: `N`.
  let isEarly: [Bool]

  /// - Parameter times: the R peaks in seconds, in ascending order.
  init(times: [Double]) {
    let intervals = zip(times.dropFirst(), times).map { max($0 - $1, 0.1) }
    let recordMedian = Self.quantile(0.5, of: intervals[...]) ?? Self.usual
    var values: [Float] = []
    values.reserveCapacity(times.count * Self.count)
    var isEarly: [Bool] = []
    var sum = 0.0
    for beat in times.indices {
      /// The interval that leads to the beat `offset` later.
      func interval(_ offset: Int) -> Double? {
        let index = beat - 1 + offset
        return intervals.indices.contains(index) ? intervals[index] : nil
      }
      func past(_ count: Int) -> ArraySlice<Double> {
        let end = max(beat - 1, 0)
        return intervals[max(0, end - count)..<end]
      }
      func ratio(_ a: Double?, _ b: Double?) -> Float {
        guard let a, let b else { return 0 }
        return Float(min(max(Self.scale * log(a / b), -Self.limit), Self.limit))
      }
      let (last, lastButOne, next) = (interval(0), interval(-1), interval(1))
      let near = Self.quantile(0.5, of: past(Self.near)) ?? last
      let far = Self.quantile(0.5, of: past(Self.far)) ?? last
      let late = Self.quantile(0.8, of: past(Self.far)) ?? last
      let mean = beat > 1 ? sum / Double(beat - 1) : last
      sum += last ?? 0
      values += [
        ratio(last, Self.usual), ratio(last, near), ratio(last, far), ratio(last, late),
        ratio(last, mean), ratio(last, lastButOne), ratio(lastButOne, near),
        ratio(lastButOne, late), ratio(interval(-2), near), Self.unrest(past(Self.near)),
        Self.unrest(past(Self.far)),
      ]
      let both = last.flatMap { last in next.map { (last + $0) / 2 } }
      values += [
        ratio(next, last), ratio(next, near), ratio(next, far), ratio(next, late), ratio(both, far),
      ]
      let around = Self.quantile(
        0.5,
        of: intervals[max(0, beat - Self.far / 2)..<min(intervals.count, beat + Self.far / 2)])
      values += [
        ratio(last, recordMedian), ratio(next, recordMedian), ratio(last, around),
        ratio(next, around),
      ]
      isEarly.append(last.map { $0 < Self.early * (far ?? $0) } ?? false)
    }
    self.values = values
    self.isEarly = isEarly
  }

  /// How much intervals differ from those before them, as in atrial fibrillation.
  private static func unrest(_ intervals: ArraySlice<Double>) -> Float {
    guard intervals.count > 1 else { return 0 }
    let steps = zip(intervals.dropFirst(), intervals).map { abs(log($0 / $1)) }.sorted()
    return Float(min(scale * steps[steps.count / 2], limit)) * 2
  }

  private static func quantile(_ share: Double, of values: ArraySlice<Double>) -> Double? {
    guard !values.isEmpty else { return nil }
    let sorted = values.sorted()
    let place = share * Double(sorted.count - 1)
    let (low, high) = (Int(place), Int(place.rounded(.up)))
    return sorted[low] + (sorted[high] - sorted[low]) * (place - Double(low))
  }
}
