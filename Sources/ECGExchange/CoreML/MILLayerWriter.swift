import ECGNeuralNetwork
import ECGSafetensors

/// The layers of a network as operations of an ML Program.
///
/// MIL has channels before samples, `(N, C, L)`, this program after them: weights are transposed as
/// they are written, and a sequence before it is flattened.
struct MILLayerWriter {
  /// Where the operations go.
  var builder: MILBuilder
  /// The network's tensors by name.
  let tensors: [String: Safetensors.Tensor]
  /// What stands before the names of operations and tensors, to tell networks apart.
  let prefix: String

  /// Appends layers.
  ///
  /// - Parameters:
  ///   - input: the program's value for `shape`.
  ///   - shape: the shape of an example in this program's order.
  ///   - path: the path of the list of layers.
  /// - Returns: what the last layer gives, and its shape.
  /// - Throws: ``ExportError`` for a layer that cannot be written; `NetworkError`.
  mutating func append(
    _ layers: [any Layer], to input: MILBuilder.Value, shape: Shape, path: String = "layers"
  ) throws -> (value: MILBuilder.Value, shape: Shape) {
    var (value, shape) = (input, shape)
    for (index, layer) in layers.enumerated() {
      let output = try layer.outputShape(for: shape)
      value = try append(
        layer, to: value, .init(path: "\(path).\(index)", input: shape, output: output))
      shape = output
    }
    return (value, shape)
  }

  /// Where a layer stands.
  struct Scope {
    let path: String
    let input: Shape
    let output: Shape
    /// The shape of its result in the program.
    var result: [Int?] { MILLayerWriter.sizes(of: output) }
  }

  /// A shape in MIL's order.
  static func sizes(of shape: Shape) -> [Int?] {
    switch shape {
    case .sequence(let samples, let channels): [nil, channels, samples]
    case .vector(let count): [nil, count]
    }
  }

  private mutating func append(
    _ layer: any Layer, to x: MILBuilder.Value, _ scope: Scope
  ) throws -> MILBuilder.Value {
    let name = prefix + scope.path
    switch layer {
    case let layer as Conv1D: return try append(layer, to: x, scope)
    case let layer as BatchNorm: return try append(layer, to: x, scope)
    case let layer as LayerNorm: return try append(layer, to: x, scope)
    case let layer as Residual: return try append(layer, to: x, scope)
    case let layer as SelfAttention: return try append(layer, to: x, scope)
    case let layer as LSTM: return try append(layer, to: x, scope)
    case let layer as GRU: return try append(layer, to: x, scope)
    case is AttentionPool1D: return try appendAttentionPool(to: x, scope)
    case is SqueezeExcitation: return try appendSqueezeExcitation(to: x, scope)
    case let layer as LeakyReLU:
      return builder.append(
        "leaky_relu", ["x": .value(x), "alpha": .number(layer.slope)], as: name, shape: x.shape)
    case is ReLU: return builder.append("relu", ["x": .value(x)], as: name, shape: x.shape)
    case is Sigmoid: return builder.append("sigmoid", ["x": .value(x)], as: name, shape: x.shape)
    case is Tanh: return builder.append("tanh", ["x": .value(x)], as: name, shape: x.shape)
    case is SiLU: return builder.append("silu", ["x": .value(x)], as: name, shape: x.shape)
    case let layer as GELU:
      let mode = layer.approximate == .none ? "EXACT" : "TANH_APPROXIMATION"
      return builder.append(
        "gelu", ["x": .value(x), "mode": .text(mode)], as: name, shape: x.shape)
    case let layer as MaxPool1D:
      return appendMaxPool(to: x, scope, size: layer.size, stride: layer.size, ends: [0, 0])
    case let layer as StridedMaxPool1D:
      return appendMaxPool(
        to: x, scope, size: layer.size, stride: layer.stride, ends: [layer.before, layer.after])
    case let layer as AveragePool1D:
      return builder.append(
        "avg_pool",
        [
          "x": .value(x), "kernel_sizes": .integers([layer.size]),
          "strides": .integers([layer.size]), "pad_type": .text("custom"),
          "pad": .integers([0, 0]), "exclude_padding_from_average": .flag(true),
          "ceil_mode": .flag(false),
        ], as: name, shape: scope.result)
    case let layer as Crop1D:
      return slice(
        x, from: [0, 0, layer.before], sizes: [nil, scope.output.columns, scope.output.rows],
        as: name)
    case is GlobalAveragePool1D: return average(x, as: name)
    case is Dropout: return x
    case is Flatten:
      return builder.append(
        "reshape",
        [
          "x": .value(transposed(x, as: name + ".rows")),
          "shape": .integers([-1, scope.output.count]),
        ], as: name, shape: scope.result)
    case let layer as Dense:
      return try dense(
        x, weight: "\(scope.path).weight", bias: layer.bias ? "\(scope.path).bias" : nil, as: name)
    default: throw ExportError(layer: type(of: layer).name, path: scope.path)
    }
  }

