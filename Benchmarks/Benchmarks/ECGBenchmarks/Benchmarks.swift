import Benchmark

/// All benchmarks. What they need is made when they run, so that one alone starts at once.
let benchmarks: @Sendable () -> Void = {
  Benchmark.defaultConfiguration = .init(
    metrics: [.wallClock, .cpuTotal, .throughput], warmupIterations: 3, maxDuration: .seconds(3),
    maxIterations: 100_000)
  networkBenchmarks()
  operationBenchmarks()
  dataBenchmarks()
}
