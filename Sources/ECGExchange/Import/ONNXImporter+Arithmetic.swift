import ECGFiles
import ECGNeuralNetwork
import ECGSafetensors

/// Sums and products: with constants, which are part of layers, and of two ways that part and meet again.
extension ONNXImporter {
  mutating func arithmetic(_ node: ONNXNodeProto) throws -> ImportedMap {
    switch (try value(node, 0), try value(node, 1)) {
    case (.map(let a), .map(let b)): return try joined(node, a, b)
    case (.map(let map), .constant(let constant)):
      let values = try factors(node, constant, for: map)
      switch node.opType {
      case "Add": return try adding(node, values, to: map)
      case "Sub": return try adding(node, values.map { -$0 }, to: map)
      case "Mul": return try multiplying(node, values, map)
      default: return try multiplying(node, values.map { 1 / $0 }, map)
      }
    case (.constant(let constant), .map(let map)):
      let values = try factors(node, constant, for: map)
      switch node.opType {
      case "Add": return try adding(node, values, to: map)
      case "Mul": return try multiplying(node, values, map)
      case "Sub":
        let negated = try multiplying(node, values.map { _ in -1 }, map)
        return try adding(node, values, to: negated)
      default: break
      }
    default: break
    }
    throw refused(
      node, "expected what comes from the beats and a constant, found something else",
      "Export it with its weights as constants")
  }

  /// A constant's number for each column of a map, in the order of the file.
  func factors(
    _ node: ONNXNodeProto, _ constant: ONNXConstant, for map: ImportedMap
  ) throws -> [Float] {
    let values = constant.floats
    guard !map.isNormalized else {
      throw refused(
        node, "expected nothing after the softmax, found more",
        "Export the class probabilities or the logits alone")
    }
    let offset = map.axes.count - constant.shape.count
    if values.count == 1, offset >= 0 {
      return Array(repeating: values[0], count: map.shape.columns)
    }
    guard values.count == map.shape.columns, offset >= 0,
      constant.shape.indices.allSatisfy({
        constant.shape[$0] == 1 || map.isColumns(map.axes[$0 + offset])
      })
    else {
      throw refused(
        node,
        """
        expected one number, or one for each of \(map.shape.columns) channels, found shape \
        \(constant.shape)
        """, "Export it without the scaling of beats, and say how they are scaled instead")
    }
    return values
  }

  // MARK: - Constants

  /// A map with a number added to each column: the bias of the layer before it, where it has one.
  mutating func adding(
    _ node: ONNXNodeProto, _ values: [Float], to map: ImportedMap
  ) throws -> ImportedMap {
    var result = map
    let arranged = map.arranged(values)
    guard let index = Self.lastWeights(map.layers) else {
      return try affine(node, of: map, scale: values.map { _ in 1 }, shift: values)
    }
    result.layers[index] = shifted(map.layers[index], by: arranged)
    return result
  }

  private mutating func multiplying(
    _ node: ONNXNodeProto, _ values: [Float], _ map: ImportedMap
  ) throws -> ImportedMap {
    guard let index = Self.lastWeights(map.layers) else {
      return try affine(node, of: map, scale: values, shift: values.map { _ in 0 })
    }
    let arranged = map.arranged(values)
    var part = map.layers[index]
    for name in part.layer is BatchNorm ? ["scale", "shift"] : ["weight", "bias"] {
      guard let tensor = part.tensors[name] else { continue }
      // Columns are last everywhere.
      part.tensors[name] = .init(
        shape: tensor.shape,
        values: tensor.values.enumerated().map { $1 * arranged[$0 % arranged.count] })
    }
    var result = map
    result.layers[index] = layer(part.layer, part.tensors)
    return result
  }

  /// The index of the layer that can take a factor and a summand into its weights: the last but for
  /// those that leave out samples.
  private static func lastWeights(_ layers: [ImportedLayer]) -> Int? {
    guard let index = layers.lastIndex(where: { !($0.layer is Crop1D) }) else { return nil }
    let last = layers[index].layer
    return last is Conv1D || last is Dense || last is BatchNorm ? index : nil
  }

