import ECGParallel
import Foundation
import Testing

@Suite struct WorkingTaskTests {
  @Test("threads that work for a task end when it is cancelled", arguments: [1, 3])
  func cancelled(threads: Int) async throws {
    let task = Task.detached {
      try WorkingTask.withCurrent { caller in
        _ = try ParallelWork.map(Array(0..<threads), threads: threads) { _ in
          // Nothing else ends this.
          while true {
            try caller.checkCancellation()
            usleep(1_000)
          }
        }
      }
    }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    try WorkingTask.withCurrent { try $0.checkCancellation() }
  }
}
