import ECGNeuralNetwork

/// The layers of a network as the Python that builds PyTorch's modules, one for each layer.
struct PyTorchModules {
  /// The lines, each with its comma at the end.
  private(set) var lines: [String] = []

  /// Writes layers.
  ///
  /// - Throws: ``ExportError`` for a layer that has no module; `NetworkError`.
  init(_ architecture: Sequential) throws {
    try add(architecture.layers, input: architecture.input, path: "layers", indent: "        ")
  }

  private mutating func add(
    _ layers: [any Layer], input: Shape, path: String, indent: String
  ) throws {
    var shape = input
    for (index, layer) in layers.enumerated() {
      let path = "\(path).\(index)"
      let output = try layer.outputShape(for: shape)
      if let residual = layer as? Residual {
        lines.append("\(indent)Residual(")
        lines.append("\(indent)    nn.Sequential(")
        try add(residual.body, input: shape, path: "\(path).body", indent: indent + "        ")
        lines.append("\(indent)    ),")
        lines.append(
          output == shape
            ? "\(indent)    nn.Identity(),"
            : "\(indent)    nn.Conv1d(\(shape.columns), \(output.columns), 1, bias=False),")
        lines.append("\(indent)),")
      } else {
        lines.append("\(indent)\(try module(layer, input: shape, path: path)),")
      }
      shape = output
    }
  }

  private func module(_ layer: any Layer, input: Shape, path: String) throws -> String {
    switch layer {
    case let layer as Conv1D:
      """
      nn.Conv1d(\(input.columns), \(layer.filters), \(layer.kernel), padding="same"\
      \(Self.bias(layer.bias)))
      """
    case let layer as BatchNorm:
      "nn.BatchNorm1d(\(input.columns), eps=\(layer.epsilon), momentum=\(layer.momentum))"
    case let layer as LeakyReLU: "nn.LeakyReLU(\(layer.slope))"
    case is ReLU: "nn.ReLU()"
    case let layer as MaxPool1D: "nn.MaxPool1d(\(layer.size))"
    case is GlobalAveragePool1D: "Average()"
    case let layer as Dropout: "nn.Dropout(\(layer.rate))"
    case is Flatten: "Rows()"
    case let layer as Dense:
      "nn.Linear(\(input.columns), \(layer.units)\(Self.bias(layer.bias)))"
    default: throw ExportError(layer: type(of: layer).name, path: path)
    }
  }

  private static func bias(_ bias: Bool) -> String { bias ? "" : ", bias=False" }
}
