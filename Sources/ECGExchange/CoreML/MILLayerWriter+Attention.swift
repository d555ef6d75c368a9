import ECGNeuralNetwork

/// Layers in which samples weigh samples.
extension MILLayerWriter {
  /// Attention of the samples to one another, head by head.
  mutating func append(
    _ layer: SelfAttention, to x: MILBuilder.Value, _ scope: Scope
  ) throws -> MILBuilder.Value {
    let (name, path) = (prefix + scope.path, scope.path)
    let (samples, channels) = (scope.input.rows, scope.input.columns)
    let width = channels / layer.heads
    let rows = transposed(x, as: name + ".rows")
    let parts = try dense(
      rows, weight: "\(path).weight", bias: "\(path).bias", as: name + ".parts")
    let heads = ["queries", "keys", "values"].enumerated().map { index, part in
      let part = "\(name).\(part)"
      let slice = slice(
        parts, from: [0, 0, index * channels], sizes: [nil, samples, channels], as: part + ".all")
      let split = builder.append(
        "reshape", ["x": .value(slice), "shape": .integers([-1, samples, layer.heads, width])],
        as: part + ".split", shape: [nil, samples, layer.heads, width])
      return permuted(split, [0, 2, 1, 3], as: part)
    }
    let products = product(
      heads[0], heads[1], transposing: true, as: name + ".products",
      shape: [nil, layer.heads, samples, samples])
    let scaled = builder.append(
      "mul", ["x": .value(products), "y": .number(1 / Float(width).squareRoot())],
      as: name + ".scaled", shape: products.shape)
    let weights = softmax(scaled, axis: -1, as: name + ".weights")
    let means = product(weights, heads[2], as: name + ".means", shape: heads[2].shape)
    let joined = builder.append(
      "reshape",
      [
        "x": .value(permuted(means, [0, 2, 1, 3], as: name + ".by_sample")),
        "shape": .integers([-1, samples, channels]),
      ], as: name + ".joined", shape: rows.shape)
    let output = try dense(
      joined, weight: "\(path).outputWeight", bias: "\(path).outputBias", as: name + ".output")
    return transposed(output, as: name)
  }

  /// The mean over time, weighted by what the samples ask for.
  mutating func appendAttentionPool(
    to x: MILBuilder.Value, _ scope: Scope
  ) throws -> MILBuilder.Value {
    let (name, path) = (prefix + scope.path, scope.path)
    let hidden = try dense(
      transposed(x, as: name + ".rows"), weight: "\(path).weight", bias: "\(path).bias",
      as: name + ".hidden")
    let raised = builder.append(
      "tanh", ["x": .value(hidden)], as: name + ".tanh", shape: hidden.shape)
    let scores = try dense(raised, weight: "\(path).query", bias: nil, as: name + ".scores")
    let weights = softmax(scores, axis: 1, as: name + ".weights")
    let mean = product(x, weights, as: name + ".mean", shape: x.shape.dropLast() + [1])
    return squeezed(mean, axis: 2, as: name)
  }

  private mutating func product(
    _ x: MILBuilder.Value, _ y: MILBuilder.Value, transposing: Bool = false, as name: String,
    shape: [Int?]
  ) -> MILBuilder.Value {
    builder.append(
      "matmul",
      [
        "x": .value(x), "y": .value(y), "transpose_x": .flag(false),
        "transpose_y": .flag(transposing),
      ], as: name, shape: shape)
  }

  private mutating func softmax(
    _ x: MILBuilder.Value, axis: Int, as name: String
  ) -> MILBuilder.Value {
    builder.append(
      "softmax", ["x": .value(x), "axis": .integer(axis)], as: name, shape: x.shape)
  }
}
