import ECGFiles
import ECGNeuralNetwork
import Foundation

/// Nodes that take each number by itself.
extension ONNXImporter {
  /// Operators that are a layer, or part of one, as they stand.
  private static let plain: Set = [
    "Relu", "LeakyRelu", "Sigmoid", "Tanh", "Gelu", "Identity", "Dropout",
  ]
  /// Operators of two that are part of a layer where one of them is a constant.
  private static let arithmetic: Set = ["Add", "Sub", "Mul", "Div"]
  /// Operators that are activations, and none of this program's alone.
  private static let activations: Set = [
    "Celu", "Clip", "Elu", "Erf", "Exp", "HardSigmoid", "HardSwish", "Mish", "PRelu", "Selu",
    "Softplus", "Softsign", "Swish", "ThresholdedRelu",
  ]

  /// What a node gives that together with those before it is an activation, or may become one with
  /// those after it; nil for others.
  mutating func activation(_ node: ONNXNodeProto) throws -> Value? {
    guard let curve = try curve(node), case .map(let base)? = values[curve.base],
      !base.isNormalized
    else { return nil }
    curves[node.output[0]] = curve
    let inputs = try node.input.indices.filter { has(node, $0) }.map { try value(node, $0) }
    let open = inputs.compactMap { if case .curve(let node) = $0 { node } else { nil } }.first
    let maps = inputs.filter { if case .map = $0 { true } else { false } }.count
    if open == nil,
      Self.plain.contains(node.opType) || Self.arithmetic.contains(node.opType) && maps == 1
    {
      return nil
    }
    if let layer = curve.layer {
      return .map(try appending(self.layer(layer), to: base, at: node))
    }
    // The sum of two may be a residual block.
    return open == nil && maps == 2 && node.opType == "Add" ? nil : .curve(open ?? node)
  }

  /// A node as a function of the numbers of one tensor; nil for one that is none.
  private func curve(_ node: ONNXNodeProto) throws -> ONNXCurve? {
    switch node.opType {
    case "Identity", "Dropout": return try curve(node, 0)
    case "Relu": return try curve(node, 0)?.map { max(0, $0) }
    case "Neg": return try curve(node, 0)?.map { -$0 }
    case "Exp": return try curve(node, 0)?.map { exp($0) }
    case "Erf": return try curve(node, 0)?.map { erf($0) }
    case "Tanh": return try curve(node, 0)?.map { tanh($0) }
    case "Sigmoid": return try curve(node, 0)?.map(ONNXCurve.sigmoid)
    case "Softplus": return try curve(node, 0)?.map { log1p(exp($0)) }
    case "LeakyRelu":
      let slope = Double(try number(node, "alpha", else: 0.01))
      return try curve(node, 0)?.map { $0 < 0 ? slope * $0 : $0 }
    case "Swish":
      let alpha = Double(try number(node, "alpha", else: 1))
      return try curve(node, 0)?.map { $0 * ONNXCurve.sigmoid(alpha * $0) }
    case "Gelu":
      let isTanh = text(node, "approximate", else: "none") == "tanh"
      return try curve(node, 0)?.map(isTanh ? ONNXCurve.geluOfTanh : ONNXCurve.gelu)
    case "HardSigmoid":
      let alpha = Double(try number(node, "alpha", else: 0.2))
      let beta = Double(try number(node, "beta", else: 0.5))
      return try curve(node, 0)?.map { min(1, max(0, alpha * $0 + beta)) }
    case "PRelu":
      guard case .constant(let slopes) = try value(node, 1), let slope = slopes.floats.first,
        slopes.floats.allSatisfy({ $0 == slope })
      else { return nil }
      return try curve(node, 0)?.map { $0 < 0 ? Double(slope) * $0 : $0 }
    case "Clip":
      // Bounds were attributes before version 11.
      func bound(_ index: Int, _ name: String, _ none: Float) throws -> Double {
        let given = try has(node, index) ? constant(node, index).floats.first : nil
        return Double(try given ?? number(node, name, else: none))
      }
      let low = try bound(1, "min", -.infinity)
      let high = try bound(2, "max", .infinity)
      return try curve(node, 0)?.map { min(high, max(low, $0)) }
    case "Add": return try combined(node, +)
    case "Sub": return try combined(node, -)
    case "Mul": return try combined(node, *)
    case "Div": return try combined(node, /)
    case "Pow": return try combined(node) { pow($0, $1) }
    case "Max": return try combined(node, max)
    case "Min": return try combined(node, min)
    default: return nil
    }
  }

