public import ECGSafetensors

extension Network {
  /// The weights and running statistics by name, such as `layers.0.weight`.
  public var tensors: [String: Safetensors.Tensor] {
    var tensors: [String: Safetensors.Tensor] = [:]
    for tensor in parameterTensors {
      tensors[tensor.name] = .init(shape: tensor.shape, values: Array(parameters[tensor.range]))
    }
    for tensor in statisticTensors {
      tensors[tensor.name] = .init(shape: tensor.shape, values: Array(statistics[tensor.range]))
    }
    return tensors
  }

  /// Puts a network together from an architecture and stored tensors.
  ///
  /// - Throws: ``NetworkError`` where a tensor is missing, of another shape, superfluous, or holds
  ///   a number that is not finite or a negative variance.
  public init(_ architecture: Sequential, tensors: [String: Safetensors.Tensor]) throws {
    let graph = try architecture.graph()
    func values(_ name: String, shape: [Int]) throws -> [Float] {
      guard let tensor = tensors[name] else {
        throw NetworkError("Network", "expected a tensor \(name) of shape \(shape), found none")
      }
      try require(
        tensor.shape == shape, "Network",
        "expected tensor \(name) of shape \(shape), found \(tensor.shape)")
      try require(
        tensor.values.allSatisfy(\.isFinite), "Network",
        "expected numbers in tensor \(name), found one that is not finite")
      return tensor.values
    }
    let parameters = try graph.parameters.flatMap { try values($0.name, shape: $0.shape) }
    let statistics = try graph.statistics.flatMap { statistic in
      let values = try values(statistic.name, shape: [statistic.range.count])
      try require(
        values.allSatisfy { $0 >= statistic.minimum }, "Network",
        "expected numbers from \(statistic.minimum) up in tensor \(statistic.name), found one below"
      )
      return values
    }
    let names = Set(graph.parameters.map(\.name) + graph.statistics.map(\.name))
    if let other = tensors.keys.sorted().first(where: { !names.contains($0) }) {
      throw NetworkError("Network", "the architecture has no tensor \(other)")
    }
    self.init(
      architecture: architecture, graph: graph, parameters: parameters, statistics: statistics)
  }
}
