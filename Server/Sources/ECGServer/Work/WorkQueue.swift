import Foundation
import Synchronization

/// Does work that takes long away from the threads that answer requests, some at a time.
///
/// A class, since all requests share it.
final class WorkQueue: Sendable {
  private let queue: OperationQueue
  private let limit: Int
  private let pending = Mutex(0)

  /// - Parameters:
  ///   - working: the pieces of work that are done at a time.
  ///   - waiting: those that may wait for their turn.
  init(working: Int, waiting: Int) {
    queue = OperationQueue()
    queue.maxConcurrentOperationCount = working
    limit = working + waiting
  }

  /// Does work when its turn comes.
  ///
  /// - Throws: ``Problem`` where too much waits already; what the work throws.
  func run<Result: Sendable>(
    _ work: @escaping @Sendable () throws -> Result
  ) async throws -> Result {
    guard begin() else {
      throw Problem.busy("Too much work waits already; try again in a second.")
    }
    defer { pending.withLock { $0 -= 1 } }
    return try await withCheckedThrowingContinuation { continuation in
      queue.addOperation { continuation.resume(with: Swift.Result { try work() }) }
    }
  }

  private func begin() -> Bool {
    pending.withLock { pending in
      guard pending < limit else { return false }
      pending += 1
      return true
    }
  }
}
