import Dispatch

/// Threads for work that takes the processor for seconds or minutes.
///
/// The threads of Swift's concurrency are as many as there are cores and are for all that a
/// program awaits; an analysis that ran on them would hold that up. These are others, of Dispatch,
/// as many at most as there are cores too. An executor rather than a queue with a continuation,
/// since the work is then done by the task that asked for it, which readers ask at every block
/// whether it is cancelled.
///
/// A class, since executors are told apart by identity.
final class AnalysisQueue: TaskExecutor {
  private static let shared = AnalysisQueue()

  // Of another class than the threads of tasks have by default: Dispatch has threads for each.
  private let queue = DispatchQueue(
    label: "ECGAnalysis", qos: .userInitiated, attributes: .concurrent)

  private init() {}

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
  }

  /// Whether somebody has said where the task runs.
  private static var isChosen: Bool {
    withUnsafeCurrentTask { $0?.unownedTaskExecutor != nil }
  }

  /// Does work on one of the threads, or where the task has been told to run: who chose an
  /// executor knows why.
  static func run<Result: Sendable>(
    _ work: @Sendable () throws -> Result
  ) async throws -> Result {
    if isChosen { return try work() }
    return try await withTaskExecutorPreference(shared) { try work() }
  }
}
