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
          path: path, title: (layer as? any KitLayer)?.title ?? type(of: layer).name,
          output: output, parameters: parameters[path[...]] ?? 0, depth: depth))
      if let residual = layer as? Residual {
        try append(
          residual.body, shape: shape, path: "\(path).body", depth: depth + 1,
          parameters: parameters, to: &outlines)
      }
      shape = output
    }
  }
}
