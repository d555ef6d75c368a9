import ECGFiles
import ECGNeuralNetwork
import ECGSafetensors

/// Recurrent layers: ONNX's take samples before beats.
extension ONNXImporter {
  /// Reads an `LSTM` or a `GRU`: its first output are the states at all samples, its second those
  /// that each direction ends with.
  mutating func recurrent(_ node: ONNXNodeProto) throws -> [Value] {
    let input = try map(node, 0)
    guard case .sequence = input.shape, input.axes.count == 3, input.axes[0] == .samples,
      input.axes[1] == .batch, input.isColumns(input.axes[2])
    else {
      throw refused(
        node, "expected axes samples, batch, channels, found \(Self.words(input.axes))",
        "Export a network whose recurrent layers go along the samples")
    }
    let isLSTM = node.opType == "LSTM"
    let direction = text(node, "direction", else: "forward")
    let ways = direction == "bidirectional" ? ["forward", "reverse"] : ["forward"]
    try checkUsual(node, isLSTM: isLSTM, direction: direction, ways: ways.count)
    let units = try integer(node, "hidden_size", else: 0)
    // What this program has first, second and so on among ONNX's gates.
    let gates = isLSTM ? [0, 2, 3, 1] : [1, 0, 2]
    let width = gates.count * units
    let weights = try parts(node, 1, [ways.count, width, input.shape.columns])
    let recurrent = try parts(node, 2, [ways.count, width, units])
    let biases =
      try has(node, 3)
      ? parts(node, 3, [ways.count, 2 * width])
      : ways.map { _ in Array(repeating: 0, count: 2 * width) }
    var tensors: [String: Safetensors.Tensor] = [:]
    for (index, way) in ways.enumerated() {
      for (name, shape, values) in [
        ("inputWeight", [width, input.shape.columns], weights[index]),
        ("recurrentWeight", [width, units], recurrent[index]),
        ("inputBias", [width], Array(biases[index].prefix(width))),
        ("recurrentBias", [width], Array(biases[index].suffix(width))),
      ] {
        tensors["\(way).\(name)"] = Safetensors.Tensor(shape: shape, values: values)
          .reversingAxes().reorderingGates(gates)
      }
    }
    func made(_ all: Bool) -> any Layer {
      isLSTM
        ? LSTM(units, bidirectional: ways.count == 2, returnsSequences: all)
        : GRU(units, bidirectional: ways.count == 2, returnsSequences: all)
    }
    let all = layer(made(true), tensors)
    let last = layer(made(false), tensors)
    endings[all.number] = last
    var states = try appending(all, to: input, at: node)
    states.axes =
      ways.count == 2
      ? [.samples, .directions, .batch, .units] : [.samples, .one, .batch, .channels]
    var ends = try appending(last, to: input, at: node)
    ends.axes = ways.count == 2 ? [.directions, .batch, .units] : [.one, .batch, .features]
    return [.map(states), .map(ends)]
  }

  /// Refuses what of a recurrent layer this program does otherwise.
  private func checkUsual(
    _ node: ONNXNodeProto, isLSTM: Bool, direction: String, ways: Int
  ) throws {
    func check(_ holds: Bool, _ expected: String, _ found: String) throws {
      guard holds else {
        throw refused(
          node, "expected \(expected), found \(found)",
          "Train it with the usual recurrent layers of PyTorch or Keras")
      }
    }
    try check(direction != "reverse", "the direction forward or bidirectional", direction)
    let usual = Array(
      repeating: isLSTM ? ["sigmoid", "tanh", "tanh"] : ["sigmoid", "tanh"], count: ways
    ).flatMap { $0 }
    let functions = texts(node, "activations").map { $0.lowercased() }
    try check(
      functions.isEmpty || functions == usual, "the activations sigmoid and tanh",
      functions.joined(separator: ", "))
    try check(try number(node, "clip", else: .infinity) == .infinity, "no clip", "one")
    try check(try integer(node, "layout", else: 0) == 0, "layout 0", "another")
    try check(try integer(node, "input_forget", else: 0) == 0, "input_forget 0", "another")
    try check(
      try isLSTM || integer(node, "linear_before_reset", else: 0) == 1,
      "linear_before_reset 1, as PyTorch has it", "0")
    try check(1...4096 ~= (try integer(node, "hidden_size", else: 0)), "a hidden_size", "none")
    try check(!has(node, 4), "sequences of one length", "lengths")
    for index in [5, 6, 7] where has(node, index) {
      let isZero =
        switch try value(node, index) {
        case .fill(let number): number == 0
        case .constant(let constant): constant.floats.allSatisfy { $0 == 0 }
        default: false
        }
      try check(isZero, "states that start at zero, and no peepholes", "others")
    }
  }

  /// A node's constant, one part for each direction.
  private func parts(_ node: ONNXNodeProto, _ index: Int, _ shape: [Int]) throws -> [[Float]] {
    let given = try constant(node, index)
    guard given.shape == shape else {
      throw refused(
        node, "expected an input \(index + 1) of shape \(shape), found \(given.shape)",
        "The file is damaged; export or copy it again")
    }
    let size = given.count / shape[0]
    return (0..<shape[0]).map { Array(given.floats[$0 * size..<($0 + 1) * size]) }
  }
}
