import Foundation
import Synchronization

/// Does work that takes long away from the threads that answer requests, some at a time.
///
/// The work is a task, which runs on threads of the queue: it is told that its client has gone as
/// tasks are told such things, and what reads a recording looks for that at every block.
///
/// A class, since all requests share it.
final class WorkQueue: TaskExecutor {
  private let queue: OperationQueue
  private let limit: Int
  private let patience: Duration
  private let pending = Mutex(0)

  /// - Parameters:
  ///   - working: the pieces of work that are done at a time.
  ///   - waiting: those that may wait for their turn.
  ///   - patience: how long they may.
  init(working: Int, waiting: Int, patience: Duration) {
    queue = OperationQueue()
    queue.maxConcurrentOperationCount = working
    queue.qualityOfService = .utility
    limit = working + waiting
    self.patience = patience
  }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    queue.addOperation { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
  }

  /// Does work when its turn comes, for as long as its client is there.
  ///
  /// - Throws: ``Problem`` where too much waits already, or the turn came too late;
  ///   `CancellationError` where the client has gone; what the work throws.
  func run<Result: Sendable>(
    for client: Client?, _ work: @escaping @Sendable () throws -> Result
  ) async throws -> Result {
    guard begin() else {
      throw Problem.busy("Too much work waits already; try again in a second.")
    }
    defer { pending.withLock { $0 -= 1 } }
    let asked = ContinuousClock.now
    let task = Task(executorPreference: self) { [patience] in
      try Task.checkCancellation()
      guard ContinuousClock.now - asked <= patience else {
        throw Problem.busy("The work before this took too long; try again in a second.")
      }
      return try work()
    }
    return try await task.value(for: client)
  }

  /// The pieces of work that are being done or wait.
  var count: Int { pending.withLock { $0 } }

  private func begin() -> Bool {
    pending.withLock { pending in
      guard pending < limit else { return false }
      pending += 1
      return true
    }
  }
}
