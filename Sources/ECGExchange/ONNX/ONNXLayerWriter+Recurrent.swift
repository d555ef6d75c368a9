import ECGNeuralNetwork
import ECGSafetensors

/// Recurrent layers.
extension ONNXLayerWriter {
  /// Gated recurrent units, with a bias inside the product with the reset gate.
  mutating func append(_ layer: GRU, to input: Value, path: String) throws -> String {
    // In ONNX's order: update, reset, candidate.
    try appendRecurrent(
      "GRU", to: input, path: path, gates: [1, 0, 2], units: layer.units,
      isBidirectional: layer.bidirectional, returnsSequences: layer.returnsSequences,
      [
        "hidden_size": .integer(layer.units), "direction": Self.direction(layer.bidirectional),
        "linear_before_reset": .integer(1),
      ])
  }

  /// Long short-term memory.
  mutating func append(_ layer: LSTM, to input: Value, path: String) throws -> String {
    // In ONNX's order: input, output, forget, candidate.
    try appendRecurrent(
      "LSTM", to: input, path: path, gates: [0, 3, 1, 2], units: layer.units,
      isBidirectional: layer.bidirectional, returnsSequences: layer.returnsSequences,
      ["hidden_size": .integer(layer.units), "direction": Self.direction(layer.bidirectional)])
  }

  private static func direction(_ isBidirectional: Bool) -> ONNXAttribute {
    .text(isBidirectional ? "bidirectional" : "forward")
  }

  /// Both operators take samples before beats, `(L, N, C)`, and give `(L, directions, N, units)`,
  /// and the states that each direction ends with, `(directions, N, units)`.
  ///
  /// - Parameter gates: the indices of ONNX's gates among this program's.
  private mutating func appendRecurrent(
    _ operation: String, to input: Value, path: String, gates: [Int], units: Int,
    isBidirectional: Bool, returnsSequences: Bool,
    _ attributes: KeyValuePairs<String, ONNXAttribute>
  ) throws -> String {
    let name = prefix + path
    let directions = isBidirectional ? ["forward", "reverse"] : ["forward"]
    func joined(_ parts: [Safetensors.Tensor], as part: String) -> String {
      builder.constant(
        parts.flatMap(\.values), shape: [directions.count] + parts[0].shape,
        as: "\(name).\(part)")
    }
    func parts(_ part: String) throws -> [Safetensors.Tensor] {
      try directions.map {
        try tensors.named("\(path).\($0).\(part)").reorderingGates(gates).reversingAxes()
      }
    }
    let biases = zip(try parts("inputBias"), try parts("recurrentBias")).map {
      Safetensors.Tensor(shape: [2 * gates.count * units], values: $0.values + $1.values)
    }
    let weights = [
      joined(try parts("inputWeight"), as: "inputWeight"),
      joined(try parts("recurrentWeight"), as: "recurrentWeight"), joined(biases, as: "bias"),
    ]
    let steps = permuted(input.name, [2, 0, 1], as: name + ".steps")
    let states = builder.append(
      operation, [steps] + weights, as: name + ".states", attributes,
      output: returnsSequences ? 0 : 1)
    let byBeat = permuted(
      states, returnsSequences ? [2, 1, 3, 0] : [1, 0, 2], as: name + ".by_beat")
    // A size of 0 is that of the axis as it is: the beats.
    let width = directions.count * units
    let shape = builder.constant(
      returnsSequences ? [0, width, input.shape.rows] : [0, width], as: name + ".shape")
    return builder.append("Reshape", [byBeat, shape], as: name)
  }
}
