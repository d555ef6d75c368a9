import ECGDatasets

extension ONNXGraphBuilder {
  /// Appends what brings beats `(N, 1, L)` to scale, in single precision and yet as ``Scaler`` does
  /// it in double: differences of near numbers are taken before anything is rounded.
  ///
  /// - Returns: the name of the scaled beats.
  mutating func append(_ scaler: Scaler, to beats: String) -> String {
    switch scaler.kind {
    case .none: return beats
    case .standard: return appendStandard(scaler, to: beats)
    case .perBeat: return appendPerBeat(to: beats)
    }
  }

  private mutating func appendStandard(_ scaler: Scaler, to beats: String) -> String {
    let shape = [1, 1, scaler.samplesPerBeat]
    let mean = scaler.mean.map(Float.init)
    let rest = zip(scaler.mean, mean).map { Float($0 - Double($1)) }
    let near = append(
      "Sub", [beats, constant(mean, shape: shape, as: "scaling.mean")], as: "scaling.near")
    let centered = append(
      "Sub", [near, constant(rest, shape: shape, as: "scaling.mean_rest")], as: "scaling.centered")
    let scale = constant(scaler.scale.map(Float.init), shape: shape, as: "scaling.scale")
    return append("Div", [centered, scale], as: "scaling")
  }

  /// A beat whose samples are all the same becomes 0.
  private mutating func appendPerBeat(to beats: String) -> String {
    let overSamples: KeyValuePairs<String, ONNXAttribute> = [
      "axes": .integers([2]), "keepdims": .integer(1),
    ]
    let low = append("ReduceMin", [beats], as: "scaling.low", overSamples)
    let raised = append("Sub", [beats, low], as: "scaling.raised")
    let mean = append("ReduceMean", [raised], as: "scaling.mean", overSamples)
    let centered = append("Sub", [raised, mean], as: "scaling.centered")
    let squared = append("Mul", [centered, centered], as: "scaling.squared")
    let variance = append("ReduceMean", [squared], as: "scaling.variance", overSamples)
    let deviation = append("Sqrt", [variance], as: "scaling.deviation")
    let span = append("ReduceMax", [raised], as: "scaling.span", overSamples)
    let zero = constant([0], shape: [1], as: "scaling.zero")
    let one = constant([1], shape: [1], as: "scaling.one")
    let isConstant = append("Equal", [span, zero], as: "scaling.is_constant")
    let scale = append("Where", [isConstant, one, deviation], as: "scaling.scale")
    return append("Div", [centered, scale], as: "scaling")
  }
}
