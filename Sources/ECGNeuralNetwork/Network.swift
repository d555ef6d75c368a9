public import ECGParallel
import ECGRandom

/// A network: an architecture with its weights.
///
/// A value: a copy is a snapshot. Training takes one and gives another.
public struct Network: Sendable {
  /// The layers.
  public let architecture: Sequential
  /// All parameters, tensor behind tensor as ``parameterTensors`` lists them.
  public internal(set) var parameters: [Float]
  /// The running statistics of batch normalisation, as ``statisticTensors`` lists them.
  public internal(set) var statistics: [Float]
  let graph: Graph

  /// Builds a network with random weights.
  ///
  /// - Throws: ``NetworkError`` where the layers do not fit together.
  public init(_ architecture: Sequential, seed: UInt64) throws {
    let graph = try architecture.graph()
    var parameters = [Float](repeating: 0, count: graph.parameterCount)
    parameters.withUnsafeMutableBufferPointer { values in
      for (index, parameter) in graph.parameters.enumerated() {
        // A stream for each tensor: a layer more or less leaves the others' weights alone.
        var generator = SeededGenerator(seed: seed, purpose: "initial weights", stream: index)
        parameter.initializer.fill(
          UnsafeMutableBufferPointer(rebasing: values[parameter.range]), shape: parameter.shape,
          using: &generator)
      }
    }
    let statistics = graph.statistics.flatMap {
      Array(repeating: $0.initialValue, count: $0.range.count)
    }
    self.init(
      architecture: architecture, graph: graph, parameters: parameters, statistics: statistics)
  }

  init(architecture: Sequential, graph: Graph, parameters: [Float], statistics: [Float]) {
    self.architecture = architecture
    self.graph = graph
    self.parameters = parameters
    self.statistics = statistics
  }

  /// The shape of one example.
  public var inputShape: Shape { architecture.input }

  /// `K`, the number of outputs.
  public var classCount: Int { graph.maps[graph.output.index].shape.columns }

  /// The floating-point operations of one example's forward pass through convolutions and dense
  /// layers, a multiply-add counted as two.
  public var flopsPerExample: Int { graph.flopsPerExample }
}

extension Network {
  /// A named tensor of the network.
  public struct Tensor: Equatable, Sendable {
    /// The name, such as `layers.0.weight`.
    public let name: String
    /// The sizes of its axes; see the layer's documentation for their meaning.
    public let shape: [Int]
    /// Where it lies in the array it is part of.
    public let range: Range<Int>
  }

  /// The tensors in ``parameters``.
  public var parameterTensors: [Tensor] {
    graph.parameters.map { Tensor(name: $0.name, shape: $0.shape, range: $0.range) }
  }

  /// The tensors in ``statistics``.
  public var statisticTensors: [Tensor] {
    graph.statistics.map { Tensor(name: $0.name, shape: [$0.range.count], range: $0.range) }
  }

  /// The network with other weights.
  ///
  /// - Throws: ``NetworkError`` where the counts do not match the architecture.
  public func with(parameters: [Float], statistics: [Float]) throws -> Network {
    try require(
      parameters.count == self.parameters.count, "Network",
      "expected \(self.parameters.count) parameters, found \(parameters.count)")
    try require(
      statistics.count == self.statistics.count, "Network",
      "expected \(self.statistics.count) running statistics, found \(statistics.count)")
    try require(
      parameters.allSatisfy(\.isFinite) && statistics.allSatisfy(\.isFinite), "Network",
      "expected finite numbers, found one that is not")
    var copy = self
    copy.parameters = parameters
    copy.statistics = statistics
    return copy
  }

  /// The class probabilities of examples: the softmax of the outputs, with the running statistics
  /// of batch normalisation and without dropout.
  ///
  /// Each call allocates its memory anew; whoever asks often, such as for one example at a time,
  /// keeps a ``Predictor``.
  ///
  /// - Parameters:
  ///   - values: the examples behind one another, `N × L × C`, in an example sample after sample
  ///     with its `C` channels side by side. None are allowed.
  ///   - threads: how many threads share the work, at least one. The result does not depend on it,
  ///     bit for bit, nor on which examples are asked for together.
  /// - Returns: `N × K` probabilities in the order of the examples; the `K` of an example follow
  ///   one another, are those of classes 0 to `K - 1`, and add up to 1 but for rounding.
  /// - Throws: ``NetworkError`` where `values` is not a whole number of examples, holds a number
  ///   that is not finite, or leads to outputs that are not.
  public func probabilities(of values: [Float], threads: Int = ThreadCount.allCores) throws
    -> [Float]
  {
    let blocks = values.count / max(1, inputShape.count * Predictor.block) + 1
    return try Predictor(self, threads: min(threads, blocks)).probabilities(of: values)
  }
}
