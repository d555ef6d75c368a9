import ECGSafetensors

extension Safetensors.Tensor {
  /// The tensor with the parts of its last axis, one for each gate of a recurrent layer,
  /// in another order.
  ///
  /// - Parameter order: which part comes first, which second and so on; the last axis is a multiple
  ///   of their number.
  func reorderingGates(_ order: [Int]) -> Safetensors.Tensor {
    guard let width = shape.last, width > 0, width.isMultiple(of: order.count) else { return self }
    let units = width / order.count
    var reordered: [Float] = []
    reordered.reserveCapacity(values.count)
    for row in stride(from: 0, to: values.count, by: width) {
      for gate in order { reordered += values[row + gate * units..<row + (gate + 1) * units] }
    }
    return Safetensors.Tensor(shape: shape, values: reordered)
  }
}