  /// A convolution, a dense layer or a normalisation that gives more by a number for each column.
  private mutating func shifted(_ part: ImportedLayer, by values: [Float]) -> ImportedLayer {
    var tensors = part.tensors
    let name = part.layer is BatchNorm ? "shift" : "bias"
    let before = tensors[name]?.values ?? values.map { _ in 0 }
    tensors[name] = .init(shape: [values.count], values: zip(before, values).map { $0 + $1 })
    let changed: any Layer =
      switch part.layer {
      case let layer as Conv1D:
        Conv1D(
          filters: layer.filters, kernel: layer.kernel, stride: layer.stride,
          dilation: layer.dilation, groups: layer.groups, bias: true)
      case let layer as Dense: Dense(layer.units, bias: true)
      default: part.layer
      }
    return layer(changed, tensors)
  }

  // MARK: - Residual blocks

  /// The sum of two ways that begin at one map: a residual block.
  private mutating func joined(
    _ node: ONNXNodeProto, _ a: ImportedMap, _ b: ImportedMap
  ) throws -> ImportedMap {
    let common = zip(a.layers, b.layers).prefix { $0.number == $1.number }.count
    guard node.opType == "Add", a.axes == b.axes, a.shape == b.shape, a.order == b.order,
      !a.isNormalized, !b.isNormalized
    else {
      throw refused(
        node, "expected the sum of two ways of one shape, found something else",
        "Only residual blocks can be imported where ways part")
    }
    // The shorter way is the shortcut; where it can be none, the other may be: a sum has no order.
    let ways = [Array(a.layers[common...]), Array(b.layers[common...])]
    var (branch, shortcut) =
      ways[0].count < ways[1].count ? (ways[1], ways[0]) : (ways[0], ways[1])
    if !shortcut.isEmpty, Self.projection(shortcut) == nil { swap(&branch, &shortcut) }
    var start = a
    start.layers = Array(a.layers[..<common])
    start.shape = try start.layers.reduce(beat) { try $1.layer.outputShape(for: $0) }
    var tensors: [String: Safetensors.Tensor] = [:]
    if !shortcut.isEmpty {
      guard let projection = Self.projection(shortcut), start.shape != a.shape else {
        throw refused(
          node,
          """
          expected one of two ways to be empty, or a convolution of kernel 1 that changes the channels, \
          found \(branch.count) and \(shortcut.count) layers
          """, "Only such residual blocks can be imported where ways part")
      }
      tensors["shortcut.0.weight"] = projection.weight
      var end = a
      end.layers = branch
      branch = try adding(node, projection.shift, to: end).layers
    }
    let body = branch.assembled().layers
    guard !body.isEmpty else { return try multiplying(node, a.columnsOf(2), a) }
    var block = layer(Residual { body }, tensors)
    block.body = branch
    var result = try appending(block, to: start, at: node)
    result.axes = a.axes
    return result
  }

  /// A convolution of one tap with what follows it, as its weights and a summand for each channel; nil
  /// for other layers.
  private static func projection(
    _ layers: [ImportedLayer]
  ) -> (weight: Safetensors.Tensor, shift: [Float])? {
    guard let first = layers.first, let layer = first.layer as? Conv1D, layer.kernel == 1,
      layer.stride == 1, layer.groups == 1, let weight = first.tensors["weight"]
    else { return nil }
    let bias = first.tensors["bias"]?.values ?? Array(repeating: 0, count: layer.filters)
    if layers.count == 1 { return (weight, bias) }
    guard layers.count == 2, let norm = layers[1].layer as? BatchNorm,
      let scale = layers[1].tensors["scale"]?.values,
      let shift = layers[1].tensors["shift"]?.values,
      let mean = layers[1].tensors["runningMean"]?.values,
      let variance = layers[1].tensors["runningVariance"]?.values
    else { return nil }
    let factors = zip(scale, variance).map { $0 / ($1 + norm.epsilon).squareRoot() }
    return (
      .init(
        shape: weight.shape,
        values: weight.values.enumerated().map { $1 * factors[$0 % factors.count] }),
      factors.indices.map { (bias[$0] - mean[$0]) * factors[$0] + shift[$0] }
    )
  }
}

extension ImportedMap {
  /// One number, so often as there are columns.
  fileprivate func columnsOf(_ value: Float) -> [Float] {
    Array(repeating: value, count: shape.columns)
  }
}
