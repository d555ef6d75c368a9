import CECGKernels

/// A convolution as a few large matrix products over a whole block of examples.
///
/// Windows overlap, and BLAS takes no matrix whose rows overlap; but every `K`-th window does not
/// overlap its next. So the rows are dealt into `K` classes by their remainder, and each class is
/// one product with a row stride of `K` rows. Nothing is copied, and each output is written once.
/// The products run over the padding rows as well, whose results are then set back to zero.
struct SlidingConvolution: ConvolutionOperation {
  let convolution: Convolution

  var sharedPadding: Int? { convolution.kernel / 2 }

  var packed: any Operation {
    guard
      PackedProduct.packs(depth: convolution.window, columns: convolution.outputChannels)
    else { return self }
    return PackedProductOperation(
      input: input, output: output, depth: convolution.window,
      columns: convolution.outputChannels, leading: convolution.leading,
      sharedPadding: sharedPadding, weights: convolution.weights, bias: convolution.bias)
  }

  /// Room for the weights with their taps reversed.
  func temporaryCount(examples: Int, gradients: Bool) -> Int {
    gradients ? convolution.weights.count : 0
  }

  func forward(_ context: ExecutionContext, scratch: UnsafeMutablePointer<Float>) {
    let map = context.map(output)
    let values = context.values(output)
    if convolution.bias != nil {
      fill(values, of: map, examples: context.examples, with: bias(context))
    }
    convolve(
      context, UnsafePointer(context.values(input)), map: context.map(input),
      weights: weights(context), leading: convolution.leading,
      from: convolution.inputChannels, to: convolution.outputChannels, into: values,
      accumulate: convolution.bias != nil)
    clearPadding(values, of: map, examples: context.examples)
  }

  func backward(_ context: ExecutionContext, scratch: UnsafeMutablePointer<Float>) {
    guard let outputGradient = context.gradient(output) else { return }
    if context.wantsWeightGradients {
      backwardToWeights(context, outputGradient: outputGradient)
    }
    backwardToBias(context, outputGradient: outputGradient + context.map(output).start)
    guard let inputGradient = context.gradient(input) else { return }
    // The gradient of a convolution is one with the taps in reverse and each tap transposed.
    let reversed = context.workspace.temporary
    reverseTaps(weights(context), into: reversed)
    convolve(
      context, UnsafePointer(outputGradient), map: context.map(output),
      weights: UnsafePointer(reversed), leading: convolution.kernel - 1 - convolution.leading,
      from: convolution.outputChannels, to: convolution.inputChannels, into: inputGradient,
      accumulate: context.mustAccumulate(input))
    clearPadding(inputGradient, of: context.map(input), examples: context.examples)
  }

  /// Slides windows of `kernel` rows over a block: one product for each remainder class of rows.
  private func convolve(
    _ context: ExecutionContext, _ source: UnsafePointer<Float>, map: FeatureMap,
    weights: UnsafePointer<Float>, leading: Int, from sourceChannels: Int, to channels: Int,
    into result: UnsafeMutablePointer<Float>, accumulate: Bool
  ) {
    let kernel = convolution.kernel
    let rows = context.examples * (map.rows + map.padding) - map.padding
    for remainder in 0..<min(kernel, rows) {
      let first = map.padding + remainder
      context.multiply(
        m: (rows - remainder + kernel - 1) / kernel, n: channels, k: kernel * sourceChannels,
        .init(source + (first - leading) * sourceChannels, rowStride: kernel * sourceChannels),
        .init(weights, rowStride: channels),
        into: result + first * channels, rowStride: kernel * channels, accumulate: accumulate)
    }
  }

  /// The weights' gradient: windows of the input, transposed, times the output's gradient.
  private func backwardToWeights(
    _ context: ExecutionContext, outputGradient: UnsafeMutablePointer<Float>
  ) {
    let map = context.map(input)
    let kernel = convolution.kernel
    let (inputs, outputs) = (convolution.inputChannels, convolution.outputChannels)
    let rows = context.examples * (map.rows + map.padding) - map.padding
    let source = UnsafePointer(context.values(input))
    for remainder in 0..<min(kernel, rows) {
      let first = map.padding + remainder
      context.multiply(
        m: convolution.window, n: outputs, k: (rows - remainder + kernel - 1) / kernel,
        .init(
          source + (first - convolution.leading) * inputs, rowStride: convolution.window,
          isTransposed: true),
        .init(outputGradient + first * outputs, rowStride: kernel * outputs),
        into: weightGradient(context), rowStride: outputs, accumulate: remainder > 0)
    }
  }

  /// Turns `(K, Cin, Cout)` into `(K reversed, Cout, Cin)`.
  private func reverseTaps(
    _ weights: UnsafePointer<Float>, into reversed: UnsafeMutablePointer<Float>
  ) {
    let tap = convolution.inputChannels * convolution.outputChannels
    for k in 0..<convolution.kernel {
      ck_transpose(
        weights + k * tap, 1, convolution.inputChannels, convolution.outputChannels,
        reversed + (convolution.kernel - 1 - k) * tap)
    }
  }
}
