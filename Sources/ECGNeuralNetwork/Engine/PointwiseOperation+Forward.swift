import CECGKernels

extension PointwiseOperation {
  func prepare(_ pass: Pass, scratch: UnsafeMutablePointer<Float>) {
    let scratch = Scratch(scratch, channels: inputShape.columns)
    if let normalization {
      if !pass.trains(index) { useRunningStatistics(pass, scratch, normalization) }
    } else {
      scratch.gain.update(repeating: 1, count: inputShape.columns)
      scratch.offset.update(repeating: 0, count: inputShape.columns)
    }
  }

  func forward(_ pass: Pass, scratch: UnsafeMutablePointer<Float>) {
    let scratch = Scratch(scratch, channels: inputShape.columns)
    if let normalization, pass.trains(index) { measure(pass, scratch, normalization) }
    var kernel = kernel(pass, scratch)
    ck_pointwise_forward(
      pass.rows(input), pass.layout(input), pass.rows(output), pass.layout(output), &kernel)
  }

  private func useRunningStatistics(
    _ pass: Pass, _ scratch: Scratch, _ normalization: Normalization
  ) {
    let channels = inputShape.columns
    let mean = pass.statistics + normalization.statistics.lowerBound
    let variance = mean + channels
    for c in 0..<channels {
      scratch.mean[c] = mean[c]
      scratch.inverseDeviation[c] = 1 / (variance[c] + normalization.epsilon).squareRoot()
    }
    setGain(pass, scratch, normalization)
  }

  /// Mean and deviation of each channel over the pass, and what the running statistics take of them.
  ///
  /// Sums are taken of the distance from the first row, so that a large mean costs no precision.
  /// The running variance is the unbiased one, as in PyTorch.
  private func measure(_ pass: Pass, _ scratch: Scratch, _ normalization: Normalization) {
    let origin = pass.rows(input)
    let channels = inputShape.columns
    let statistics = pass.batchStatistics + normalization.statistics.lowerBound
    ck_moments(origin, pass.layout(input), origin, scratch.firstSum, scratch.secondSum)
    let count = Float(pass.beats * inputShape.rows)
    for c in 0..<channels {
      let distance = scratch.firstSum[c] / count
      let variance = max(0, scratch.secondSum[c] / count - distance * distance)
      scratch.mean[c] = origin[c] + distance
      scratch.inverseDeviation[c] = 1 / (variance + normalization.epsilon).squareRoot()
      statistics[c] = scratch.mean[c]
      statistics[channels + c] = count > 1 ? variance * count / (count - 1) : variance
    }
    setGain(pass, scratch, normalization)
  }

  /// Makes normalisation, scale and shift one multiply-add.
  private func setGain(_ pass: Pass, _ scratch: Scratch, _ normalization: Normalization) {
    let scale = pass.parameters + normalization.scale.lowerBound
    let shift = pass.parameters + normalization.shift.lowerBound
    for c in 0..<inputShape.columns {
      scratch.gain[c] = scale[c] * scratch.inverseDeviation[c]
      scratch.offset[c] = shift[c] - scratch.mean[c] * scratch.gain[c]
    }
  }
}
