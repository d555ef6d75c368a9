/// One worker's way through a trained network and back to its input: running
/// statistics, no dropout.
///
/// A class because it owns memory; a worker has its own.
final class RoundTrip: @unchecked Sendable {
  // `@unchecked`: only the worker that it belongs to touches it.

  let network: Network
  private let workspace: Workspace
  /// Where operations leave what nobody reads, such as the gradients of the weights.
  private let waste: UnsafeMutablePointer<Float>

  init(_ network: Network) {
    self.network = network
    workspace = Workspace(
      graph: network.graph, capacity: Predictor.block, gradients: true, inputGradient: true,
      products: .fastest)
    waste = .allocate(capacity: network.graph.parameterCount + 1)
  }

  deinit { waste.deallocate() }

  /// Runs up to ``Predictor/block`` examples.
  ///
  /// - Returns: the raw outputs, `N × K`, until the next call.
  func forward(_ values: UnsafePointer<Float>, examples: Int) -> UnsafeBufferPointer<Float> {
    let graph = network.graph
    let (size, map) = (network.inputShape.count, graph.maps[graph.input.index])
    for example in 0..<examples {
      (workspace.values[graph.input.index] + map.start + example * map.stride)
        .update(from: values + example * size, count: size)
    }
    withContext(examples: examples, workspace.forward)
    return UnsafeBufferPointer(
      start: workspace.values[graph.output.index], count: examples * network.classCount)
  }

  /// Takes the derivatives of a number by the outputs of the last ``forward(_:examples:)``
  /// back to its inputs.
  ///
  /// - Parameters:
  ///   - slopes: `N × K`.
  ///   - examples: `N`, as many as went forward.
  ///   - body: is given the number of each example and its `L × C` derivatives.
  func backward(
    _ slopes: UnsafePointer<Float>, examples: Int,
    _ body: (Int, UnsafeBufferPointer<Float>) -> Void
  ) {
    let graph = network.graph
    guard let inputGradient = workspace.mapGradients[graph.input.index],
      let outputGradient = workspace.mapGradients[graph.output.index]
    else { return }
    outputGradient.update(from: slopes, count: examples * network.classCount)
    withContext(examples: examples, workspace.backward)
    let map = graph.maps[graph.input.index]
    for example in 0..<examples {
      let start = inputGradient + map.start + example * map.stride
      body(example, UnsafeBufferPointer(start: start, count: network.inputShape.count))
    }
  }

  private func withContext(examples: Int, _ body: (ExecutionContext) -> Void) {
    network.parameters.withUnsafeBufferPointer { parameters in
      network.statistics.withUnsafeBufferPointer { statistics in
        guard let parameters = parameters.baseAddress else { return }
        body(
          ExecutionContext(
            workspace: workspace, examples: examples, mode: .inference, weightsVersion: 0,
            parameters: parameters, statistics: statistics.baseAddress ?? UnsafePointer(waste),
            gradients: waste, batchStatistics: waste, wantsWeightGradients: false))
      }
    }
  }
}
