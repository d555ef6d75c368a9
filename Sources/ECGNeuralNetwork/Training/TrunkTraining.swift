/// How training treats the first layers of a network (the trunk) where these have learnt elsewhere,
/// unlike the others (the head).
public struct TrunkTraining: Codable, Equatable, Sendable {
  /// The layers of the trunk: the first so many of the architecture.
  public var layers: Int
  /// What their learning rate is multiplied with, as are the steps of weight decay.
  ///
  /// 0 freezes them. Frozen layers compute as at inference, with running statistics and without
  /// dropout; their weights, statistics and averages stay as they are, bit for bit, and nothing is
  /// spent on their gradients.
  public var rateFactor: Float

  /// Creates a way of training.
  public init(layers: Int, rateFactor: Float) {
    self.layers = layers
    self.rateFactor = rateFactor
  }

  func check(for network: Network) throws {
    try require(
      rateFactor >= 0 && rateFactor.isFinite, "TrunkTraining",
      "the learning rate's factor is \(rateFactor), must be zero or more")
    let count = network.architecture.layers.count
    try require(
      (0..<count).contains(layers), "TrunkTraining",
      "the trunk has \(layers) layers, must have from 0 to \(count - 1) of the network's \(count)")
    try require(
      rateFactor > 0 || network.graph.prefixes[layers].isWhole, "TrunkTraining",
      "layer \(layers) is computed together with the one before it; freeze both or neither")
  }

  /// What of a graph it is about.
  func prefix(of graph: Graph) -> Graph.Prefix { graph.prefixes[layers] }

  /// What of a graph stays as it is.
  func frozen(of graph: Graph) -> Graph.Prefix {
    rateFactor == 0 ? prefix(of: graph) : Graph.Prefix()
  }
}

extension Sequential {
  /// How many of the first layers give sequences: the convolutions and what belongs to them, up to
  /// the layer that makes vectors of them.
  ///
  /// - Throws: ``NetworkError`` where the layers do not fit together.
  public var sequenceLayers: Int {
    get throws {
      var shape = input
      for (index, layer) in layers.enumerated() {
        shape = try layer.outputShape(for: shape)
        if case .vector = shape { return index }
      }
      return layers.count
    }
  }
}
