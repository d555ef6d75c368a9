import CECGKernels

/// A convolution of each channel by itself: products number by number, since matrices of one column
/// would be all overhead.
struct DepthwiseConvolution: ConvolutionOperation {
  let convolution: Convolution

  /// Whether this is the way to compute `convolution`: for one filter a channel.
  static func pays(for convolution: Convolution) -> Bool {
    convolution.groups == convolution.inputChannels
      && convolution.outputChannels == convolution.inputChannels
  }

  private var taps: ck_taps {
    ck_taps(
      count: convolution.kernel, leading: convolution.leading, stride: convolution.stride,
      dilation: convolution.dilation)
  }

  func forward(_ context: ExecutionContext, scratch: UnsafeMutablePointer<Float>) {
    var taps = taps
    ck_depthwise_forward(
      context.rows(input), context.layout(input), &taps, weights(context), bias(context),
      context.rows(output), context.layout(output))
  }

  func backward(_ context: ExecutionContext, scratch: UnsafeMutablePointer<Float>) {
    guard let outputGradient = context.gradientRows(output) else { return }
    var taps = taps
    backwardToBias(context, outputGradient: outputGradient)
    if context.wantsWeightGradients {
      ck_depthwise_weight_gradient(
        context.rows(input), context.layout(input), &taps, outputGradient, context.layout(output),
        weightGradient(context))
    }
    guard let inputGradient = context.gradientRows(input) else { return }
    if !context.mustAccumulate(input) { clearRows(inputGradient, of: context.layout(input)) }
    ck_depthwise_input_gradient(
      outputGradient, context.layout(output), &taps, weights(context), inputGradient,
      context.layout(input))
  }
}

/// Sets the rows of all examples to zero.
func clearRows(_ rows: UnsafeMutablePointer<Float>, of layout: ck_rows) {
  for example in 0..<layout.examples {
    (rows + example * layout.stride).update(repeating: 0, count: layout.rows * layout.channels)
  }
}
