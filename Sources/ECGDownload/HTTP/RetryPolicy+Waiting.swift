import Foundation

extension RetryPolicy {
  /// Waits until it is time to ask again.
  ///
  /// - Throws: ``TransferError/cancelled``.
  func wait(
    after error: TransferError, failures: Int, isCancelled: () -> Bool
  ) throws(TransferError) {
    var retryAfter: Double?
    if case .refused(_, let seconds) = error { retryAfter = seconds }
    let end = ContinuousClock.now + .seconds(delay(after: failures, retryAfter: retryAfter))
    while ContinuousClock.now < end {
      if isCancelled() { throw .cancelled }
      Thread.sleep(forTimeInterval: 0.02)
    }
  }
}
