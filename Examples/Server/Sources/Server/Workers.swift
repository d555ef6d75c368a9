import Foundation

/// Threads for work that takes long, so that those that answer requests go on.
final class Workers: TaskExecutor {
  private let queue = OperationQueue()

  init(atATime count: Int) { queue.maxConcurrentOperationCount = count }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    queue.addOperation { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
  }

  /// Does work when one of the threads is free, and ends it where the task that asked is cancelled:
  /// what reads a recording looks for that at every block.
  func run<Result: Sendable>(_ work: @escaping @Sendable () throws -> Result) async throws -> Result
  {
    let task = Task(executorPreference: self) {
      try Task.checkCancellation()
      return try work()
    }
    return try await withTaskCancellationHandler {
      try await task.value
    } onCancel: {
      task.cancel()
    }
  }
}
