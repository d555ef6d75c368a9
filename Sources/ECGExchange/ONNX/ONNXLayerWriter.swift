import ECGNeuralNetwork
import ECGSafetensors

/// The layers of a network as ONNX's operators.
///
/// ONNX has channels before samples, `(N, C, L)`, this program after them: weights of convolutions
/// are transposed as they are written, and a sequence before it is flattened. Batch normalisation
/// stays as it is; whoever runs the graph folds it into the convolution before it.
struct ONNXLayerWriter {
  /// Where the nodes go.
  var builder: ONNXGraphBuilder
  /// The network's tensors by name.
  let tensors: [String: Safetensors.Tensor]
  /// What stands before the names of nodes and tensors, to tell networks apart.
  let prefix: String

  /// A tensor of the graph with the shape of an example in this program's order.
  struct Value {
    var name: String
    var shape: Shape
  }

  /// Appends layers.
  ///
  /// - Parameters:
  ///   - path: the path of the list of layers, `layers`.
  /// - Throws: ``ExportError`` for a layer that cannot be written; `NetworkError`.
  mutating func append(
    _ layers: [any Layer], to input: Value, path: String = "layers"
  ) throws -> Value {
    var value = input
    for (index, layer) in layers.enumerated() {
      let path = "\(path).\(index)"
      value = Value(
        name: try append(layer, to: value, path: path),
        shape: try layer.outputShape(for: value.shape))
    }
    return value
  }

  private mutating func append(
    _ layer: any Layer, to input: Value, path: String
  ) throws -> String {
    let (name, x) = (prefix + path, input.name)
    switch layer {
    case let layer as Conv1D: return try append(layer, to: x, path: path)
    case let layer as BatchNorm:
      let parts = try ["scale", "shift", "runningMean", "runningVariance"].map {
        try constant("\(path).\($0)")
      }
      return builder.append(
        "BatchNormalization", [x] + parts, as: name, ["epsilon": .number(layer.epsilon)])
    case let layer as LeakyReLU:
      return builder.append("LeakyRelu", [x], as: name, ["alpha": .number(layer.slope)])
    case is ReLU: return builder.append("Relu", [x], as: name)
    case is Sigmoid: return builder.append("Sigmoid", [x], as: name)
    case is Tanh: return builder.append("Tanh", [x], as: name)
    case is SiLU:
      return builder.append(
        "Mul", [x, builder.append("Sigmoid", [x], as: name + ".sigmoid")], as: name)
    case let layer as GELU: return appendGELU(layer, to: x, as: name)
    case let layer as LayerNorm: return try append(layer, to: input, path: path)
    case is SqueezeExcitation: return try appendSqueezeExcitation(to: x, path: path)
    case let layer as MaxPool1D:
      return builder.append(
        "MaxPool", [x], as: name,
        ["kernel_shape": .integers([layer.size]), "strides": .integers([layer.size])])
    case let layer as StridedMaxPool1D:
      return builder.append(
        "MaxPool", [x], as: name,
        [
          "kernel_shape": .integers([layer.size]), "strides": .integers([layer.stride]),
          "pads": .integers([layer.before, layer.after]),
        ])
    case let layer as Crop1D:
      let parts = [layer.before, input.shape.rows - layer.after, 2]
      let bounds = zip(["starts", "ends", "axes"], parts).map {
        builder.constant([$1], as: "\(name).\($0)")
      }
      return builder.append("Slice", [x] + bounds, as: name)
    case let layer as AveragePool1D:
      return builder.append(
        "AveragePool", [x], as: name,
        ["kernel_shape": .integers([layer.size]), "strides": .integers([layer.size])])
    case is GlobalAveragePool1D:
      let mean = builder.append("GlobalAveragePool", [x], as: name + ".mean")
      return builder.append("Flatten", [mean], as: name, ["axis": .integer(1)])
    case is Dropout: return x
    case is Flatten:
      let rows = builder.append(
        "Transpose", [x], as: name + ".rows", ["perm": .integers([0, 2, 1])])
      return builder.append("Flatten", [rows], as: name, ["axis": .integer(1)])
    case let layer as Dense:
      let parts = ["weight"] + (layer.bias ? ["bias"] : [])
      return builder.append("Gemm", try [x] + parts.map { try constant("\(path).\($0)") }, as: name)
    case let layer as Residual: return try append(layer, to: input, path: path)
    case let layer as SelfAttention: return try append(layer, to: input, path: path)
    case is AttentionPool1D: return try appendAttentionPool(to: x, path: path)
    case let layer as GRU: return try append(layer, to: input, path: path)
    case let layer as LSTM: return try append(layer, to: input, path: path)
    default: throw ExportError(layer: type(of: layer).name, path: path)
    }
  }

  private mutating func append(_ layer: Conv1D, to x: String, path: String) throws -> String {
    let reach = (layer.kernel - 1) * layer.dilation
    var inputs = [x, try convolutionWeights("\(path).weight")]
    if layer.bias { inputs.append(try constant("\(path).bias")) }
    return builder.append(
      "Conv", inputs, as: prefix + path,
      [
        "kernel_shape": .integers([layer.kernel]),
        "pads": .integers([reach / 2, reach - reach / 2]),
        "strides": .integers([layer.stride]), "dilations": .integers([layer.dilation]),
        "group": .integer(layer.groups),
      ])
  }

  private mutating func append(_ layer: Residual, to input: Value, path: String) throws -> String {
    let branch = try append(layer.body, to: input, path: "\(path).body")
    var shortcut = input.name
    let projection = "\(path).shortcut.0"
    if branch.shape != input.shape {
      shortcut = builder.append(
        "Conv", [shortcut, try convolutionWeights("\(projection).weight")], as: prefix + projection,
        ["kernel_shape": .integers([1])])
    }
    return builder.append("Add", [branch.name, shortcut], as: prefix + path)
  }

  mutating func constant(_ name: String) throws -> String {
    let tensor = try tensors.named(name)
    return builder.constant(tensor.values, shape: tensor.shape, as: prefix + name)
  }

  /// The weights of a convolution: `(K, C, filters)` → `(filters, C, K)`.
  private mutating func convolutionWeights(_ name: String) throws -> String {
    let reversed = try tensors.named(name).reversingAxes()
    return builder.constant(reversed.values, shape: reversed.shape, as: prefix + name)
  }
}
