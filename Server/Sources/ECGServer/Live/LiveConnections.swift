import Synchronization

/// How many connections are WebSockets, or about to become ones.
///
/// A class, since all requests share it.
final class LiveConnections: Sendable {
  private let limit: Int
  private let count = Mutex(0)

  init(limit: Int) { self.limit = limit }

  /// A slot for one more, which is given back when nobody holds it any more; nil where there are
  /// as many as may be.
  func slot() -> Slot? {
    let isFree = count.withLock { count in
      guard count < limit else { return false }
      count += 1
      return true
    }
    return isFree ? Slot(of: self) : nil
  }

  /// A class, since its end is what counts.
  final class Slot: Sendable {
    private let connections: LiveConnections

    fileprivate init(of connections: LiveConnections) { self.connections = connections }

    deinit { connections.count.withLock { $0 -= 1 } }
  }
}
