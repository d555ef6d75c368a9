public import ECGParallel

/// Takes gradients of a trained network's outputs back to its inputs: running
/// statistics, no dropout.
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
  /// - Throws: ``NetworkError`` where the counts do not agree, or inputs or gradients are not
  ///   finite; ``BLASError`` where matrices cannot be multiplied.
  public func gradients(of values: [Float], outputGradients: [Float]) throws -> [Float] {
    let count = try network.exampleCount(of: values)
    let (size, classes) = (network.inputShape.count, network.classCount)
    try require(
      outputGradients.count == count * classes, "InputGradients",
      "expected \(classes) derivatives for each of \(count) examples, found "
        + "\(outputGradients.count)")
    try require(
      outputGradients.allSatisfy(\.isFinite), "Network",
      "expected finite numbers, found one that is not")
    let blocks = ExampleBlocks(count, threads: threads)
    var result = [Float](repeating: 0, count: values.count)
    while trips.count < blocks.workers { trips.append(RoundTrip(network)) }
    try MatrixProduct.prepare(.fastest, threads: blocks.workers)
    values.withUnsafeBufferPointer { inputs in
      outputGradients.withUnsafeBufferPointer { derivatives in
        result.withUnsafeMutableBufferPointer { room in
          guard let inputs = inputs.baseAddress, let derivatives = derivatives.baseAddress,
            let room = room.baseAddress
          else { return }
          // Each worker has a way and a part of the result of its own.
          nonisolated(unsafe) let (values, slopes, result) = (inputs, derivatives, room)
          let trips = trips
          blocks.run { worker, examples in
            let first = examples.lowerBound
            _ = trips[worker].forward(values + first * size, examples: examples.count)
            trips[worker].backward(slopes + first * classes, examples: examples.count) {
              example, gradient in
              guard let source = gradient.baseAddress else { return }
              (result + (first + example) * size).update(from: source, count: size)
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
