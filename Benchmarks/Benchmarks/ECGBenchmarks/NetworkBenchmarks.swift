import Benchmark
import BenchmarkSupport
import ECGNeuralNetwork
import Synchronization

/// The benchmark network as its users run it.
func networkBenchmarks() {
  for threads in [1, 2] {
    Benchmark("Training, 4 steps of batch 256, threads: \(threads)") { benchmark, examples in
      try FourSteps(benchmark).run(on: examples, threads: threads)
    } setup: {
      try BenchmarkBeats().mixedExamples()
    }
  }
  for batch in [1, 16, 256, 2048] {
    for threads in batch > 16 ? [1, 2] : [1] {
      Benchmark("Inference, batch \(batch), threads: \(threads)") {
        (_, prepared: (predictor: Predictor, values: [Float])) in
        blackHole(try prepared.predictor.probabilities(of: prepared.values))
      } setup: {
        let values = try BenchmarkBeats().mixedExamples().values
        return (
          Predictor(try BenchmarkNetwork.network(), threads: threads),
          Array(values[..<(batch * BenchmarkNetwork.samples)])
        )
      }
    }
  }
}

/// Training with the second to the fifth step measured: the first finds memory never
/// touched before.
private struct FourSteps {
  // The trainer calls back on the thread that measures.
  private nonisolated(unsafe) let benchmark: Benchmark

  init(_ benchmark: Benchmark) { self.benchmark = benchmark }

  func run(on examples: Examples, threads: Int) throws {
    let steps = Mutex(0)
    var observer = TrainingObserver()
    observer.onStep = { _, _, _ in
      switch steps.withLock({ steps in
        steps += 1
        return steps
      }) {
      case 1: benchmark.startMeasurement()
      case 5: benchmark.stopMeasurement()
      default: break
      }
    }
    observer.isCancelled = { steps.withLock { $0 == 5 } }
    let trainer = Trainer(
      TrainingConfiguration(batchSize: 256, products: .portable), threads: threads)
    do {
      _ = try trainer.train(BenchmarkNetwork.network(), on: examples, observer: observer)
    } catch is TrainingCancelled {}
  }
}