  /// A node's input as a function of the numbers of one tensor.
  private func curve(_ node: ONNXNodeProto, _ index: Int) throws -> ONNXCurve? {
    switch try value(node, index) {
    case .map, .curve: curves[node.input[index]] ?? ONNXCurve(base: node.input[index])
    default: nil
    }
  }

  /// Two functions of one tensor, or one and a number, as one.
  private func combined(
    _ node: ONNXNodeProto, _ function: (Double, Double) -> Double
  ) throws -> ONNXCurve? {
    guard node.input.count == 2 else { return nil }
    switch (try curve(node, 0), try curve(node, 1)) {
    case (let a?, let b?):
      guard a.base == b.base else { return nil }
      var result = a
      result.values = zip(a.values, b.values).map(function)
      return result
    case (let a?, nil):
      guard let number = try single(node, 1, for: a) else { return nil }
      return a.map { function($0, number) }
    case (nil, let b?):
      guard let number = try single(node, 0, for: b) else { return nil }
      return b.map { function(number, $0) }
    case (nil, nil): return nil
    }
  }

  /// A node's input that is one number, with no more axes than the tensor that it meets.
  private func single(_ node: ONNXNodeProto, _ index: Int, for curve: ONNXCurve) throws -> Double? {
    guard case .constant(let constant) = try value(node, index), constant.count == 1,
      case .map(let base)? = values[curve.base], constant.shape.count <= base.axes.count
    else { return nil }
    return constant.floats.first.map(Double.init)
  }

  /// Operators that are taken one way or another, where what is around them allows it.
  private static let known = plain.union(arithmetic).union(activations).union([
    "AveragePool", "BatchNormalization", "Cast", "Concat", "Constant", "ConstantOfShape", "Conv",
    "Expand", "Flatten", "GRU", "Gather", "Gemm", "GlobalAveragePool", "GlobalMaxPool", "LSTM",
    "LayerNormalization", "LogSoftmax", "MatMul", "Max", "MaxPool", "Min", "Neg", "Pad", "Pow",
    "ReduceMax", "ReduceMean", "Reshape", "Shape", "Slice", "Softmax", "Squeeze", "Transpose",
    "Unsqueeze",
  ])

  /// Names the first node that is not taken in any case: what exporters put before it means nothing
  /// to who made the network.
  func checkOperators(_ nodes: [ONNXNodeProto]) throws {
    let unknown = nodes.filter {
      ($0.domain.isEmpty || $0.domain == "ai.onnx") && !Self.known.contains($0.opType)
    }
    if let node = unknown.first(where: { Self.nesting.contains($0.opType) }) ?? unknown.first {
      throw self.unknown(node)
    }
  }

  /// Operators that have a graph inside.
  private static let nesting: Set = ["If", "Loop", "Scan"]

  /// An error about a node that no layer is made of.
  func unknown(_ node: ONNXNodeProto) -> FileError {
    if Self.activations.contains(node.opType) || curves[node.output.first ?? ""] != nil {
      return refused(
        node, "expected an activation that this program has, found another",
        "Train it with ReLU, LeakyReLU, GELU, SiLU, sigmoid or tanh")
    }
    if Self.nesting.contains(node.opType) {
      return refused(
        node, "expected an operator that can be imported, found one with a graph inside",
        "Export recurrent layers as LSTM or GRU of ONNX; of Keras's GRU tf2onnx makes a Loop")
    }
    return refused(
      node, "expected an operator that can be imported, found another",
      "Export a network of \(Self.operators)")
  }
}
