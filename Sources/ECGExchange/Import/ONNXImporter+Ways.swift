import ECGFiles
import ECGNeuralNetwork
import ECGSafetensors

/// Two ways that part and meet again.
extension ONNXImporter {
  /// The sum of two ways that begin at one map, a residual block; or a product,
  /// squeeze and excitation.
  mutating func joined(
    _ node: ONNXNodeProto, _ a: ImportedMap, _ b: ImportedMap
  ) throws -> ImportedMap {
    let common = zip(a.layers, b.layers).prefix { $0.number == $1.number }.count
    if node.opType == "Mul" {
      for (map, factors) in [(a, b), (b, a)] where map.layers.count == common {
        if let layer = excitation(of: map, by: factors) {
          return try appending(layer, to: map, at: node)
        }
      }
    }
    guard node.opType == "Add", a.axes == b.axes, a.shape == b.shape, a.order == b.order,
      !a.isNormalized, !b.isNormalized
    else {
      throw refused(
        node, "expected the sum of two ways of one shape, found something else",
        "Only residual blocks, and squeeze and excitation, can be imported where ways part")
    }
    var start = a
    start.layers = Array(a.layers[..<common])
    start.shape = try start.layers.reduce(beat) { try $1.layer.outputShape(for: $0) }
    let ways = Self.ways(Array(a.layers[common...]), Array(b.layers[common...]))
    let branch = try branch(of: ways, from: start.shape, to: a, at: node)
    let body = branch.layers.assembled().layers
    guard !body.isEmpty else { return try multiplying(node, a.columnsOf(2), a) }
    var block = layer(Residual { body }, branch.shortcut)
    block.body = branch.layers
    var result = try appending(block, to: start, at: node)
    if branch.step > 1 {
      result = try appending(
        layer(StridedMaxPool1D(1, stride: branch.step)), to: result, at: node)
    }
    guard result.shape == a.shape else {
      throw refused(
        node, "expected ways of \(a.shape), found \(result.shape)", "Export it again")
    }
    result.axes = a.axes
    return result
  }

  private typealias Ways = (branch: [ImportedLayer], shortcut: [ImportedLayer])

  /// The shorter way is the shortcut; where it can be none, the other may be: a sum has no order.
  private static func ways(_ first: [ImportedLayer], _ second: [ImportedLayer]) -> Ways {
    let (long, short) = first.count < second.count ? (second, first) : (first, second)
    return short.isEmpty || projection(short) != nil ? (long, short) : (short, long)
  }

  /// The layers of a residual block's branch, the tensors of its shortcut, and the samples from one
  /// that is taken of their sum to the next.
  ///
  /// - Throws: `FileError` where the shortcut is none that such a block can have.
  private mutating func branch(
    of ways: Ways, from start: Shape, to end: ImportedMap, at node: ONNXNodeProto
  ) throws -> (layers: [ImportedLayer], shortcut: [String: Safetensors.Tensor], step: Int) {
    guard !ways.shortcut.isEmpty else { return (ways.branch, [:], 1) }
    guard let projection = Self.projection(ways.shortcut), start.columns != end.shape.columns
    else {
      throw refused(
        node,
        """
        expected one of two ways to be empty, or a convolution of kernel 1 that changes the channels, \
        found \(ways.branch.count) and \(ways.shortcut.count) layers
        """, "Only such residual blocks can be imported where ways part")
    }
    var branch = end
    branch.layers = try spread(ways.branch, step: projection.step, at: node)
    // The bias of the shortcut, which a block's has not, goes with the branch.
    branch = try adding(node, projection.shift, to: branch)
    return (branch.layers, ["shortcut.0.weight": projection.weight], projection.step)
  }

