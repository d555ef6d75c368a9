import Benchmark
import BenchmarkSupport
@_spi(Benchmarking) import ECGNeuralNetwork

/// The beats of one shard of a batch of 256.
private let shard = 32

/// Each operation of the benchmark network forward and backward, and matrix products beside them,
/// on one thread.
func operationBenchmarks() {
  guard let network = try? BenchmarkNetwork.network(),
    let operations = try? OperationProbe(network, examples: 1).operations
  else { return }
  for (index, operation) in operations.enumerated() {
    let name = "Operation \(index), \(operation.name), \(shard) beats"
    Benchmark("\(name), forward") { _, probe in
      probe.forward(index)
    } setup: {
      try OperationProbe(network, examples: shard)
    }
    Benchmark("\(name), backward") { _, probe in
      probe.backward(index)
    } setup: {
      try OperationProbe(network, examples: shard)
    }
  }
  for size in [256, 512, 1024] {
    Benchmark("sgemm, \(size) × \(size) × \(size)") { _, matrices in
      try matrices.multiply()
    } setup: {
      SquareMatrices(size: size)
    }
  }
}
