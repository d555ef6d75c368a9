import Dispatch
import Synchronization

/// Threads that share a piece of work.
enum Workers {
  /// Runs `body` once for each of `tasks`, on up to `threads` threads, and waits for all.
  ///
  /// Each thread takes the next that nobody has: which one runs where is left to chance, so a task may
  /// write only what no other one reads or writes.
  static func run(_ tasks: Int, threads: Int, _ body: @Sendable (_ task: Int) -> Void) {
    guard threads > 1, tasks > 1 else { return (0..<tasks).forEach(body) }
    let claimed = Atomic<Int>(0)
    DispatchQueue.concurrentPerform(iterations: min(threads, tasks)) { _ in
      while true {
        let task = claimed.wrappingAdd(1, ordering: .relaxed).oldValue
        guard task < tasks else { return }
        body(task)
      }
    }
  }
}
