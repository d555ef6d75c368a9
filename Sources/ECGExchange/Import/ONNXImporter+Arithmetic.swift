import ECGFiles
import ECGNeuralNetwork
import ECGSafetensors

/// Sums and products with constants, which are part of layers.
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
    case (.curve(let open), _), (_, .curve(let open)): throw unknown(open)
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

  mutating func multiplying(
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
}
