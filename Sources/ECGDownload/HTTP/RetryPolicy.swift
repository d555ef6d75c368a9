/// How often to ask again, and after how long.
public struct RetryPolicy: Equatable, Sendable {
  /// The most requests in a row that bring nothing new; at least 1.
  public var attempts: Int
  /// The wait before the second request, in seconds; each further one is twice as long.
  public var firstDelay: Double
  /// The longest wait, in seconds, whatever a server asks for.
  public var longestDelay: Double

  /// Creates a policy.
  public init(attempts: Int = 5, firstDelay: Double = 0.5, longestDelay: Double = 30) {
    self.attempts = max(attempts, 1)
    self.firstDelay = firstDelay
    self.longestDelay = longestDelay
  }

  /// The wait in seconds after `failures` requests in a row that failed.
  ///
  /// - Parameter retryAfter: what the server asks for.
  func delay(after failures: Int, retryAfter: Double? = nil) -> Double {
    var delay = firstDelay
    for _ in 1..<max(failures, 1) where delay < longestDelay { delay *= 2 }
    return min(max(delay, retryAfter ?? 0), longestDelay)
  }
}
