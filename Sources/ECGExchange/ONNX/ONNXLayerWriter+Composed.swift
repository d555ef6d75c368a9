import ECGNeuralNetwork

/// Layers that are several operators of ONNX.
extension ONNXLayerWriter {
  /// `x · Φ(x)`; ONNX has it as one operator only from version 20 on.
  mutating func appendGELU(_ layer: GELU, to x: String, as name: String) -> String {
    func number(_ value: Float, _ part: String) -> String {
      builder.constant([value], shape: [1], as: "\(name).\(part)")
    }
    let (half, one) = (number(0.5, "half"), number(1, "one"))
    let share: String
    switch layer.approximate {
    case .none:
      let scaled = builder.append(
        "Mul", [x, number(Float(0.5).squareRoot(), "scale")], as: name + ".scaled")
      share = builder.append("Erf", [scaled], as: name + ".erf")
    case .tanh:
      // tanh(√(2/π) · (x + 0.044715 · x³))
      let square = builder.append("Mul", [x, x], as: name + ".square")
      let cube = builder.append("Mul", [square, x], as: name + ".cube")
      let part = builder.append("Mul", [cube, number(0.044715, "cubic")], as: name + ".part")
      let sum = builder.append("Add", [x, part], as: name + ".sum")
      let scaled = builder.append(
        "Mul", [sum, number((2 / Float.pi).squareRoot(), "scale")], as: name + ".scaled")
      share = builder.append("Tanh", [scaled], as: name + ".tanh")
    }
    let raised = builder.append("Add", [share, one], as: name + ".raised")
    let halved = builder.append("Mul", [raised, half], as: name + ".halved")
    return builder.append("Mul", [x, halved], as: name)
  }

  /// Layer normalisation over the channels, which have to be last for it.
  mutating func append(_ layer: LayerNorm, to input: Value, path: String) throws -> String {
    let name = prefix + path
    var x = input.name
    let attributes: KeyValuePairs<String, ONNXAttribute> = [
      "axis": .integer(-1), "epsilon": .number(layer.epsilon),
    ]
    let parts = [try constant("\(path).scale"), try constant("\(path).shift")]
    guard case .sequence = input.shape else {
      return builder.append("LayerNormalization", [x] + parts, as: name, attributes)
    }
    x = builder.append("Transpose", [x], as: name + ".rows", ["perm": .integers([0, 2, 1])])
    x = builder.append("LayerNormalization", [x] + parts, as: name + ".normalized", attributes)
    return builder.append("Transpose", [x], as: name, ["perm": .integers([0, 2, 1])])
  }

  /// A factor for each channel, from the means over time of all.
  mutating func appendSqueezeExcitation(to x: String, path: String) throws -> String {
    let name = prefix + path
    let mean = builder.append("GlobalAveragePool", [x], as: name + ".mean")
    var factors = builder.append("Flatten", [mean], as: name + ".vector", ["axis": .integer(1)])
    for (part, activation) in [("reduce", "Relu"), ("expand", "Sigmoid")] {
      let inputs = [
        factors, try constant("\(path).\(part).weight"), try constant("\(path).\(part).bias"),
      ]
      factors = builder.append("Gemm", inputs, as: "\(name).\(part)")
      factors = builder.append(activation, [factors], as: "\(name).\(part).activation")
    }
    let axis = builder.constant([2], as: name + ".axis")
    let rows = builder.append("Unsqueeze", [factors, axis], as: name + ".factors")
    return builder.append("Mul", [x, rows], as: name)
  }
}