  private mutating func append(
    _ layer: Conv1D, to x: MILBuilder.Value, _ scope: Scope
  ) throws -> MILBuilder.Value {
    let reach = (layer.kernel - 1) * layer.dilation
    return try convolution(
      x, weight: "\(scope.path).weight", bias: layer.bias ? "\(scope.path).bias" : nil,
      pads: [reach / 2, reach - reach / 2], stride: layer.stride, dilation: layer.dilation,
      groups: layer.groups, as: prefix + scope.path, shape: scope.result)
  }

  private mutating func append(
    _ layer: Residual, to x: MILBuilder.Value, _ scope: Scope
  ) throws -> MILBuilder.Value {
    let branch = try append(layer.body, to: x, shape: scope.input, path: "\(scope.path).body")
    var shortcut = x
    if branch.shape != scope.input {
      let path = "\(scope.path).shortcut.0"
      shortcut = try convolution(
        x, weight: "\(path).weight", bias: nil, pads: [0, 0], as: prefix + path,
        shape: branch.value.shape)
    }
    return builder.append(
      "add", ["x": .value(branch.value), "y": .value(shortcut)], as: prefix + scope.path,
      shape: scope.result)
  }

  private mutating func appendMaxPool(
    to x: MILBuilder.Value, _ scope: Scope, size: Int, stride: Int, ends: [Int]
  ) -> MILBuilder.Value {
    builder.append(
      "max_pool",
      [
        "x": .value(x), "kernel_sizes": .integers([size]), "strides": .integers([stride]),
        "pad_type": .text("custom"), "pad": .integers(ends), "ceil_mode": .flag(false),
      ], as: prefix + scope.path, shape: scope.result)
  }

  private mutating func convolution(
    _ x: MILBuilder.Value, weight: String, bias: String?, pads: [Int], stride: Int = 1,
    dilation: Int = 1, groups: Int = 1, as name: String, shape: [Int?]
  ) throws -> MILBuilder.Value {
    var inputs: [String: MILBuilder.Input] = [
      "x": .value(x), "weight": .value(try constant(weight) { $0.reversingAxes() }),
      "strides": .integers([stride]), "pad_type": .text("custom"), "pad": .integers(pads),
      "dilations": .integers([dilation]), "groups": .integer(groups),
    ]
    if let bias { inputs["bias"] = .value(try constant(bias)) }
    return builder.append("conv", inputs, as: name, shape: shape)
  }

  /// A constant that is a tensor of the network, under its name.
  ///
  /// - Parameter change: what is done to it first.
  mutating func constant(
    _ name: String, _ change: (Safetensors.Tensor) -> Safetensors.Tensor = { $0 }
  ) throws -> MILBuilder.Value {
    let tensor = change(try tensors.named(name))
    return builder.constant(tensor.values, shape: tensor.shape, as: prefix + name)
  }
}
