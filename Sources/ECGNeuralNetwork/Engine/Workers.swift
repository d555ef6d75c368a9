import CECGBLAS
import ECGParallel

/// Threads that share the arithmetic of a network.
enum Workers {
  /// Runs `body` once for each of `count` workers, at the same time, and waits for all.
  ///
  /// Denormal numbers count as zero while they work.
  static func run(_ count: Int, _ body: @Sendable (_ worker: Int) -> Void) {
    ParallelWork.onWorkers(count) { worker in
      let control = cblas_shim_flush_denormals()
      defer { cblas_shim_restore_floating_point(control) }
      body(worker)
    }
  }
}
