/// How fast a stream may run: its mean over some time, as of a bucket that fills.
struct LivePace: Sendable {
  private let speed: Double
  private var debt = 0.0
  private var last = ContinuousClock.now

  /// Seconds of signal that may come at once.
  private static let burst = 60.0

  /// - Parameter speed: seconds of signal in a second.
  init(speed: Double) { self.speed = speed }

  /// Counts seconds of signal.
  ///
  /// - Returns: how long to wait before they are worked on.
  mutating func wait(for seconds: Double, now: ContinuousClock.Instant = .now) -> Duration {
    debt = max(0, debt - (now - last) / .seconds(1) * speed) + seconds
    last = now
    return .seconds(max(0, debt - Self.burst) / speed)
  }
}
