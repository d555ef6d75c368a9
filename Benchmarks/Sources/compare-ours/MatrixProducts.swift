import ECGNeuralNetwork
import ArgumentParser
import BenchmarkSupport

/// `compare-ours sgemm`.
struct MatrixProducts: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sgemm",
    abstract: "What the system's BLAS does at its best, each thread with matrices of its own.")

  @Option(help: "The threads that work at the same time.")
  var threads = 2

  @Option(help: "How long to measure each size.")
  var seconds = 0.4

  /// The figures printed.
  private struct Figures: Encodable {
    /// 10⁹ floating-point operations a second and thread.
    let gigaflops: Double
    /// The size they were reached at.
    let size: Int
    /// What one beat costs forward, in floating-point operations.
    let flopsPerBeat: Int
    /// The beats a second that could be trained with, if that were all: three such passes a beat.
    let rate: Double
  }

  func run() throws {
    let rates = [256, 384, 512, 768, 1024, 1536].map { size in
      (size, MatrixProductPeak(size: size, seconds: seconds).gigaflops(threads: threads))
    }
    guard let best = rates.max(by: { $0.1 < $1.1 }) else { return }
    let flops = try BenchmarkNetwork.network().flopsPerExample
    try CompareOurs.report(
      Figures(
        gigaflops: best.1, size: best.0, flopsPerBeat: flops,
        rate: Double(threads) * best.1 * 1e9 / Double(3 * flops)))
  }
}
