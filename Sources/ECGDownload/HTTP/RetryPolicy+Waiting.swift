import Foundation

extension RetryPolicy {
  /// Waits until it is time to ask again.
  ///
  /// - Throws: ``HTTPError/cancelled``.
  func wait(
    after error: HTTPError, failures: Int, isCancelled: () -> Bool
  ) throws(HTTPError) {
    var retryAfter: Double?
    if case .refused(_, let seconds) = error { retryAfter = seconds }
    let end = ContinuousClock.now + .seconds(delay(after: failures, retryAfter: retryAfter))
    while ContinuousClock.now < end {
      if isCancelled() { throw .cancelled }
      Thread.sleep(forTimeInterval: 0.02)
    }
  }
}
