import ECGNeuralNetwork
import ECGSafetensors

/// Recurrent layers.
extension MILLayerWriter {
  /// Long short-term memory, an operation of MIL's own.
  mutating func append(
    _ layer: LSTM, to x: MILBuilder.Value, _ scope: Scope
  ) throws -> MILBuilder.Value {
    let name = prefix + scope.path
    let directions = layer.bidirectional ? ["forward", "reverse"] : ["forward"]
    let width = layer.units * directions.count
    let steps = permuted(x, [2, 0, 1], as: name + ".steps")
    let start = zeros(like: x, units: width, as: name + ".start")
    var inputs: [String: MILBuilder.Input] = [
      "x": .value(steps), "initial_h": .value(start), "initial_c": .value(start),
      "direction": .text(layer.bidirectional ? "bidirectional" : "forward"),
      "output_sequence": .flag(layer.returnsSequences), "recurrent_activation": .text("sigmoid"),
      "cell_activation": .text("tanh"), "activation": .text("tanh"),
    ]
    for (direction, suffix) in zip(directions, ["", "_back"]) {
      let path = "\(scope.path).\(direction)"
      for (key, part) in [("weight_ih", "inputWeight"), ("weight_hh", "recurrentWeight")] {
        inputs[key + suffix] = .value(
          try constant("\(path).\(part)") { $0.reorderingGates(Self.gates).reversingAxes() })
      }
      // MIL adds one bias, the sum of both.
      let recurrent = try tensors.named("\(path).recurrentBias").values
      inputs["bias" + suffix] = .value(
        try constant("\(path).inputBias") { bias in
          Safetensors.Tensor(
            shape: bias.shape, values: zip(bias.values, recurrent).map { $0 + $1 }
          ).reorderingGates(Self.gates)
        })
    }
    let states = MILBuilder.Value(
      name: name + ".states",
      shape: [layer.returnsSequences ? scope.input.rows : 1, nil, width])
    let (end, cells) = (
      MILBuilder.Value(
        name: layer.returnsSequences ? name + ".end" : name,
        shape: [nil, width]),
      MILBuilder.Value(name: name + ".cells", shape: [nil, width])
    )
    builder.append("lstm", inputs, as: name + ".lstm", results: [states, end, cells])
    return layer.returnsSequences ? permuted(states, [1, 2, 0], as: name) : end
  }

  /// The positions of MIL's gates, input, forget, output and candidate, among this program's.
  private static let gates = [0, 1, 3, 2]

  /// Gated recurrent units, sample by sample: MIL's own operation has no bias inside the product
  /// with the reset gate, so that coremltools writes out PyTorch's too.
  mutating func append(
    _ layer: GRU, to x: MILBuilder.Value, _ scope: Scope
  ) throws -> MILBuilder.Value {
    let name = prefix + scope.path
    let samples = scope.input.rows
    let rows = transposed(x, as: name + ".rows")
    let start = zeros(like: x, units: layer.units, as: name + ".start")
    var results: [MILBuilder.Value] = []
    for direction in layer.bidirectional ? ["forward", "reverse"] : ["forward"] {
      let path = "\(scope.path).\(direction)"
      let inputs = try dense(
        rows, weight: "\(path).inputWeight", bias: "\(path).inputBias",
        as: prefix + path + ".inputs")
      let cell = GRUCell(
        name: prefix + path,
        weight: try constant("\(path).recurrentWeight") { $0.reversingAxes() },
        bias: try constant("\(path).recurrentBias"), units: layer.units)
      let steps = split(inputs, into: samples, axis: 1, as: prefix + path + ".step")
      var states = Array(repeating: start, count: samples)
      var state = start
      let order = Array(0..<samples)
      for sample in direction == "reverse" ? order.reversed() : order {
        state = step(cell, from: state, inputs: steps[sample], sample: sample)
        states[sample] = state
      }
      results.append(
        layer.returnsSequences
          ? builder.append(
            "stack", ["values": .values(states), "axis": .integer(2)], as: prefix + path,
            shape: [nil, layer.units, samples]) : state)
    }
    guard results.count > 1 else { return results[0] }
    return builder.append(
      "concat",
      ["values": .values(results), "axis": .integer(1), "interleave": .flag(false)], as: name,
      shape: scope.result)
  }

