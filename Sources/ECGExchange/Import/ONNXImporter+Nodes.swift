import ECGFiles
import ECGNeuralNetwork

extension ONNXImporter {
  /// The operators that are taken.
  static let operators = """
    Conv, Pad, BatchNormalization, LayerNormalization, Relu, LeakyRelu, Gelu, Sigmoid, Tanh, LSTM, GRU, MaxPool, AveragePool, GlobalAveragePool, GlobalMaxPool, ReduceMean, ReduceMax, \
    Gemm, MatMul, Add, Sub, Mul, Div, Flatten, Reshape, Transpose, Squeeze, Unsqueeze, Softmax, LogSoftmax, \
    Slice, Gather, Dropout, Identity and Cast
    """

  /// Reads a node: its output becomes a value.
  ///
  /// - Throws: `FileError` where it cannot be taken.
  mutating func read(_ node: ONNXNodeProto) throws {
    guard node.domain.isEmpty || node.domain == "ai.onnx" else {
      throw refused(
        node, "expected one of ONNX's own operators, found one of \(node.domain)",
        "Export with the operators of ONNX alone")
    }
    let isRecurrent = ["LSTM", "GRU"].contains(node.opType)
    guard let output = node.output.first, !output.isEmpty || isRecurrent else {
      throw damaged("node \(node.name) (\(node.opType)): expected an output, found none")
    }
    try checkZeros(node)
    for name in node.output.dropFirst(isRecurrent ? 2 : 1) where !name.isEmpty {
      unmade[name] = node
    }
    if let known = try folded(node) ?? activation(node) ?? part(node) {
      return try define(output, known)
    }
    guard isRecurrent else {
      return try define(output, .map(try map(node)))
    }
    for (name, value) in zip(node.output, try recurrent(node)) where !name.isEmpty {
      try define(name, value)
    }
  }

  private mutating func map(_ node: ONNXNodeProto) throws -> ImportedMap {
    switch node.opType {
    case "Add", "Sub", "Mul", "Div": return try arithmetic(node)
    default: break
    }
    let input = try map(node, 0)
    switch node.opType {
    case "Identity", "Dropout": return input
    case "Cast":
      guard try integer(node, "to", else: 0) == Int(ONNXElementType.float.rawValue) else {
        throw refused(node, "expected 32-bit floats all the way", "Export it in single precision")
      }
      return input
    default: break
    }
    guard !input.isNormalized else {
      throw refused(
        node, "expected nothing after the softmax, found more",
        "Export the class probabilities or the logits alone")
    }
    switch node.opType {
    case "Conv": return try convolution(node, of: input)
    case "BatchNormalization": return try normalization(node, of: input)
    case "Relu": return try appending(layer(ReLU()), to: input, at: node)
    case "Sigmoid": return try appending(layer(Sigmoid()), to: input, at: node)
    case "Tanh": return try appending(layer(Tanh()), to: input, at: node)
    case "Gelu":
      let name = text(node, "approximate", else: GELU.Approximation.none.rawValue)
      guard let approximation = GELU.Approximation(rawValue: name) else {
        throw refused(node, "expected approximate none or tanh, found \(name)", "Export it again")
      }
      return try appending(layer(GELU(approximate: approximation)), to: input, at: node)
    case "LeakyRelu":
      let slope = try number(node, "alpha", else: 0.01)
      return try appending(layer(LeakyReLU(slope)), to: input, at: node)
    case "MaxPool", "AveragePool": return try pooling(node, of: input)
    case "GlobalAveragePool", "GlobalMaxPool": return try globalPooling(node, of: input)
    case "ReduceMean", "ReduceMax": return try reduction(node, of: input)
    case "Gemm": return try gemm(node, of: input)
    case "MatMul": return try product(node, of: input)
    case "Flatten": return try flatten(node, of: input)
    case "Reshape": return try reshape(node, of: input)
    case "Transpose": return try transpose(node, of: input)
    case "Pad": return try padded(node, input)
    case "Squeeze": return try squeeze(node, of: input)
    case "Unsqueeze": return try unsqueeze(node, of: input)
    case "Softmax", "LogSoftmax": return try softmax(node, of: input)
    case "LayerNormalization": return try layerNormalization(node, of: input)
    default: throw unknown(node)
    }
  }

  /// The softmax that makes probabilities of the logits: what this program does
  /// after the last layer.
  private func softmax(_ node: ONNXNodeProto, of input: ImportedMap) throws -> ImportedMap {
    let axis = try integer(node, "axis", else: -1)
    guard case .vector = input.shape, input.axes == [.batch, .features], [1, -1].contains(axis)
    else {
      throw refused(
        node, "expected the softmax of the classes of each beat, found one over something else",
        "Export a network whose only softmax is its last step")
    }
    var result = input
    result.isNormalized = true
    return result
  }

