import CECGKernels

extension PointwiseOperation {
  func backward(_ pass: Pass, scratch: UnsafeMutablePointer<Float>) {
    guard let outputGradient = pass.gradientRows(output) else { return }
    let scratch = Scratch(scratch, channels: inputShape.columns)
    let inputGradient = pass.gradientRows(input)
    guard inputGradient != nil || normalization != nil else { return }
    var kernel = kernel(pass, scratch)
    ck_pointwise_route(
      pass.rows(input), pass.layout(input), outputGradient, pass.layout(output), &kernel,
      scratch.mean, normalization == nil ? nil : scratch.firstSum, scratch.secondSum)
    settleSums(pass, scratch)
    guard let inputGradient else { return }
    ck_pointwise_backward(
      pass.rows(input), pass.layout(input), outputGradient, pass.layout(output), &kernel,
      scratch.mean, scratch.firstSum, scratch.secondSum, inputGradient,
      pass.mustAccumulate(input) ? 1 : 0)
  }

  /// Leaves the gradients of scale and shift, and turns the sums into what each input's gradient takes
  /// of them (Ioffe and Szegedy 2015, section 3).
  private func settleSums(_ pass: Pass, _ scratch: Scratch) {
    let channels = inputShape.columns
    let count = Float(pass.beats * inputShape.rows)
    let isTrained = pass.trains(index)
    for c in 0..<channels {
      guard let normalization else {
        scratch.firstSum[c] = 0
        scratch.secondSum[c] = 0
        continue
      }
      let inverse = scratch.inverseDeviation[c]
      pass.gradients[normalization.scale.lowerBound + c] = scratch.secondSum[c] * inverse
      pass.gradients[normalization.shift.lowerBound + c] = scratch.firstSum[c]
      // Running statistics are constants; those of the batch depend on every input.
      scratch.firstSum[c] = isTrained ? scratch.gain[c] * scratch.firstSum[c] / count : 0
      scratch.secondSum[c] =
        isTrained ? scratch.gain[c] * inverse * inverse * scratch.secondSum[c] / count : 0
    }
  }
}
