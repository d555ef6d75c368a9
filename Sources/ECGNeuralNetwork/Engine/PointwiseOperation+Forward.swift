import CECGKernels

extension PointwiseOperation {
  func prepare(_ context: ExecutionContext, scratch: UnsafeMutablePointer<Float>) {
    let scratch = Scratch(scratch, channels: inputShape.columns)
    if let normalization {
      if !context.trains(index) { useRunningStatistics(context, scratch, normalization) }
    } else {
      scratch.gain.update(repeating: 1, count: inputShape.columns)
      scratch.offset.update(repeating: 0, count: inputShape.columns)
    }
  }

  func forward(_ context: ExecutionContext, scratch: UnsafeMutablePointer<Float>) {
    let scratch = Scratch(scratch, channels: inputShape.columns)
    if let normalization, context.trains(index) { measure(context, scratch, normalization) }
    var kernel = kernel(context, scratch)
    ck_pointwise_forward(
      context.rows(input), context.layout(input), context.rows(output), context.layout(output),
      &kernel)
  }

  private func useRunningStatistics(
    _ context: ExecutionContext, _ scratch: Scratch, _ normalization: Normalization
  ) {
    let channels = inputShape.columns
    let mean = context.statistics + normalization.statistics.lowerBound
    let variance = mean + channels
    for c in 0..<channels {
      scratch.mean[c] = mean[c]
      scratch.inverseDeviation[c] = 1 / (variance[c] + normalization.epsilon).squareRoot()
    }
    setGain(context, scratch, normalization)
  }

  /// Mean and deviation of each channel over the pass, and what the running
  /// statistics take of them.
  ///
  /// Sums are taken of the distance from the first row, so that a large mean costs no precision.
  /// The running variance is the unbiased one, as in PyTorch.
  private func measure(
    _ context: ExecutionContext, _ scratch: Scratch, _ normalization: Normalization
  ) {
    let origin = context.rows(input)
    let channels = inputShape.columns
    let statistics = context.batchStatistics + normalization.statistics.lowerBound
    ck_moments(origin, context.layout(input), origin, scratch.firstSum, scratch.secondSum)
    let count = Float(context.examples * inputShape.rows)
    for c in 0..<channels {
      let distance = scratch.firstSum[c] / count
      let variance = max(0, scratch.secondSum[c] / count - distance * distance)
      scratch.mean[c] = origin[c] + distance
      scratch.inverseDeviation[c] = 1 / (variance + normalization.epsilon).squareRoot()
      statistics[c] = scratch.mean[c]
      statistics[channels + c] = count > 1 ? variance * count / (count - 1) : variance
    }
    setGain(context, scratch, normalization)
  }

  /// Makes normalisation, scale and shift one multiply-add.
  private func setGain(
    _ context: ExecutionContext, _ scratch: Scratch, _ normalization: Normalization
  ) {
    let scale = context.parameters + normalization.scale.lowerBound
    let shift = context.parameters + normalization.shift.lowerBound
    for c in 0..<inputShape.columns {
      scratch.gain[c] = scale[c] * scratch.inverseDeviation[c]
      scratch.offset[c] = shift[c] - scratch.mean[c] * scratch.gain[c]
    }
  }
}
