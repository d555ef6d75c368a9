/// A layer of an architecture, as tables list it.
public struct LayerOutline: Equatable, Sendable {
  /// Where it stands: `layers.3`, or `layers.3.body.0` within a block.
  public let path: String
  /// What it is, with the hyper-parameters that matter to a reader, such as `Conv1D 64, kernel 5`.
  public let title: String
  /// What it gives for one example.
  public let output: Shape
  /// Its parameters, those of the layers within it included.
  public let parameters: Int
  /// How many blocks it is within.
  public let depth: Int
}

extension Sequential {
  /// The layers in order, those of a block after the block.
  ///
  /// - Throws: ``NetworkError`` where the layers do not fit together.
  public func outline() throws -> [LayerOutline] { try outline(graph()) }

  func outline(_ graph: Graph) throws -> [LayerOutline] {
    // Each parameter counts for its layer, and for the blocks that it is within.
    var parameters: [Substring: Int] = [:]
    for parameter in graph.parameters {
      var path = parameter.name[...]
      while let dot = path.lastIndex(of: ".") {
        path = path[..<dot]
        parameters[path, default: 0] += parameter.range.count
      }
    }
    var outlines: [LayerOutline] = []
    try append(
      layers, shape: input, path: "layers", depth: 0, parameters: parameters, to: &outlines)
    return outlines
  }

  private func append(
    _ layers: [any Layer], shape: Shape, path: String, depth: Int, parameters: [Substring: Int],
    to outlines: inout [LayerOutline]
  ) throws {
    var shape = shape
    for (index, layer) in layers.enumerated() {
      let path = "\(path).\(index)"
      let output = try layer.outputShape(for: shape)
      outlines.append(
        LayerOutline(
          path: path, title: layer.title, output: output, parameters: parameters[path[...]] ?? 0,
          depth: depth))
      if let residual = layer as? Residual {
        try append(
          residual.body, shape: shape, path: "\(path).body", depth: depth + 1,
          parameters: parameters, to: &outlines)
      }
      shape = output
    }
  }
}

extension Layer {
  /// The layer with the hyper-parameters that matter to a reader, such as `Conv1D 64, kernel 5`.
  fileprivate var title: String {
    switch self {
    case let layer as Conv1D: "Conv1D \(layer.filters), " + layer.details
    case let layer as AveragePool1D: "AveragePool1D \(layer.size)"
    case let layer as StridedMaxPool1D: "StridedMaxPool1D \(layer.size), stride \(layer.stride)"
    case let layer as Crop1D: "Crop1D \(layer.before), \(layer.after)"
    case let layer as GELU: layer.approximate == .none ? "GELU" : "GELU by tanh"
    case let layer as Dense: "Dense \(layer.units)"
    case let layer as LeakyReLU: "LeakyReLU \(layer.slope)"
    case let layer as MaxPool1D: "MaxPool1D \(layer.size)"
    case let layer as Dropout: "Dropout \(layer.rate)"
    case let layer as SqueezeExcitation: "SqueezeExcitation 1 : \(layer.reduction)"
    case let layer as AttentionPool1D: "AttentionPool1D \(layer.units)"
    case let layer as SelfAttention: "SelfAttention, heads \(layer.heads)"
    case let layer as GRU:
      recurrentTitle(layer.units, layer.bidirectional, layer.returnsSequences)
    case let layer as LSTM:
      recurrentTitle(layer.units, layer.bidirectional, layer.returnsSequences)
    default: Self.name
    }
  }

  private func recurrentTitle(_ units: Int, _ isBidirectional: Bool, _ sequences: Bool) -> String {
    "\(Self.name) \(units)" + (isBidirectional ? ", both ways" : "")
      + (sequences ? ", sequences" : "")
  }
}

extension Conv1D {
  /// Kernel, and what is not 1 of the others.
  fileprivate var details: String {
    let others = [("stride", stride), ("dilation", dilation), ("groups", groups)]
    return ([("kernel", kernel)] + others.filter { $0.1 > 1 })
      .map { "\($0) \($1)" }.joined(separator: ", ")
  }
}