  /// A branch that goes on with every `step`-th sample, as one that keeps all of them and gives
  /// the same at those: this program's residual blocks keep the samples, and every `step`-th is
  /// taken after the sum.
  ///
  /// - Throws: `FileError` where the branch leaves out others, or takes samples together otherwise.
  private mutating func spread(
    _ branch: [ImportedLayer], step: Int, at node: ONNXNodeProto
  ) throws -> [ImportedLayer] {
    if step == 1 { return branch }
    func refused(_ found: String) -> FileError {
      self.refused(
        node,
        """
        expected beside the convolution of kernel 1 and stride \(step) a way whose convolutions have strides that \
        come to \(step), odd kernels after those and no pooling among them, found \(found)
        """, "Have convolutions take the strides, and pool before the ways part or after they meet")
    }
    var factor = 1
    var result: [ImportedLayer] = []
    for part in branch {
      switch part.layer {
      case let conv as Conv1D:
        // A window of an even number of taps is not centred, so that its place would not follow.
        guard factor == 1 || ((conv.kernel - 1) * conv.dilation).isMultiple(of: 2) else {
          throw refused("a kernel of \(conv.kernel) after a stride")
        }
        result.append(
          layer(
            Conv1D(
              filters: conv.filters, kernel: conv.kernel, dilation: conv.dilation * factor,
              groups: conv.groups, bias: conv.bias), part.tensors))
        factor *= conv.stride
      case is BatchNorm, is LayerNorm, is ReLU, is LeakyReLU, is GELU, is SiLU, is Sigmoid, is Tanh:
        result.append(part)
      default: throw refused(type(of: part.layer).name)
      }
    }
    guard factor == step else { throw refused("such as come to \(factor)") }
    return result
  }

  /// A convolution of one tap with what follows it, as its weights, a summand for each channel, and
  /// the samples from one that it takes to the next; nil for other layers.
  private static func projection(
    _ layers: [ImportedLayer]
  ) -> (weight: Safetensors.Tensor, shift: [Float], step: Int)? {
    guard let first = layers.first, let layer = first.layer as? Conv1D, layer.kernel == 1,
      layer.groups == 1, let weight = first.tensors["weight"]
    else { return nil }
    let bias = first.tensors["bias"]?.values ?? Array(repeating: 0, count: layer.filters)
    if layers.count == 1 { return (weight, bias, layer.stride) }
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
      factors.indices.map { (bias[$0] - mean[$0]) * factors[$0] + shift[$0] }, layer.stride
    )
  }

  /// Factors for the channels of a map that follow from their means; nil for others.
  private mutating func excitation(
    of map: ImportedMap, by factors: ImportedMap
  ) -> ImportedLayer? {
    let parts = factors.layers[map.layers.count...].map(\.layer)
    let tensors = factors.layers[map.layers.count...].map(\.tensors)
    guard case .sequence(_, let channels) = map.shape, parts.count == 5,
      parts[0] is GlobalAveragePool1D, let reduce = parts[1] as? Dense, parts[2] is ReLU,
      parts[3] is Dense, parts[4] is Sigmoid, factors.shape == .vector(channels),
      reduce.units <= channels, factors.order == nil, map.axes.count == factors.axes.count,
      zip(map.axes, factors.axes).allSatisfy({
        $0 == $1 || $0 == .channels && $1 == .features || $0 == .samples && $1 == .one
      }), channels / (channels / reduce.units) == reduce.units
    else { return nil }
    var named: [String: Safetensors.Tensor] = [:]
    for (part, index, units) in [("reduce", 1, reduce.units), ("expand", 3, channels)] {
      named["\(part).weight"] = tensors[index]["weight"]
      named["\(part).bias"] =
        tensors[index]["bias"] ?? .init(shape: [units], values: Array(repeating: 0, count: units))
    }
    return layer(SqueezeExcitation(reduction: channels / reduce.units), named)
  }
}

extension ImportedMap {
  /// One number, so often as there are columns.
  fileprivate func columnsOf(_ value: Float) -> [Float] {
    Array(repeating: value, count: shape.columns)
  }
}
