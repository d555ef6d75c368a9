import Dispatch
import Synchronization

/// How fast the system's BLAS multiplies square matrices when several threads do so at once, each
/// with matrices of its own.
public struct MatrixProductPeak: Sendable {
  private let size: Int
  private let seconds: Double

  /// Prepares to multiply matrices of `size` × `size` for a time.
  public init(size: Int, seconds: Double) {
    self.size = size
    self.seconds = seconds
  }

  /// 10⁹ floating-point operations a second and thread: the mean over the threads of each one's
  /// fastest tenth of the time.
  public func gigaflops(threads: Int) -> Double {
    let rates = Mutex<[Double]>([])
    DispatchQueue.concurrentPerform(iterations: threads) { _ in
      let rate = fastestTenth()
      rates.withLock { $0.append(rate) }
    }
    return rates.withLock { $0.reduce(0, +) / Double($0.count) }
  }

  private func fastestTenth() -> Double {
    let matrices = SquareMatrices(size: size)
    // Without a BLAS there is no speed to tell.
    guard (try? matrices.multiply()) != nil else { return 0 }
    let end = ContinuousClock.now + .seconds(seconds)
    var best = 0.0
    while ContinuousClock.now < end {
      let start = ContinuousClock.now
      var (products, elapsed) = (0.0, 0.0)
      while elapsed < seconds / 10 {
        try? matrices.multiply()
        products += 1
        elapsed = (ContinuousClock.now - start) / .seconds(1)
      }
      best = max(best, products * matrices.flops / elapsed / 1e9)
    }
    return best
  }
}
