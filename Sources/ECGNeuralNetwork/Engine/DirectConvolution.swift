import CECGKernels

/// A convolution of few input channels, such as a network's first: a window of a handful of numbers
/// times the weights, row by row. For so few a matrix product would be all overhead.
struct DirectConvolution: ConvolutionOperation {
  let convolution: Convolution
  /// `L`.
  let rows: Int

  /// Whether this is the way to compute `convolution`: for the windows that the kernels unroll.
  static func pays(for convolution: Convolution) -> Bool {
    [3, 5, 7, 9].contains(convolution.window)
  }

  var inputPadding: Int { convolution.kernel / 2 }

  func temporaryCount(beats: Int, gradients: Bool) -> Int {
    gradients ? rows * convolution.window : 0
  }

  func forward(_ pass: Pass, scratch: UnsafeMutablePointer<Float>) {
    ck_direct_forward(
      pass.rows(input), pass.layout(input), convolution.window,
      convolution.leading * convolution.inputChannels, weights(pass), bias(pass),
      pass.rows(output), pass.layout(output))
  }

  func backward(_ pass: Pass, scratch: UnsafeMutablePointer<Float>) {
    guard let outputGradient = pass.gradientRows(output) else { return }
    ck_direct_weight_gradient(
      pass.rows(input), pass.layout(input), convolution.window,
      convolution.leading * convolution.inputChannels, outputGradient, pass.layout(output),
      weightGradient(pass))
    backwardToBias(pass, outputGradient: outputGradient)
    backwardToInput(pass, outputGradient: outputGradient)
  }

  /// Adds each output row's gradient, taken through the weights, to its window of the input.
  private func backwardToInput(_ pass: Pass, outputGradient: UnsafePointer<Float>) {
    guard let inputGradient = pass.gradientRows(input) else { return }
    let (source, target) = (pass.map(output), pass.map(input))
    let window = convolution.window
    let windows = pass.workspace.temporary
    let accumulates = pass.mustAccumulate(input)
    for beat in 0..<pass.beats {
      MatrixProduct.multiply(
        m: rows, n: window, k: source.channels,
        .init(outputGradient + beat * source.stride, rowStride: source.channels),
        .init(weights(pass), rowStride: source.channels, isTransposed: true),
        into: windows, rowStride: window)
      let result = inputGradient + beat * target.stride
      if !accumulates { result.update(repeating: 0, count: target.shape.count) }
      for row in 0..<rows {
        let first = (row - convolution.leading) * convolution.inputChannels
        for index in max(0, -first)..<min(window, target.shape.count - first) {
          result[first + index] += windows[row * window + index]
        }
      }
    }
  }
}