  // MARK: - Inputs and attributes

  /// A node's input that flows through the network.
  func map(_ node: ONNXNodeProto, _ index: Int) throws -> ImportedMap {
    switch try value(node, index) {
    case .map(let map): return map
    case .curve(let node): throw unknown(node)
    case .direction:
      throw refused(
        node, "expected both directions of a recurrent layer, found one of them",
        "Export it with both directions side by side")
    case .constant, .sizes, .fill:
      throw refused(
        node, "expected its input \(index + 1) to come from the beats, found a constant",
        "Export a network that is one way from beats to classes")
    }
  }

  /// A node's input that is a constant.
  func constant(_ node: ONNXNodeProto, _ index: Int) throws -> ONNXConstant {
    guard case .constant(let constant) = try value(node, index) else {
      throw refused(
        node, "expected a constant for its input \(index + 1), found what depends on the beats",
        "Export it with its weights as constants")
    }
    return constant
  }

  /// Whether a node has an input.
  func has(_ node: ONNXNodeProto, _ index: Int) -> Bool {
    node.input.indices.contains(index) && !node.input[index].isEmpty
  }

  /// A node's input.
  ///
  /// - Throws: `FileError` where nothing has made it, as in a graph that runs in a circle.
  func value(_ node: ONNXNodeProto, _ index: Int) throws -> Value {
    guard has(node, index) else {
      throw damaged(
        "node \(node.name) (\(node.opType)): expected an input \(index + 1), found none")
    }
    guard let value = values[node.input[index]] else {
      let name = node.name.isEmpty ? node.output.first ?? "" : node.name
      try checkMade(node.input[index], takenBy: "node \(name) (\(node.opType))")
      throw damaged(
        """
        node \(node.name) (\(node.opType)): expected its input \(node.input[index]) to be made by a node \
        before it, found none
        """)
    }
    return value
  }

  /// Refuses what goes on with an output that is none here, at the node that gives it.
  func checkMade(_ name: String, takenBy taker: String) throws {
    guard values[name] == nil, let node = unmade[name], let index = node.output.firstIndex(of: name)
    else { return }
    let known = ["LSTM", "GRU"].contains(node.opType) ? "its states" : "its first output"
    throw refused(
      node,
      "expected \(known) alone to be used, found its output \(index + 1), \(name), taken by \(taker)",
      "Export a network that does without it")
  }

  private func attribute(_ node: ONNXNodeProto, _ name: String) -> ONNXAttributeProto? {
    node.attribute.first { $0.name == name }
  }

  /// A whole number among a node's attributes.
  func integer(_ node: ONNXNodeProto, _ name: String, else usual: Int) throws -> Int {
    guard let attribute = attribute(node, name) else { return usual }
    guard attribute.i.magnitude < 1 << 30 else {
      throw refused(node, "expected a smaller \(name), found \(attribute.i)", "Export it again")
    }
    return Int(attribute.i)
  }

  /// A number among a node's attributes.
  func number(_ node: ONNXNodeProto, _ name: String, else usual: Float) throws -> Float {
    attribute(node, name)?.f ?? usual
  }

  /// Whole numbers among a node's attributes; nil where there are none.
  func integers(_ node: ONNXNodeProto, _ name: String) throws -> [Int]? {
    guard let attribute = attribute(node, name), !attribute.ints.isEmpty else { return nil }
    guard attribute.ints.allSatisfy({ $0.magnitude < 1 << 30 }) else {
      throw refused(node, "expected smaller \(name), found \(attribute.ints)", "Export it again")
    }
    return attribute.ints.map { Int($0) }
  }

  /// A text among a node's attributes.
  func text(_ node: ONNXNodeProto, _ name: String, else usual: String) -> String {
    attribute(node, name).map { String(decoding: $0.s, as: UTF8.self) } ?? usual
  }

  /// Texts among a node's attributes.
  func texts(_ node: ONNXNodeProto, _ name: String) -> [String] {
    attribute(node, name)?.strings.map { String(decoding: $0, as: UTF8.self) } ?? []
  }

  /// The axes of a node, which newer operators have as an input, older ones as an attribute; nil
  /// where it has none.
  func axes(_ node: ONNXNodeProto) throws -> [Int]? {
    guard has(node, 1) else { return try integers(node, "axes") }
    return try constant(node, 1).integers
  }

  /// An axis counted from the front.
  func normalized(_ axis: Int, of count: Int, at node: ONNXNodeProto) throws -> Int {
    let index = axis < 0 ? axis + count : axis
    guard 0..<count ~= index else {
      throw damaged(
        "node \(node.name) (\(node.opType)): expected an axis of \(count), found \(axis)")
    }
    return index
  }
}
