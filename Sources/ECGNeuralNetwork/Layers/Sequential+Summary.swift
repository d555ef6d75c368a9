extension Sequential {
  /// A table of the layers with their output shapes and parameters, as Keras prints it.
  ///
  /// - Throws: ``NetworkError`` where the layers do not fit together.
  public func summary() throws -> String {
    let graph = try graph()
    var rows = [("Layer", "Output shape", "Parameters")]
    rows.append(("Input", "\(input)", "0"))
    try append(layers, shape: input, path: "layers", indent: "", graph: graph, to: &rows)
    let widths = (
      rows.map(\.0.count).max() ?? 0, rows.map(\.1.count).max() ?? 0, rows.map(\.2.count).max() ?? 0
    )
    let line = String(repeating: "─", count: widths.0 + widths.1 + widths.2 + 4)
    var text = rows.map { row in
      pad(row.0, widths.0) + "  " + pad(row.1, widths.1) + "  "
        + String(repeating: " ", count: widths.2 - row.2.count) + row.2
    }
    text.insert(line, at: 1)
    let statistics = graph.statisticCount
    text += [
      line,
      "Parameters: \(grouped(graph.parameterCount)) (and \(grouped(statistics)) running statistics)",
      "Multiply-adds an example: \(grouped(graph.flopsPerExample / 2))",
    ]
    return text.joined(separator: "\n")
  }

  private func append(
    _ layers: [any Layer], shape: Shape, path: String, indent: String, graph: Graph,
    to rows: inout [(String, String, String)]
  ) throws {
    var shape = shape
    for (index, layer) in layers.enumerated() {
      let path = "\(path).\(index)"
      let output = try layer.outputShape(for: shape)
      let parameters = graph.parameters
        .filter { $0.name.hasPrefix(path + ".") }.reduce(0) { $0 + $1.range.count }
      rows.append((indent + layer.title, "\(output)", grouped(parameters)))
      if let residual = layer as? Residual {
        try append(
          residual.body, shape: shape, path: "\(path).body", indent: indent + "  ",
          graph: graph, to: &rows)
      }
      shape = output
    }
  }

  private func pad(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: width - text.count)
  }

  /// The number with a comma between thousands.
  private func grouped(_ number: Int) -> String {
    var digits = Array(String(number))
    var place = digits.count - 3
    while place > 0 {
      digits.insert(",", at: place)
      place -= 3
    }
    return String(digits)
  }
}

extension Layer {
  /// The layer with the hyper-parameters that matter to a reader, such as `Conv1D 64 × 5`.
  fileprivate var title: String {
    switch self {
    case let layer as Conv1D: "Conv1D \(layer.filters), kernel \(layer.kernel)"
    case let layer as Dense: "Dense \(layer.units)"
    case let layer as LeakyReLU: "LeakyReLU \(layer.slope)"
    case let layer as MaxPool1D: "MaxPool1D \(layer.size)"
    case let layer as Dropout: "Dropout \(layer.rate)"
    default: Self.name
    }
  }
}
