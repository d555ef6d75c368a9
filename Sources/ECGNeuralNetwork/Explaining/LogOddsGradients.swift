/// The log-odds of classes and their gradients by the input, of one network or the mean of several.
///
/// A block of examples goes through all networks and straight back, so that nothing is computed
/// twice. Not for concurrent use.
package final class LogOddsGradients {
  private let measure: LogOdds
  private let threads: Int
  private let networks: [Network]
  /// `M` for each worker that there was work for.
  private var trips: [[RoundTrip]] = []

  package init(_ networks: [Network], measure: LogOdds, threads: Int) {
    self.measure = measure
    self.networks = networks
    self.threads = max(1, threads)
  }

  /// The log-odds of a class for each example, and how they change with its numbers.
  ///
  /// - Parameters:
  ///   - values: `N × L × C`.
  ///   - targets: the class of each example: `N`.
  /// - Returns: `N` log-odds in nats, and `N × L × C` derivatives. They do not depend
  ///   on the threads.
  /// - Throws: ``NetworkError`` where inputs or results are not finite; ``BLASError``.
  package func callAsFunction(
    of values: [Float], targets: [Int]
  ) throws -> (logOdds: [Double], gradients: [Float]) {
    let size = networks[0].inputShape.count
    let blocks = ExampleBlocks(try networks[0].exampleCount(of: values), threads: threads)
    var logOdds = [Double](repeating: 0, count: blocks.count)
    var gradients = [Float](repeating: 0, count: values.count)
    while trips.count < blocks.workers { trips.append(networks.map(RoundTrip.init)) }
    try MatrixProduct.prepare(.fastest, threads: blocks.workers)
    values.withUnsafeBufferPointer { inputs in
      logOdds.withUnsafeMutableBufferPointer { numbers in
        gradients.withUnsafeMutableBufferPointer { slopes in
          guard let inputs = inputs.baseAddress, let numbers = numbers.baseAddress,
            let slopes = slopes.baseAddress
          else { return }
          // Each worker has ways and a part of the results of its own.
          nonisolated(unsafe) let (values, logOdds, gradients) = (inputs, numbers, slopes)
          let (trips, measure) = (trips, measure)
          blocks.run { worker, examples in
            let first = examples.lowerBound
            Self.run(
              trips[worker], measure, values + first * size, targets[examples], size: size,
              logOdds: logOdds + first, gradients: gradients + first * size)
          }
        }
      }
    }
    try MatrixProduct.check()
    try require(
      logOdds.allSatisfy(\.isFinite) && gradients.allSatisfy(\.isFinite), "Network",
      "the gradients are not finite; weights or inputs are out of all proportion")
    return (logOdds, gradients)
  }

  private static func run(
    _ trips: [RoundTrip], _ measure: LogOdds, _ values: UnsafePointer<Float>,
    _ targets: ArraySlice<Int>, size: Int, logOdds: UnsafeMutablePointer<Double>,
    gradients: UnsafeMutablePointer<Float>
  ) {
    let outputs = trips.map { $0.forward(values, examples: targets.count) }
    var slopes = trips.map { _ in [Float]() }
    for (example, target) in targets.enumerated() {
      let logits = zip(trips, outputs).map { trip, outputs in
        let classes = trip.network.classCount
        return Array(outputs[example * classes..<(example + 1) * classes])
      }
      logOdds[example] = measure.value(of: logits, target: target)
      for (index, own) in measure.derivatives(of: logits, target: target).enumerated() {
        slopes[index] += own
      }
    }
    for (trip, slopes) in zip(trips, slopes) {
      slopes.withUnsafeBufferPointer { slopes in
        guard let start = slopes.baseAddress else { return }
        trip.backward(start, examples: targets.count) { example, gradient in
          for (index, number) in gradient.enumerated() {
            gradients[example * size + index] += number
          }
        }
      }
    }
  }
}
