import Logging
import Synchronization

/// Messages for whoever runs the server that are logged once each, however many connections
/// they are true of.
///
/// A class, since all connections share it.
final class OnceLogged: Sendable {
  private let logger: Logger
  private let logged = Mutex<Set<String>>([])

  init(_ logger: Logger) { self.logger = logger }

  /// Logs the message, unless it was logged before.
  func critical(_ message: String, _ error: any Error) {
    guard logged.withLock({ $0.insert(message).inserted }) else { return }
    logger.critical("\(message)", metadata: ["error": "\(error)"])
  }
}
