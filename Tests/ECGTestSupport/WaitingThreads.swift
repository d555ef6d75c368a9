import Foundation
package import Testing

/// Threads for what waits: the few that tasks share would all stand still, and with them a server
/// that runs in the same process and is waited for.
package final class WaitingThreads: TaskExecutor {
  package static let shared = WaitingThreads()

  package func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    // No queue's thread: on Linux those are the ones that tasks share.
    Thread.detachNewThread { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
  }
}

/// Runs tests that wait on threads of their own.
package struct WaitingTrait: SuiteTrait, TestTrait, TestScoping {
  package let isRecursive = true

  package func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
  ) async throws {
    try await withTaskExecutorPreference(WaitingThreads.shared) { try await function() }
  }
}

extension Trait where Self == WaitingTrait {
  /// The test waits, for a process or for a network.
  package static var waiting: Self { WaitingTrait() }
}
