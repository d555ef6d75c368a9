import ECGRandom

/// Runs the operations of a network one at a time, to be timed from outside.
///
/// For benchmarks and profiles; not part of the stable interface. Values and gradients are random.
@_spi(Benchmarking)
public final class OperationProbe {
  /// An operation of the network, as it was lowered from layers.
  public struct Entry: Sendable {
    /// The kind and shapes, such as `MinimalFilteringConvolution (N, 93, 64) → (N, 93, 128)`.
    public let name: String
    /// Floating-point operations of one example's forward pass, counted as those of the plain sum
    /// whatever the algorithm; 0 for passes that are no products.
    public let flops: Int
  }

  /// The operations in the order they run.
  public let operations: [Entry]
  private let network: Network
  private let examples: Int
  private let workspace: Workspace
  private let gradients: UnsafeMutablePointer<Float>
  private let batchStatistics: UnsafeMutablePointer<Float>

  /// Prepares passes of `examples` examples in training mode and runs one forward and back.
  ///
  /// - Throws: ``BLASError`` where matrices cannot be multiplied.
  public init(_ network: Network, examples: Int) throws {
    try MatrixProduct.prepare(.fastest, threads: 1)
    let graph = network.graph
    self.network = network
    self.examples = examples
    workspace = Workspace(graph: graph, capacity: examples, gradients: true, products: .fastest)
    gradients = .allocate(capacity: graph.parameterCount + 1)
    batchStatistics = .allocate(capacity: graph.statisticCount + 1)
    operations = graph.operations.map { operation in
      let output = graph.maps[operation.output.index].shape
      return Entry(
        name: "\(type(of: operation)) \(graph.maps[operation.input.index].shape) → \(output)",
        flops: 2 * operation.multiplications * output.rows)
    }
    fill(workspace.values[graph.input.index], graph.input, seed: 1)
    withPass { workspace.forward($0) }
    if let gradient = workspace.mapGradients[graph.output.index] {
      fill(gradient, graph.output, seed: 2)
    }
    withPass { workspace.backward($0) }
  }

  deinit {
    gradients.deallocate()
    batchStatistics.deallocate()
  }

  /// Runs an operation forward.
  public func forward(_ index: Int) {
    withPass { workspace.forward($0, operation: index) }
  }

  /// Runs an operation backward, from the gradient that is there.
  public func backward(_ index: Int) {
    // As in training, the first to write a map's gradient does not add to it.
    for map in workspace.hasGradient.indices { workspace.hasGradient[map] = false }
    withPass { workspace.backward($0, operation: index) }
  }

  private func fill(_ values: UnsafeMutablePointer<Float>, _ id: TensorID, seed: UInt64) {
    let map = network.graph.maps[id.index]
    var generator = SeededGenerator(seed: seed)
    for example in 0..<examples {
      for index in 0..<map.shape.count {
        values[map.start + example * map.stride + index] = Float(generator.uniform(in: -1...1))
      }
    }
  }

  private func withPass(_ body: (ExecutionContext) -> Void) {
    network.parameters.withUnsafeBufferPointer { parameters in
      network.statistics.withUnsafeBufferPointer { statistics in
        guard let parameters = parameters.baseAddress else { return }
        body(
          ExecutionContext(
            workspace: workspace, examples: examples, mode: .training(stream: 1, firstExample: 0),
            weightsVersion: 0, parameters: parameters,
            statistics: statistics.baseAddress ?? UnsafePointer(batchStatistics),
            gradients: gradients, batchStatistics: batchStatistics))
      }
    }
  }
}

/// `c = a · b`, row-major, by the BLAS that the engine uses, on the calling thread: what the speed
/// of a network is measured against.
///
/// - Parameters:
///   - a: `m × k`.
///   - b: `k × n`.
///   - c: `m × n`.
/// - Throws: ``BLASError`` where matrices cannot be multiplied.
@_spi(Benchmarking)
public func matrixProduct(
  m: Int, n: Int, k: Int, a: UnsafePointer<Float>, b: UnsafePointer<Float>,
  into c: UnsafeMutablePointer<Float>
) throws {
  try MatrixProduct.prepare(threads: 1)
  MatrixProduct.multiply(
    m: m, n: n, k: k, .init(a, rowStride: k), .init(b, rowStride: n), into: c, rowStride: n)
}
