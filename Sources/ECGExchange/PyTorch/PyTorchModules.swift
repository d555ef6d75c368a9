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
      Self.convolution(layer, channels: input.columns)
    case let layer as BatchNorm:
      "nn.BatchNorm1d(\(input.columns), eps=\(layer.epsilon), momentum=\(layer.momentum))"
    case let layer as LeakyReLU: "nn.LeakyReLU(\(layer.slope))"
    case is ReLU: "nn.ReLU()"
    case is Sigmoid: "nn.Sigmoid()"
    case is Tanh: "nn.Tanh()"
    case is SiLU: "nn.SiLU()"
    case let layer as GELU: "nn.GELU(approximate=\"\(layer.approximate.rawValue)\")"
    case let layer as LayerNorm:
      "\(Self.isVector(input) ? "nn.LayerNorm" : "ChannelNorm")(\(input.columns), eps=\(layer.epsilon))"
    case let layer as SqueezeExcitation:
      "SqueezeExcitation(\(input.columns), \(input.columns / layer.reduction))"
    case let layer as StridedMaxPool1D:
      """
      StridedMaxPool(\(layer.size), stride=\(layer.stride), before=\(layer.before), after=\(layer.after))
      """
    case let layer as Crop1D: "Crop(\(layer.before), \(layer.after))"
    case let layer as AveragePool1D: "nn.AvgPool1d(\(layer.size))"
    case let layer as MaxPool1D: "nn.MaxPool1d(\(layer.size))"
    case is GlobalAveragePool1D: "Average()"
    case let layer as SelfAttention: "SelfAttention(\(input.columns), \(layer.heads))"
    case let layer as AttentionPool1D: "AttentionPool(\(input.columns), \(layer.units))"
    case let layer as GRU:
      Self.recurrent(
        "nn.GRU", input, layer.units, layer.bidirectional, sequences: layer.returnsSequences)
    case let layer as LSTM:
      Self.recurrent(
        "nn.LSTM", input, layer.units, layer.bidirectional, sequences: layer.returnsSequences)
    case let layer as Dropout: "nn.Dropout(\(layer.rate))"
    case is Flatten: "Rows()"
    case let layer as Dense:
      "nn.Linear(\(input.columns), \(layer.units)\(Self.bias(layer.bias)))"
    default: throw ExportError(layer: type(of: layer).name, path: path)
    }
  }

  private static func isVector(_ shape: Shape) -> Bool {
    if case .vector = shape { true } else { false }
  }

  private static func convolution(_ layer: Conv1D, channels: Int) -> String {
    let reach = (layer.kernel - 1) * layer.dilation
    // PyTorch's own "same" takes no stride; where the zeros are uneven, the one more is
    // added before it.
    let isUneven = layer.stride > 1 && !reach.isMultiple(of: 2)
    var words = ["\(channels)", "\(layer.filters)", "\(layer.kernel)"]
    words.append(layer.stride > 1 ? "padding=\(reach / 2)" : "padding=\"same\"")
    for (name, value) in [
      ("stride", layer.stride), ("dilation", layer.dilation), ("groups", layer.groups),
    ] where value != 1 {
      words.append("\(name)=\(value)")
    }
    let list = words.joined(separator: ", ") + bias(layer.bias)
    return "\(isUneven ? "UnevenConv1d" : "nn.Conv1d")(\(list))"
  }

  private static func recurrent(
    _ kind: String, _ input: Shape, _ units: Int, _ isBidirectional: Bool, sequences: Bool
  ) -> String {
    let words = [isBidirectional, sequences].map { $0 ? "True" : "False" }
    return """
      Recurrent(\(kind)(\(input.columns), \(units), batch_first=True, bidirectional=\(words[0])), \
      sequences=\(words[1]))
      """
  }

  private static func bias(_ bias: Bool) -> String { bias ? "" : ", bias=False" }
}
