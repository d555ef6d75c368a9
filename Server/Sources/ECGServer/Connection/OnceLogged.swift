import Logging
import Synchronization

/// A message for whoever runs the server that is logged once, however many connections it is true of.
///
/// A class, since all connections share it.
final class OnceLogged: Sendable {
  private let logger: Logger
  private let isLogged = Atomic(false)

  init(_ logger: Logger) { self.logger = logger }

  /// Logs the message, unless one was logged before.
  func critical(_ message: String, _ error: any Error) {
    guard !isLogged.exchange(true, ordering: .relaxed) else { return }
    logger.critical("\(message)", metadata: ["error": "\(error)"])
  }
}
