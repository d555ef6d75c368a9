import ECGNeuralNetwork

/// Layers in which samples weigh samples.
extension ONNXLayerWriter {
  /// Attention of the samples to one another, head by head.
  mutating func append(_ layer: SelfAttention, to input: Value, path: String) throws -> String {
    let name = prefix + path
    let (samples, channels) = (input.shape.rows, input.shape.columns)
    let width = channels / layer.heads
    let rows = permuted(input.name, [0, 2, 1], as: name + ".rows")
    let parts = try product(rows, weight: "\(path).weight", bias: "\(path).bias", as: name)
    // A size of 0 is that of the axis as it is: the beats.
    let split = builder.constant([0, samples, layer.heads, width], as: name + ".split_shape")
    let axis = builder.constant([2], as: name + ".axis")
    let heads = ["queries", "keys", "values"].enumerated().map { index, part in
      let part = "\(name).\(part)"
      let begin = builder.constant([index * channels], as: part + ".begin")
      let end = builder.constant([(index + 1) * channels], as: part + ".end")
      let slice = builder.append("Slice", [parts, begin, end, axis], as: part + ".all")
      let heads = builder.append("Reshape", [slice, split], as: part + ".split")
      // Keys are turned for the product with queries.
      return permuted(heads, part.hasSuffix("keys") ? [0, 2, 3, 1] : [0, 2, 1, 3], as: part)
    }
    let products = builder.append("MatMul", [heads[0], heads[1]], as: name + ".products")
    let factor = builder.constant(
      [1 / Float(width).squareRoot()], shape: [1], as: name + ".factor")
    let scaled = builder.append("Mul", [products, factor], as: name + ".scaled")
    let weights = builder.append(
      "Softmax", [scaled], as: name + ".weights", ["axis": .integer(-1)])
    let means = builder.append("MatMul", [weights, heads[2]], as: name + ".means")
    let bySample = permuted(means, [0, 2, 1, 3], as: name + ".by_sample")
    let shape = builder.constant([0, samples, channels], as: name + ".joined_shape")
    let joined = builder.append("Reshape", [bySample, shape], as: name + ".joined")
    let output = try product(
      joined, weight: "\(path).outputWeight", bias: "\(path).outputBias", as: name + ".output")
    return permuted(output, [0, 2, 1], as: name)
  }

  /// The mean over time, weighted by what the samples ask for.
  mutating func appendAttentionPool(to x: String, path: String) throws -> String {
    let name = prefix + path
    let rows = permuted(x, [0, 2, 1], as: name + ".rows")
    let hidden = try product(
      rows, weight: "\(path).weight", bias: "\(path).bias", as: name + ".hidden")
    let raised = builder.append("Tanh", [hidden], as: name + ".tanh")
    let scores = builder.append(
      "MatMul", [raised, try constant("\(path).query")], as: name + ".scores")
    let weights = builder.append("Softmax", [scores], as: name + ".weights", ["axis": .integer(1)])
    let mean = builder.append("MatMul", [x, weights], as: name + ".mean")
    return builder.append("Flatten", [mean], as: name, ["axis": .integer(1)])
  }

  /// The axes in another order.
  mutating func permuted(_ x: String, _ order: [Int], as name: String) -> String {
    builder.append("Transpose", [x], as: name, ["perm": .integers(order)])
  }

  /// A product of each sample's channels with weights, and a bias.
  private mutating func product(
    _ x: String, weight: String, bias: String, as name: String
  ) throws -> String {
    let product = builder.append("MatMul", [x, try constant(weight)], as: name + ".product")
    return builder.append("Add", [product, try constant(bias)], as: name + ".sum")
  }
}