  /// What all steps of a direction have in common.
  private struct GRUCell {
    let name: String
    let weight: MILBuilder.Value
    let bias: MILBuilder.Value
    let units: Int
  }

  /// The state after a sample.
  private mutating func step(
    _ cell: GRUCell, from state: MILBuilder.Value, inputs: MILBuilder.Value, sample: Int
  ) -> MILBuilder.Value {
    let name = "\(cell.name).\(sample)"
    let products = builder.append(
      "linear", ["x": .value(state), "weight": .value(cell.weight), "bias": .value(cell.bias)],
      as: name + ".products", shape: [nil, 3 * cell.units])
    let ours = split(
      squeezed(inputs, axis: 1, as: name + ".inputs"), into: 3, axis: 1, as: name + ".input")
    let theirs = split(products, into: 3, axis: 1, as: name + ".product")
    func joined(
      _ operation: String, _ x: MILBuilder.Value, _ y: MILBuilder.Value, _ part: String,
      _ builder: inout MILBuilder
    ) -> MILBuilder.Value {
      builder.append(
        operation, ["x": .value(x), "y": .value(y)], as: "\(name).\(part)", shape: state.shape)
    }
    func activated(
      _ operation: String, _ x: MILBuilder.Value, _ part: String, _ builder: inout MILBuilder
    ) -> MILBuilder.Value {
      builder.append(operation, ["x": .value(x)], as: "\(name).\(part)", shape: state.shape)
    }
    let reset = activated(
      "sigmoid", joined("add", ours[0], theirs[0], "reset_sum", &builder), "reset", &builder)
    let update = activated(
      "sigmoid", joined("add", ours[1], theirs[1], "update_sum", &builder), "update", &builder)
    let kept = joined("mul", reset, theirs[2], "kept", &builder)
    let candidate = activated(
      "tanh", joined("add", ours[2], kept, "candidate_sum", &builder), "candidate", &builder)
    // (1 − z) ∘ n + z ∘ h
    let difference = joined("sub", state, candidate, "difference", &builder)
    let moved = joined("mul", update, difference, "moved", &builder)
    return joined("add", candidate, moved, "state", &builder)
  }

  /// Parts of equal size of an axis.
  private mutating func split(
    _ x: MILBuilder.Value, into count: Int, axis: Int, as name: String
  ) -> [MILBuilder.Value] {
    // An operation that does nothing is none to MIL.
    if count == 1 { return [x] }
    var shape = x.shape
    shape[axis] = shape[axis].map { $0 / count }
    let parts = (0..<count).map {
      MILBuilder.Value(name: "\(name).\($0)", shape: shape)
    }
    builder.append(
      "split", ["x": .value(x), "num_splits": .integer(count), "axis": .integer(axis)], as: name,
      results: parts)
    return parts
  }

  /// As many rows of zeros as there are beats.
  private mutating func zeros(
    like x: MILBuilder.Value, units: Int, as name: String
  ) -> MILBuilder.Value {
    let shape = builder.append(
      "shape", ["x": .value(x)], as: name + ".shape", shape: [x.shape.count], type: .int32)
    let beats = builder.append(
      "slice_by_size", ["x": .value(shape), "begin": .integers([0]), "size": .integers([1])],
      as: name + ".beats", shape: [1], type: .int32)
    let width = builder.constant([units], as: name + ".units")
    let sizes = builder.append(
      "concat",
      ["values": .values([beats, width]), "axis": .integer(0), "interleave": .flag(false)],
      as: name + ".sizes", shape: [2], type: .int32)
    return builder.append(
      "fill", ["shape": .value(sizes), "value": .number(0)], as: name, shape: [nil, units])
  }
}
