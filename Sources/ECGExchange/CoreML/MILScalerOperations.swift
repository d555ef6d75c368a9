import ECGDatasets

extension MILBuilder {
  /// Appends what brings beats `(N, 1, L)` to scale, in single precision and yet as `Scaler` does
  /// it in double: differences of near numbers are taken before anything is rounded.
  mutating func append(_ scaler: Scaler, to beats: Value) -> Value {
    switch scaler.kind {
    case .none: return beats
    case .standard: return appendStandard(scaler, to: beats)
    case .perBeat: return appendPerBeat(to: beats)
    }
  }

  private mutating func appendStandard(_ scaler: Scaler, to beats: Value) -> Value {
    let shape = [1, 1, scaler.samplesPerBeat]
    let mean = scaler.mean.map(Float.init)
    let rest = zip(scaler.mean, mean).map { Float($0 - Double($1)) }
    let near = joined("sub", beats, constant(mean, shape: shape, as: "scaling.mean"), as: "near")
    let centered = joined(
      "sub", near, constant(rest, shape: shape, as: "scaling.mean_rest"), as: "centered")
    let scale = constant(scaler.scale.map(Float.init), shape: shape, as: "scaling.scale")
    return joined("real_div", centered, scale, as: "scaled")
  }

  /// A beat whose samples are all the same becomes 0: its deviation is 0, and one is added to that.
  private mutating func appendPerBeat(to beats: Value) -> Value {
    let raised = joined("sub", beats, reduced("reduce_min", beats, as: "low"), as: "raised")
    let mean = reduced("reduce_mean", raised, as: "mean")
    let centered = joined("sub", raised, mean, as: "centered")
    let squared = joined("mul", centered, centered, as: "squared")
    let variance = reduced("reduce_mean", squared, as: "variance")
    let deviation = append(
      "sqrt", ["x": .value(variance)], as: "scaling.deviation", shape: variance.shape)
    let span = reduced("reduce_max", raised, as: "span")
    let isConstant = append(
      "equal", ["x": .value(span), "y": .number(0)], as: "scaling.is_constant", shape: span.shape,
      type: .bool)
    let one = append(
      "cast", ["x": .value(isConstant), "dtype": .text("fp32")], as: "scaling.one_if_constant",
      shape: span.shape)
    return joined(
      "real_div", centered, joined("add", deviation, one, as: "scale"), as: "scaled")
  }

  private mutating func joined(
    _ operation: String, _ x: Value, _ y: Value, as name: String
  ) -> Value {
    append(operation, ["x": .value(x), "y": .value(y)], as: "scaling.\(name)", shape: x.shape)
  }

  private mutating func reduced(_ operation: String, _ x: Value, as name: String) -> Value {
    append(
      operation, ["x": .value(x), "axes": .integers([2]), "keep_dims": .flag(true)],
      as: "scaling.\(name)", shape: [nil, 1, 1])
  }
}
