import ECGNeuralNetwork
import ECGSafetensors

/// Layers that are several operations of MIL, and what they have in common.
extension MILLayerWriter {
  /// A product of the last axis with weights `(C, units)`, of a vector or of each sample.
  mutating func dense(
    _ x: MILBuilder.Value, weight: String, bias: String?, as name: String
  ) throws -> MILBuilder.Value {
    let units = try tensors.named(weight).shape[1]
    var inputs: [String: MILBuilder.Input] = [
      "x": .value(x), "weight": .value(try constant(weight) { $0.reversingAxes() }),
    ]
    if let bias { inputs["bias"] = .value(try constant(bias)) }
    return builder.append("linear", inputs, as: name, shape: x.shape.dropLast() + [units])
  }

  /// `(N, C, L)` to `(N, L, C)`, and back.
  mutating func transposed(_ x: MILBuilder.Value, as name: String) -> MILBuilder.Value {
    permuted(x, [0, 2, 1], as: name)
  }

  /// The axes in another order.
  mutating func permuted(
    _ x: MILBuilder.Value, _ order: [Int], as name: String
  ) -> MILBuilder.Value {
    builder.append(
      "transpose", ["x": .value(x), "perm": .integers(order)], as: name,
      shape: order.map { x.shape[$0] })
  }

  /// A part of each axis; nil among the sizes takes all from its beginning on.
  mutating func slice(
    _ x: MILBuilder.Value, from begin: [Int], sizes: [Int?], as name: String
  ) -> MILBuilder.Value {
    builder.append(
      "slice_by_size",
      ["x": .value(x), "begin": .integers(begin), "size": .integers(sizes.map { $0 ?? -1 })],
      as: name, shape: zip(sizes, x.shape).map { $0 ?? $1 })
  }

  /// The mean over time.
  mutating func average(_ x: MILBuilder.Value, as name: String) -> MILBuilder.Value {
    builder.append(
      "reduce_mean", ["x": .value(x), "axes": .integers([2]), "keep_dims": .flag(false)], as: name,
      shape: x.shape.dropLast())
  }

  /// Adds an axis of size 1 at the end.
  mutating func expanded(_ x: MILBuilder.Value, as name: String) -> MILBuilder.Value {
    builder.append(
      "expand_dims", ["x": .value(x), "axes": .integers([x.shape.count])], as: name,
      shape: x.shape + [1])
  }

  /// Takes an axis of size 1 away.
  mutating func squeezed(
    _ x: MILBuilder.Value, axis: Int, as name: String
  ) -> MILBuilder.Value {
    var shape = x.shape
    shape.remove(at: axis)
    return builder.append(
      "squeeze", ["x": .value(x), "axes": .integers([axis])], as: name, shape: shape)
  }

  /// Batch normalisation, which MIL has for sequences alone: a vector becomes one of
  /// a single sample.
  mutating func append(
    _ layer: BatchNorm, to x: MILBuilder.Value, _ scope: Scope
  ) throws -> MILBuilder.Value {
    let name = prefix + scope.path
    let isVector = x.shape.count == 2
    let sequence = isVector ? expanded(x, as: name + ".sequence") : x
    var inputs: [String: MILBuilder.Input] = [
      "x": .value(sequence), "epsilon": .number(layer.epsilon),
    ]
    for (key, part) in [
      ("gamma", "scale"), ("beta", "shift"), ("mean", "runningMean"),
      ("variance", "runningVariance"),
    ] {
      inputs[key] = .value(try constant("\(scope.path).\(part)"))
    }
    let result = builder.append(
      "batch_norm", inputs, as: isVector ? name + ".normalized" : name, shape: sequence.shape)
    return isVector ? squeezed(result, axis: 2, as: name) : result
  }

  /// Layer normalisation over the channels, which have to be last for it.
  mutating func append(
    _ layer: LayerNorm, to x: MILBuilder.Value, _ scope: Scope
  ) throws -> MILBuilder.Value {
    let name = prefix + scope.path
    let isVector = x.shape.count == 2
    let rows = isVector ? x : transposed(x, as: name + ".rows")
    let result = builder.append(
      "layer_norm",
      [
        "x": .value(rows), "axes": .integers([-1]), "epsilon": .number(layer.epsilon),
        "gamma": .value(try constant("\(scope.path).scale")),
        "beta": .value(try constant("\(scope.path).shift")),
      ], as: isVector ? name : name + ".normalized", shape: rows.shape)
    return isVector ? result : transposed(result, as: name)
  }

  /// A factor for each channel, from the means over time of all.
  mutating func appendSqueezeExcitation(
    to x: MILBuilder.Value, _ scope: Scope
  ) throws -> MILBuilder.Value {
    let name = prefix + scope.path
    var factors = average(x, as: name + ".mean")
    for (part, activation) in [("reduce", "relu"), ("expand", "sigmoid")] {
      let path = "\(scope.path).\(part)"
      factors = try dense(
        factors, weight: "\(path).weight", bias: "\(path).bias", as: "\(name).\(part)")
      factors = builder.append(
        activation, ["x": .value(factors)], as: "\(name).\(part).activation", shape: factors.shape)
    }
    let rows = expanded(factors, as: name + ".factors")
    return builder.append("mul", ["x": .value(x), "y": .value(rows)], as: name, shape: x.shape)
  }
}
