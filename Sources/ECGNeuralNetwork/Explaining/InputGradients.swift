public import ECGParallel

/// Takes gradients of a trained network's outputs back to its inputs: running statistics, no dropout.
///
/// Not for concurrent use: make one for each caller.
public final class InputGradients {
  /// The network it runs.
  public let network: Network
  private let threads: Int
  /// One for each worker that there was work for.
  private var trips: [RoundTrip] = []

  /// Creates a way back for `network`.
  public init(_ network: Network, threads: Int = ThreadCount.allCores) {
    self.network = network
    self.threads = max(1, threads)
  }

  /// The gradients of a number of each example by its input.
  ///
  /// - Parameters:
  ///   - values: the examples behind one another: `N × L × C`.
  ///   - outputGradients: the derivatives of the number by the network's raw outputs: `N × K`.
  /// - Returns: `N × L × C`.
  /// - Throws: ``NetworkError`` where the counts do not agree, or inputs or gradients are not finite;
  ///   ``BLASError`` where matrices cannot be multiplied.
  public func gradients(of values: [Float], outputGradients: [Float]) throws -> [Float] {
    let size = network.inputShape.count
    try require(
      values.count.isMultiple(of: size), "Network",
      "expected examples \(network.inputShape) of \(size) numbers, found \(values.count) numbers")
    try require(
      outputGradients.count == values.count / size * network.classCount, "InputGradients",
      "expected \(network.classCount) derivatives for each of \(values.count / size) examples, found "
        + "\(outputGradients.count)")
    try require(
      values.allSatisfy(\.isFinite) && outputGradients.allSatisfy(\.isFinite), "Network",
      "expected finite numbers, found one that is not")
    let (count, classes) = (values.count / size, network.classCount)
    let blocks = (count + Predictor.block - 1) / Predictor.block
    var result = [Float](repeating: 0, count: values.count)
    let workers = min(threads, max(1, blocks))
    while trips.count < workers { trips.append(RoundTrip(network)) }
    try MatrixProduct.prepare(threads: workers)
    values.withUnsafeBufferPointer { inputs in
      outputGradients.withUnsafeBufferPointer { derivatives in
        result.withUnsafeMutableBufferPointer { room in
          guard let inputs = inputs.baseAddress, let derivatives = derivatives.baseAddress,
            let room = room.baseAddress
          else { return }
          // Each worker has a way and a part of the result of its own.
          nonisolated(unsafe) let (values, slopes, result) = (inputs, derivatives, room)
          let trips = trips
          Workers.run(workers) { worker in
            for block in stride(from: worker, to: blocks, by: workers) {
              let first = block * Predictor.block
              let examples = min(count - first, Predictor.block)
              _ = trips[worker].forward(values + first * size, examples: examples)
              trips[worker].backward(slopes + first * classes, examples: examples) {
                example, gradient in
                guard let source = gradient.baseAddress else { return }
                (result + (first + example) * size).update(from: source, count: size)
              }
            }
          }
        }
      }
    }
    try MatrixProduct.check()
    try require(
      result.allSatisfy(\.isFinite), "Network",
      "the gradients are not finite; weights or inputs are out of all proportion")
    return result
  }
}
