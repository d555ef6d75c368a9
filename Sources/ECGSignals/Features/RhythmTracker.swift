import Foundation

/// The running rhythm: what the RR intervals pushed so far come to.
///
/// Means, not medians: a median takes for usual what most beats do, and where supraventricular
/// beats are the most, their own short interval. One pass, bounded memory.
struct RhythmTracker: Codable, Sendable {
  /// What is usual for a beat, in seconds, and how restless the rhythm is.
  struct Reference: Sendable {
    /// The mean interval of the last 300 s, of the last 60 s, of all so far and of the last ten.
    var (long, minute, all, ten): (Double, Double, Double, Double)
    /// The median of |Δ ln RR| over the last 60, 20 and 10 intervals, as in atrial fibrillation.
    var rrIrregularity: (sixty: Double, twenty: Double, ten: Double)
  }

  /// A mean over the intervals of the last seconds, and over this many at least.
  private struct Window: Codable {
    let seconds: Double
    var first = 0
    var sum = 0.0
  }

  private static let least = 10
  private static let steps = 60

  /// The intervals that a window still holds, oldest first.
  private var intervals: [Double] = []
  private var long = Window(seconds: 300)
  private var minute = Window(seconds: 60)
  private var (sum, count) = (0.0, 0)
  private var changes: [Double] = []

  /// Takes an interval, in seconds.
  mutating func push(_ interval: Double) {
    if let last = intervals.last {
      if changes.count == Self.steps { changes.removeFirst() }
      changes.append(abs(log(interval / last)))
    }
    intervals.append(interval)
    Self.add(interval, to: &long, of: intervals)
    Self.add(interval, to: &minute, of: intervals)
    sum += interval
    count += 1
    // Now and then, so that removing costs little.
    let old = min(long.first, minute.first)
    guard old > 1024 else { return }
    intervals.removeFirst(old)
    long.first -= old
    minute.first -= old
  }

  private static func add(_ interval: Double, to window: inout Window, of intervals: [Double]) {
    window.sum += interval
    while intervals.count - window.first > least,
      window.sum - intervals[window.first] > window.seconds
    {
      window.sum -= intervals[window.first]
      window.first += 1
    }
  }

  /// The mean interval of the last 300 s; nil as long as there was no interval.
  var usual: Double? {
    count > 0 ? long.sum / Double(intervals.count - long.first) : nil
  }

  /// What is usual; nil as long as there was no interval.
  var reference: Reference? {
    guard count > 0 else { return nil }
    func mean(_ window: Window) -> Double { window.sum / Double(intervals.count - window.first) }
    let last = intervals.suffix(Self.least)
    return Reference(
      long: mean(long), minute: mean(minute), all: sum / Double(count),
      ten: last.reduce(0, +) / Double(last.count),
      rrIrregularity: (
        changes.median ?? 0, changes.suffix(20).median ?? 0, changes.suffix(10).median ?? 0
      ))
  }
}
