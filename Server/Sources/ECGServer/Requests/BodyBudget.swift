import Synchronization

/// The bytes of all bodies that are being received or worked on, and of the signals
/// that are sent back.
///
/// A class, since all requests share it.
final class BodyBudget: Sendable {
  private let used = Mutex(0)
  private let limit: Int

  init(limit: Int) { self.limit = limit }

  /// The bytes that are taken.
  var taken: Int { used.withLock { $0 } }

  fileprivate func take(_ bytes: Int) -> Bool {
    used.withLock { used in
      guard used + bytes <= limit else { return false }
      used += bytes
      return true
    }
  }

  fileprivate func give(_ bytes: Int) { used.withLock { $0 -= bytes } }
}

/// A share of a budget, which is given back when nobody refers to it any more: when the body
/// it is for is gone.
final class BodyLease: Sendable {
  private let budget: BodyBudget
  private let taken = Mutex(0)

  init(_ budget: BodyBudget) { self.budget = budget }

  /// Takes more bytes; false where there are not so many left.
  func take(_ bytes: Int) -> Bool {
    guard budget.take(bytes) else { return false }
    taken.withLock { $0 += bytes }
    return true
  }

  deinit { budget.give(taken.withLock { $0 }) }
}
