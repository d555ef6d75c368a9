import ECGText

extension Sequential {
  /// A table of the layers with their output shapes and parameters, as Keras prints it.
  ///
  /// - Throws: ``NetworkError`` where the layers do not fit together.
  public func summary() throws -> String {
    let graph = try graph()
    var rows = [["Layer", "Output shape", "Parameters"], ["Input", "\(input)", "0"]]
    try append(layers, shape: input, path: "layers", indent: "", graph: graph, to: &rows)
    let table = TextTable(rows: rows, alignments: [.left, .left])
    let line = String(repeating: "─", count: table.width)
    let text =
      [
        table.lines[0], line,
      ] + table.lines.dropFirst() + [
        line,
        "Parameters: \(graph.parameterCount.grouped) (and \(graph.statisticCount.grouped) running statistics)",
        "Multiply-adds an example: \((graph.flopsPerExample / 2).grouped)",
      ]
    return text.joined(separator: "\n")
  }

  private func append(
    _ layers: [any Layer], shape: Shape, path: String, indent: String, graph: Graph,
    to rows: inout [[String]]
  ) throws {
    var shape = shape
    for (index, layer) in layers.enumerated() {
      let path = "\(path).\(index)"
      let output = try layer.outputShape(for: shape)
      let parameters = graph.parameters
        .filter { $0.name.hasPrefix(path + ".") }.reduce(0) { $0 + $1.range.count }
      rows.append([indent + layer.title, "\(output)", parameters.grouped])
      if let residual = layer as? Residual {
        try append(
          residual.body, shape: shape, path: "\(path).body", indent: indent + "  ",
          graph: graph, to: &rows)
      }
      shape = output
    }
  }
}

extension Layer {
  /// The layer with the hyper-parameters that matter to a reader, such as `Conv1D 64 × 5`.
  fileprivate var title: String {
    switch self {
    case let layer as Conv1D: "Conv1D \(layer.filters), " + layer.details
    case let layer as AveragePool1D: "AveragePool1D \(layer.size)"
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
