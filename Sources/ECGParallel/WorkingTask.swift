/// The task for which threads work that are not its own: there `Task.isCancelled`
/// knows nothing of it.
package struct WorkingTask: Sendable {
  /// Of a task that still runs, any thread may ask whether it is cancelled.
  private nonisolated(unsafe) let task: UnsafeCurrentTask?

  private init(_ task: UnsafeCurrentTask?) { self.task = task }

  /// Runs `body` with the current task, which it must not keep.
  package static func withCurrent<Result>(_ body: (WorkingTask) throws -> Result) rethrows -> Result
  {
    try withUnsafeCurrentTask { try body(WorkingTask($0)) }
  }

  /// - Throws: `CancellationError` where the task was cancelled.
  package func checkCancellation() throws {
    if task?.isCancelled == true { throw CancellationError() }
  }
}
