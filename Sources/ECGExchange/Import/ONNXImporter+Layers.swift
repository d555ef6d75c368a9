import ECGFiles
import ECGNeuralNetwork
import ECGSafetensors

/// Nodes with weights.
extension ONNXImporter {
  /// A convolution: along the samples, whatever axes of size 1 are beside them.
  mutating func convolution(_ node: ONNXNodeProto, of input: ImportedMap) throws -> ImportedMap {
    let weights = try constant(node, 1)
    let sliding = try slidingAxis(node, of: input)
    guard weights.shape.count == input.axes.count,
      weights.shape.indices.dropFirst(2).allSatisfy({ $0 == sliding || weights.shape[$0] == 1 })
    else {
      throw refused(
        node, "expected a kernel along the samples alone, found one of shape \(weights.shape)",
        "Export a network with convolutions in one dimension")
    }
    let window = try Window(self, node, input, axis: sliding - 2, size: weights.shape[sliding])
    let (filters, inputs) = (weights.shape[0], weights.shape[1])
    let kernel = weights.shape[sliding]
    let groups = try integer(node, "group", else: 1)
    guard filters > 0, kernel > 0, inputs * max(1, groups) == input.shape.columns else {
      throw refused(
        node,
        "expected weights for \(input.shape.columns) channels, found shape \(weights.shape)",
        "The file is damaged; export or copy it again")
    }
    guard let fit = Fit(window, kernel: kernel, samples: input.shape.rows) else {
      throw refused(
        node,
        """
        expected no more zeros around the samples than keep their number, found pads \(window.before) and \
        \(window.after) for a kernel of \(kernel) with dilation \(window.dilation)
        """, "Train it with valid or same padding")
    }
    var input = input
    input.zeros = .init()
    var tensors = [
      "weight": fit.widened(
        Safetensors.Tensor(shape: [filters, inputs, kernel], values: weights.floats)
          .reversingAxes())
    ]
    if has(node, 2) {
      tensors["bias"] = .init(shape: [filters], values: try columns(node, 2, count: filters))
    }
    var result = try convolution(
      fit,
      Conv1D(
        filters: filters, kernel: fit.kernel, stride: window.stride, dilation: window.dilation,
        groups: groups, bias: tensors["bias"] != nil), tensors, to: input, at: node)
    result.axes[1] = .channels
    return result
  }

  /// Appends a convolution and what leaves out the samples that it gives too many.
  mutating func convolution(
    _ fit: Fit, _ convolution: Conv1D, _ tensors: [String: Safetensors.Tensor],
    to input: ImportedMap, at node: ONNXNodeProto
  ) throws -> ImportedMap {
    let result = try appending(layer(convolution, tensors), to: input, at: node)
    if fit.before == 0 && fit.after == 0 { return result }
    return try appending(
      layer(Crop1D(before: fit.before, after: fit.after)), to: result, at: node)
  }

  /// Batch normalisation, with the statistics of training.
  mutating func normalization(_ node: ONNXNodeProto, of input: ImportedMap) throws -> ImportedMap {
    let input = try vector(node, of: input)
    guard input.axes.count > 1, input.isColumns(input.axes[1]) else {
      throw refused(
        node, "expected to normalise channels, found another axis",
        "Export it with channels after the batch, as ONNX has them")
    }
    guard try integer(node, "training_mode", else: 0) == 0 else {
      throw refused(node, "expected fixed statistics, found training", "Export it for inference")
    }
    let parts = try (1...4).map {
      input.arranged(try columns(node, $0, count: input.shape.columns))
    }
    return try appending(
      normalization(
        scale: parts[0], shift: parts[1], mean: parts[2], variance: parts[3],
        epsilon: number(node, "epsilon", else: 1e-5)), to: input, at: node)
  }

  /// Layer normalisation of the channels, which are last.
  mutating func layerNormalization(
    _ node: ONNXNodeProto, of input: ImportedMap
  ) throws -> ImportedMap {
    let axis = try normalized(integer(node, "axis", else: -1), of: input.axes.count, at: node)
    guard axis == input.axes.count - 1, input.isColumns(input.axes[axis]) else {
      throw refused(
        node,
        "expected to normalise the channels of each sample, found axes \(Self.words(input.axes))",
        "Train it with layer normalisation over the channels, last of all axes")
    }
    let count = input.shape.columns
    var tensors = ["scale": try columns(node, 1, count: count)]
    tensors["shift"] =
      try has(node, 2) ? columns(node, 2, count: count) : Array(repeating: 0, count: count)
    return try appending(
      layer(
        LayerNorm(epsilon: number(node, "epsilon", else: 1e-5)),
        tensors.mapValues { .init(shape: [count], values: input.arranged($0)) }),
      to: input, at: node)
  }

