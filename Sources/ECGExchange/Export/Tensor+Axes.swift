import ECGSafetensors

extension Safetensors.Tensor {
  /// The tensor with its axes in the reverse order: weights of a convolution `(K, C, filters)` as
  /// PyTorch and ONNX have them, `(filters, C, K)`, and back.
  func reversingAxes() -> Safetensors.Tensor {
    guard shape.count > 1, !values.isEmpty else { return self }
    // The strides of the source, in the order of the result's axes.
    var strides: [Int] = []
    var stride = 1
    for size in shape.reversed() {
      strides.append(stride)
      stride *= size
    }
    let sizes = Array(shape.reversed())
    var reversed: [Float] = []
    reversed.reserveCapacity(values.count)
    var indices = Array(repeating: 0, count: sizes.count)
    var offset = 0
    while reversed.count < values.count {
      reversed.append(values[offset])
      var axis = sizes.count - 1
      while axis >= 0 {
        indices[axis] += 1
        offset += strides[axis]
        guard indices[axis] == sizes[axis] else { break }
        offset -= strides[axis] * sizes[axis]
        indices[axis] = 0
        axis -= 1
      }
    }
    return Safetensors.Tensor(shape: sizes, values: reversed)
  }
}
