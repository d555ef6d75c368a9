import ECGFiles
import ECGNeuralNetwork

/// Zeros around the samples that a node of its own puts there: `causal` and
/// `ZeroPadding1D` of Keras.
extension ONNXImporter {
  /// Operators that zeros go through on their way to a convolution.
  private static let passing: Set = [
    "Cast", "Conv", "Identity", "Pad", "Reshape", "Shape", "Squeeze", "Transpose", "Unsqueeze",
  ]

  /// Refuses zeros that no convolution takes: what others make of them is not known here.
  func checkZeros(_ node: ONNXNodeProto) throws {
    guard !Self.passing.contains(node.opType) else { return }
    for name in node.input {
      guard case .map(let map)? = values[name], map.zeros != .init() else { continue }
      throw refused(
        node, "expected a convolution behind the zeros of a Pad, found another operator",
        "Train it with zeros that a convolution puts around the samples")
    }
  }

  /// Zeros around the samples.
  func padded(_ node: ONNXNodeProto, _ input: ImportedMap) throws -> ImportedMap {
    // Numbers and what they are of were attributes before version 11.
    let given = try has(node, 1) ? constant(node, 1).integers : integers(node, "pads")
    let value = try has(node, 2) ? constant(node, 2).floats.first : number(node, "value", else: 0)
    let axes =
      try has(node, 3) ? constant(node, 3).integers ?? [] : Array(input.axes.indices)
    guard case .sequence = input.shape, let given, given.count == 2 * axes.count,
      text(node, "mode", else: "constant") == "constant", value == 0
    else {
      throw refused(
        node, "expected zeros around the samples, found something else",
        "Train it with zeros around the samples")
    }
    var result = input
    for (index, axis) in axes.enumerated() {
      let (before, after) = (given[index], given[index + axes.count])
      let axis = try normalized(axis, of: input.axes.count, at: node)
      if before == 0, after == 0 { continue }
      guard input.axes[axis] == .samples, 0...4096 ~= before, 0...4096 ~= after else {
        throw refused(
          node, "expected zeros around the samples alone, found pads \(given)", "Export it again")
      }
      result.zeros.before += before
      result.zeros.after += after
    }
    guard result.zeros.before + result.zeros.after <= 1 << 16 else {
      throw refused(node, "expected fewer zeros", "Export it again")
    }
    return result
  }
}