  private mutating func normalization(
    scale: [Float], shift: [Float], mean: [Float], variance: [Float], epsilon: Float
  ) -> ImportedLayer {
    var tensors: [String: Safetensors.Tensor] = [:]
    for (name, values) in [
      ("scale", scale), ("shift", shift), ("runningMean", mean), ("runningVariance", variance),
    ] {
      tensors[name] = .init(shape: [values.count], values: values)
    }
    return layer(BatchNorm(epsilon: epsilon), tensors)
  }

  /// A factor and a summand for each column, as a batch normalisation whose statistics do nothing:
  /// the variance and what is added to it make 1 exactly.
  mutating func affine(
    _ node: ONNXNodeProto, of input: ImportedMap, scale: [Float], shift: [Float]
  ) throws -> ImportedMap {
    let epsilon: Float = 0x1p-17
    let neutral = normalization(
      scale: input.arranged(scale), shift: input.arranged(shift),
      mean: Array(repeating: 0, count: scale.count),
      variance: Array(repeating: 1 - epsilon, count: scale.count), epsilon: epsilon)
    return try appending(neutral, to: input, at: node)
  }

  /// A dense layer, as `Gemm`.
  mutating func gemm(_ node: ONNXNodeProto, of input: ImportedMap) throws -> ImportedMap {
    for (name, usual) in [("alpha", 1), ("beta", 1)] as [(String, Float)] {
      guard try number(node, name, else: 1) == usual else {
        throw refused(node, "expected \(name) 1, found another", "Export it without")
      }
    }
    guard try integer(node, "transA", else: 0) == 0 else {
      throw refused(node, "expected transA 0, found 1", "Export it without")
    }
    let weights = try constant(node, 1)
    let isTransposed = try integer(node, "transB", else: 0) != 0
    let result = try dense(
      node, of: input,
      Self.tensor(weights).map { isTransposed ? $0.reversingAxes() : $0 })
    guard has(node, 2) else { return result }
    return try adding(node, factors(node, constant(node, 2), for: result), to: result)
  }

  /// A dense layer of a vector, or of each sample, as `MatMul`.
  mutating func product(_ node: ONNXNodeProto, of input: ImportedMap) throws -> ImportedMap {
    let weights = Self.tensor(try constant(node, 1))
    guard case .sequence(_, let channels) = input.shape, input.axes.count > 2 else {
      return try dense(node, of: input, weights)
    }
    guard let weights, weights.shape.count == 2, weights.shape[0] == channels,
      let last = input.axes.last, input.isColumns(last)
    else {
      throw refused(
        node, "expected a product with the channels of each sample, found another",
        "Put a Flatten before dense layers")
    }
    let convolution = layer(
      Conv1D(filters: weights.shape[1], kernel: 1, bias: false),
      ["weight": .init(shape: [1] + weights.shape, values: weights.values)])
    var result = try appending(convolution, to: input, at: node)
    result.axes[result.axes.count - 1] = .channels
    return result
  }

  private mutating func dense(
    _ node: ONNXNodeProto, of input: ImportedMap, _ weights: Safetensors.Tensor?
  ) throws -> ImportedMap {
    let input = try vector(node, of: input)
    guard case .vector(let count) = input.shape, input.axes == [.batch, .features] else {
      throw refused(
        node, "expected a vector for each beat, found shape \(input.shape)",
        "Put a Flatten or a global pooling before dense layers")
    }
    guard let weights, weights.shape.count == 2, weights.shape[0] == count, weights.shape[1] > 0
    else {
      throw refused(
        node,
        "expected weights for \(count) numbers, found shape \(weights?.shape ?? [])",
        "The file is damaged; export or copy it again")
    }
    let units = weights.shape[1]
    var values = weights.values
    if let order = input.order {
      for (row, position) in order.enumerated() {
        values.replaceSubrange(
          position * units..<(position + 1) * units,
          with: weights.values[row * units..<(row + 1) * units]
        )
      }
    }
    var result = try appending(
      layer(
        Dense(units, bias: false), ["weight": .init(shape: weights.shape, values: values)]),
      to: input, at: node)
    result.order = nil
    return result
  }

  private static func tensor(_ constant: ONNXConstant) -> Safetensors.Tensor? {
    .init(shape: constant.shape, values: constant.floats)
  }

  /// A constant of one number for each of `count` columns; a single one counts for all.
  func columns(_ node: ONNXNodeProto, _ index: Int, count: Int) throws -> [Float] {
    let values = try constant(node, index).floats
    if values.count == 1 { return Array(repeating: values[0], count: count) }
    guard values.count == count else {
      throw refused(
        node, "expected \(count) numbers in its input \(index + 1), found \(values.count)",
        "The file is damaged; export or copy it again")
    }
    return values
  }
}
