import Synchronization

/// Takes the time of steps, from whatever thread they end on.
///
/// The first steps are not counted: memory is touched for the first time, caches and clocks settle.
public final class StepTimes: Sendable {
  /// What was measured.
  public struct Figures: Encodable, Sendable {
    /// Beats a second over all steps that count.
    public let rate: Double
    /// The median of a step, in seconds.
    public let p50: Double
    /// The 99th percentile of a step, in seconds.
    public let p99: Double
    /// The number of steps that count.
    public let steps: Int
  }

  private struct Times {
    var warmup: Int
    var begin: ContinuousClock.Instant
    var last: ContinuousClock.Instant
    var durations: [Double] = []
  }

  private let seconds: Double
  private let times: Mutex<Times>

  /// Begins.
  ///
  /// - Parameters:
  ///   - seconds: how long to measure.
  ///   - warmup: the steps that do not count.
  public init(seconds: Double, warmup: Int) {
    self.seconds = seconds
    let now = ContinuousClock.now
    times = Mutex(Times(warmup: warmup, begin: now, last: now))
  }

  /// To be called at the end of each step.
  public func stepEnded() {
    let now = ContinuousClock.now
    times.withLock { times in
      if times.warmup > 0 {
        times.warmup -= 1
        times.begin = now
      } else {
        times.durations.append((now - times.last) / .seconds(1))
      }
      times.last = now
    }
  }

  /// Whether it has been long enough.
  public var isDone: Bool {
    times.withLock { $0.warmup == 0 && ($0.last - $0.begin) / .seconds(1) >= seconds }
  }

  /// What was measured of steps of `batch` beats; nil before the first that counts.
  public func figures(batch: Int) -> Figures? {
    let sorted = times.withLock { $0.durations }.sorted()
    guard let longest = sorted.last else { return nil }
    let index = Int(0.99 * Double(sorted.count))
    return Figures(
      rate: Double(batch * sorted.count) / sorted.reduce(0, +), p50: sorted[sorted.count / 2],
      p99: index < sorted.count ? sorted[index] : longest, steps: sorted.count)
  }
}
