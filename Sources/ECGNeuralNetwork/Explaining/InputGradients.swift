/// Takes gradients of a trained network's outputs back to its inputs: running statistics, no dropout.
///
/// Not for concurrent use: make one for each caller.
public final class InputGradients {
  /// The network it runs.
  public let network: Network
  private let workspaces: [Workspace]
  /// What backward passes leave for the weights, a place for each worker; nobody reads it.
  private let waste: [UnsafeMutablePointer<Float>]

  /// Creates a way back for `network`.
  public init(_ network: Network, threads: Int = 1) {
    self.network = network
    let workers = 0..<max(1, threads)
    workspaces = workers.map { _ in
      Workspace(
        graph: network.graph, capacity: Predictor.block, gradients: true, inputGradient: true)
    }
    waste = workers.map { _ in .allocate(capacity: network.graph.parameterCount + 1) }
  }

  deinit { for pointer in waste { pointer.deallocate() } }

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
    let count = values.count / size
    let blocks = (count + Predictor.block - 1) / Predictor.block
    var result = [Float](repeating: 0, count: values.count)
    let workers = min(workspaces.count, max(1, blocks))
    try MatrixProduct.prepare(threads: workers)
    values.withUnsafeBufferPointer { values in
      outputGradients.withUnsafeBufferPointer { outputs in
        result.withUnsafeMutableBufferPointer { result in
          // Each worker has a workspace and a part of the result of its own.
          nonisolated(unsafe) let (runner, values, outputs, result) = (
            self, values, outputs, result
          )
          Workers.run(workers) { worker in
            for block in stride(from: worker, to: blocks, by: workers) {
              let examples = block * Predictor.block..<min(count, (block + 1) * Predictor.block)
              runner.run(worker, values, examples, outputs, into: result)
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

  private func run(
    _ worker: Int, _ values: UnsafeBufferPointer<Float>, _ examples: Range<Int>,
    _ outputs: UnsafeBufferPointer<Float>, into result: UnsafeMutableBufferPointer<Float>
  ) {
    let (workspace, graph) = (workspaces[worker], network.graph)
    guard let source = values.baseAddress, let target = result.baseAddress,
      let slopes = outputs.baseAddress,
      let inputGradient = workspace.mapGradients[graph.input.index],
      let outputGradient = workspace.mapGradients[graph.output.index]
    else { return }
    let size = network.inputShape.count
    let map = graph.maps[graph.input.index]
    for (position, example) in examples.enumerated() {
      (workspace.values[graph.input.index] + map.start + position * map.stride).update(
        from: source + example * size, count: size)
    }
    network.parameters.withUnsafeBufferPointer { parameters in
      network.statistics.withUnsafeBufferPointer { statistics in
        guard let parameters = parameters.baseAddress else { return }
        let context = ExecutionContext(
          workspace: workspace, examples: examples.count, mode: .inference, weightsVersion: 0,
          parameters: parameters,
          statistics: statistics.baseAddress ?? UnsafePointer(waste[worker]),
          gradients: waste[worker], batchStatistics: waste[worker])
        workspace.forward(context)
        let classes = network.classCount
        outputGradient.update(
          from: slopes + examples.lowerBound * classes, count: examples.count * classes)
        workspace.backward(context)
      }
    }
    for (position, example) in examples.enumerated() {
      (target + example * size).update(
        from: inputGradient + map.start + position * map.stride, count: size)
    }
  }
}
