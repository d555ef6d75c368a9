public import ECGParallel

/// Runs a trained network over any number of examples, with memory that is kept between calls.
///
/// Not for concurrent use: make one for each caller.
public final class Predictor {
  /// The network it runs.
  public let network: Network
  /// Examples that go through the network together; small enough for their activations to stay in
  /// the cache, and the same whatever the number of threads, so that results are too.
  package static let block = 16
  /// The examples of a block that are in one pass where products are the package's own, whose bits
  /// do not depend on it: what one layer leaves to the next is then found in the second cache
  /// (256 beats in 0.92 of the time on one thread, in 0.87 on two, Zen 4).
  private static let smallPass = 4
  private let threads: Int
  /// One for each thread, made once it is known that there is room for them.
  private var workspaces: [Workspace] = []

  /// What multiplies matrices.
  private let products: MatrixProducts
  /// Whether weights are packed (see ``PackedProduct``), which changes no bits.
  private let packsWeights: Bool
  /// The examples in a pass.
  package let pass: Int

  /// Creates a predictor.
  public convenience init(_ network: Network, threads: Int = ThreadCount.allCores) {
    self.init(network, threads: threads, asInTrainingBy: nil)
  }

  /// Creates a predictor that multiplies as a training does, where one is named by its products: for
  /// what training decides by and what it leaves in a model, which are to be the same bits
  /// whatever is faster here.
  package init(_ network: Network, threads: Int, asInTrainingBy products: MatrixProducts?) {
    self.network = network
    self.threads = max(1, threads)
    self.products = products ?? .fastest
    packsWeights = products == nil && self.products == .portable
    pass = packsWeights ? Self.smallPass : Self.block
  }

  /// Loads BLAS where it is to multiply, and makes the workspaces of so many workers, with room for
  /// passes of so many examples.
  ///
  /// Who asks for one example alone gets memory for one: that of a pass of many takes longer to be
  /// had from the system than the example to be computed.
  private func prepare(workers: Int, examples: Int) throws {
    if let first = workspaces.first, first.capacity < examples { workspaces = [] }
    let capacity = workspaces.first?.capacity ?? examples
    let missing = max(0, workers - workspaces.count)
    let bytes =
      Workspace.floatCount(
        of: network.graph, capacity: capacity, gradients: false, packsWeights: packsWeights)
      * MemoryLayout<Float>.stride
    try MatrixProduct.prepare(products, threads: workers, besides: missing * bytes)
    for _ in 0..<missing {
      workspaces.append(
        Workspace(
          graph: network.graph, capacity: capacity, gradients: false, packsWeights: packsWeights,
          products: products))
    }
  }

  /// The class probabilities of examples (see ``Network/probabilities(of:threads:)``).
  public func probabilities(of values: [Float]) throws -> [Float] {
    var result = try logits(of: values)
    let classes = network.classCount
    result.withUnsafeMutableBufferPointer { result in
      for start in stride(from: 0, to: result.count, by: classes) {
        softmax(UnsafeMutableBufferPointer(rebasing: result[start..<start + classes]))
      }
    }
    return result
  }

  /// The network's raw outputs: `N × K`.
  ///
  /// - Throws: ``NetworkError`` where `values` is not a whole number of examples, or inputs or
  ///   outputs are not finite; ``BLASError`` where matrices cannot be multiplied.
  public func logits(of values: [Float]) throws -> [Float] {
    try numbers(in: network.graph.output, of: values)
  }

  /// What the last layer is given: `N × D`, the numbers in which the network sees an example
  /// before it decides.
  ///
  /// - Throws: as ``logits(of:)``.
  public func lastActivations(of values: [Float]) throws -> [Float] {
    try numbers(in: lastInput, of: values)
  }

  /// `D`, how many numbers ``lastActivations(of:)`` gives for an example.
  public var lastActivationCount: Int { network.graph.maps[lastInput.index].shape.count }

  private var lastInput: TensorID {
    network.graph.operations.last { $0.output == network.graph.output }?.input
      ?? network.graph.input
  }

  /// What one of the network's maps holds for each example.
  private func numbers(in map: TensorID, of values: [Float]) throws -> [Float] {
    let count = try network.exampleCount(of: values)
    let blocks = ExampleBlocks(count, threads: threads)
    var result = [Float](
      repeating: 0, count: count * network.graph.maps[map.index].shape.count)
    try prepare(workers: blocks.workers, examples: count > 1 ? pass : 1)
    values.withUnsafeBufferPointer { values in
      result.withUnsafeMutableBufferPointer { result in
        // Each worker has a workspace and a part of the result of its own.
        nonisolated(unsafe) let (predictor, values, result) = (self, values, result)
        blocks.run { worker, examples in
          for first in stride(
            from: examples.lowerBound, to: examples.upperBound, by: predictor.pass)
          {
            predictor.run(
              predictor.workspaces[worker], values,
              first..<min(first + predictor.pass, examples.upperBound), map, into: result)
          }
        }
      }
    }
    try MatrixProduct.check()
    try require(
      result.allSatisfy(\.isFinite), "Network",
      "expected finite outputs, found others: inputs or weights are out of all proportion")
    return result
  }

  private func run(
    _ workspace: Workspace, _ values: UnsafeBufferPointer<Float>, _ examples: Range<Int>,
    _ wanted: TensorID, into result: UnsafeMutableBufferPointer<Float>
  ) {
    guard let source = values.baseAddress, let target = result.baseAddress else { return }
    let graph = network.graph
    let size = network.inputShape.count
    let map = graph.maps[graph.input.index]
    for (position, example) in examples.enumerated() {
      (workspace.values[graph.input.index] + map.start + position * map.stride).update(
        from: source + example * size, count: size)
    }
    network.parameters.withUnsafeBufferPointer { parameters in
      network.statistics.withUnsafeBufferPointer { statistics in
        withUnsafeTemporaryAllocation(of: Float.self, capacity: 1) { nothing in
          // Inference writes no gradients and no statistics.
          guard let parameters = parameters.baseAddress, let nothing = nothing.baseAddress else {
            return
          }
          workspace.forward(
            ExecutionContext(
              workspace: workspace, examples: examples.count, mode: .inference,
              weightsVersion: 0, parameters: parameters,
              statistics: statistics.baseAddress ?? UnsafePointer(nothing),
              gradients: nothing, batchStatistics: nothing))
        }
      }
    }
    let (layout, count) = (graph.maps[wanted.index], graph.maps[wanted.index].shape.count)
    for (position, example) in examples.enumerated() {
      (target + example * count).update(
        from: workspace.values[wanted.index] + layout.start + position * layout.stride, count: count
      )
    }
  }
}
