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

  func temporaryCount(examples: Int, gradients: Bool) -> Int {
    gradients ? rows * convolution.window : 0
  }

  func forward(_ context: ExecutionContext, scratch: UnsafeMutablePointer<Float>) {
    ck_direct_forward(
      context.rows(input), context.layout(input), convolution.window,
      convolution.leading * convolution.inputChannels, weights(context), bias(context),
      context.rows(output), context.layout(output))
  }

  func backward(_ context: ExecutionContext, scratch: UnsafeMutablePointer<Float>) {
    guard let outputGradient = context.gradientRows(output) else { return }
    if context.wantsWeightGradients {
      ck_direct_weight_gradient(
        context.rows(input), context.layout(input), convolution.window,
        convolution.leading * convolution.inputChannels, outputGradient, context.layout(output),
        weightGradient(context))
    }
    backwardToBias(context, outputGradient: outputGradient)
    backwardToInput(context, outputGradient: outputGradient)
  }

  /// Adds each output row's gradient, taken through the weights, to its window of the input.
  private func backwardToInput(_ context: ExecutionContext, outputGradient: UnsafePointer<Float>) {
    guard let inputGradient = context.gradientRows(input) else { return }
    let (source, target) = (context.map(output), context.map(input))
    let window = convolution.window
    let windows = context.workspace.temporary
    let accumulates = context.mustAccumulate(input)
    for example in 0..<context.examples {
      context.multiply(
        m: rows, n: window, k: source.channels,
        .init(outputGradient + example * source.stride, rowStride: source.channels),
        .init(weights(context), rowStride: source.channels, isTransposed: true),
        into: windows, rowStride: window)
      let result = inputGradient + example * target.stride
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
