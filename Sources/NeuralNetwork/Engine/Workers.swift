import CBLAS
import Dispatch

/// Threads that share a piece of work.
enum Workers {
  /// Runs `body` once for each of `count` workers, at the same time, and waits for all.
  ///
  /// Denormal numbers count as zero while they work.
  static func run(_ count: Int, _ body: @Sendable (_ worker: Int) -> Void) {
    @Sendable func work(_ worker: Int) {
      let control = cblas_shim_flush_denormals()
      defer { cblas_shim_restore_floating_point(control) }
      body(worker)
    }
    if count == 1 {
      work(0)
    } else {
      DispatchQueue.concurrentPerform(iterations: count, execute: work)
    }
  }
}
