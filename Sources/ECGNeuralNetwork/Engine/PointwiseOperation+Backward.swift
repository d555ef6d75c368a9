import CECGKernels

extension PointwiseOperation {
  func backward(_ context: ExecutionContext, scratch: UnsafeMutablePointer<Float>) {
    guard let outputGradient = context.gradientRows(output) else { return }
    let scratch = Scratch(scratch, channels: inputShape.columns)
    let inputGradient = context.gradientRows(input)
    guard inputGradient != nil || normalization != nil else { return }
    var kernel = kernel(context, scratch)
    ck_pointwise_route(
      context.rows(input), context.layout(input), outputGradient, context.layout(output), &kernel,
      scratch.mean, normalization == nil ? nil : scratch.firstSum, scratch.secondSum)
    settleSums(context, scratch)
    guard let inputGradient else { return }
    ck_pointwise_backward(
      context.rows(input), context.layout(input), outputGradient, context.layout(output), &kernel,
      scratch.mean, scratch.firstSum, scratch.secondSum, inputGradient,
      context.mustAccumulate(input) ? 1 : 0)
  }

  /// Leaves the gradients of scale and shift, and turns the sums into what each input's gradient
  /// takes of them (Ioffe and Szegedy 2015, section 3).
  private func settleSums(_ context: ExecutionContext, _ scratch: Scratch) {
    let channels = inputShape.columns
    let count = Float(context.examples * inputShape.rows)
    let isTrained = context.trains(index)
    for c in 0..<channels {
      guard let normalization else {
        scratch.firstSum[c] = 0
        scratch.secondSum[c] = 0
        continue
      }
      let inverse = scratch.inverseDeviation[c]
      context.gradients[normalization.scale.lowerBound + c] = scratch.secondSum[c] * inverse
      context.gradients[normalization.shift.lowerBound + c] = scratch.firstSum[c]
      // Running statistics are constants; those of the batch depend on every input.
      scratch.firstSum[c] = isTrained ? scratch.gain[c] * scratch.firstSum[c] / count : 0
      scratch.secondSum[c] =
        isTrained ? scratch.gain[c] * inverse * inverse * scratch.secondSum[c] / count : 0
    }
  }
}
