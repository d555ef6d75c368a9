import CECGKernels

extension RecurrentOperation {
  func backward(_ context: ExecutionContext, scratch: UnsafeMutablePointer<Float>) {
    guard let outputGradient = context.gradientRows(output),
      let gateGradients = context.gradientRows(gates)
    else { return }
    backwardThroughTime(context, outputGradient + offset, gateGradients)
    backwardToInputs(context, gateGradients)
    backwardToRecurrentWeights(context, gateGradients)
    backwardToBiases(context, gateGradients)
  }

  /// Leaves the gradients of the gates before their activation.
  private func backwardThroughTime(
    _ context: ExecutionContext, _ outputGradient: UnsafeMutablePointer<Float>,
    _ gateGradients: UnsafeMutablePointer<Float>
  ) {
    let temporary = Temporary(context, self)
    temporary.carried.update(repeating: 0, count: context.examples * units)
    temporary.carriedCells.update(repeating: 0, count: context.examples * units)
    let channels = context.map(output).channels
    for (sample, before) in steps(of: context).reversed() {
      var step = kernel(context, before: before)
      let values = keptRows(context) + sample * keptWidth
      let gradients = gateGradients + sample * keptWidth
      switch cell {
      case .gru:
        ck_gru_step_backward(
          &step, values, outputGradient + sample * channels, temporary.carried, gradients)
      case .lstm:
        ck_lstm_step_backward(
          &step, values, outputGradient + sample * channels, temporary.carried,
          temporary.carriedCells, gradients)
      }
      guard before != nil else { continue }
      forEachRecurrentPart { weights, kept, count in
        context.multiply(
          m: context.examples, n: units, k: count,
          .init(gradients + kept, rowStride: context.map(gates).stride),
          .init(
            context.parameters + recurrentWeights.lowerBound + weights, rowStride: gateWidth,
            isTransposed: true),
          into: temporary.carried, rowStride: units, accumulate: true)
      }
    }
  }

  /// Calls `body` with where the gates that the states feed lie: among the columns of the weights,
  /// and among what is kept. The GRU's candidate takes the states through the reset gate, so that
  /// they have a gradient of their own.
  private func forEachRecurrentPart(_ body: (_ weights: Int, _ kept: Int, _ count: Int) -> Void) {
    switch cell {
    case .gru:
      body(0, 0, 2 * units)
      body(2 * units, 3 * units, units)
    case .lstm: body(0, 0, 4 * units)
    }
  }

  private func backwardToInputs(
    _ context: ExecutionContext, _ gateGradients: UnsafeMutablePointer<Float>
  ) {
    let (source, gates) = (context.map(input), context.map(self.gates))
    let inputGradient = context.gradientRows(input)
    let accumulates = context.mustAccumulate(input)
    for example in 0..<context.examples {
      let gradients = UnsafePointer(gateGradients + example * gates.stride)
      context.multiply(
        m: inputs, n: gateWidth, k: source.rows,
        .init(
          context.rows(input) + example * source.stride, rowStride: inputs, isTransposed: true),
        .init(gradients, rowStride: keptWidth),
        into: context.gradients + inputWeights.lowerBound, rowStride: gateWidth,
        accumulate: example > 0)
      guard let inputGradient else { continue }
      context.multiply(
        m: source.rows, n: inputs, k: gateWidth,
        .init(gradients, rowStride: keptWidth),
        .init(
          context.parameters + inputWeights.lowerBound, rowStride: gateWidth, isTransposed: true),
        into: inputGradient + example * source.stride, rowStride: inputs, accumulate: accumulates)
    }
  }

  private func backwardToRecurrentWeights(
    _ context: ExecutionContext, _ gateGradients: UnsafeMutablePointer<Float>
  ) {
    let (map, gates) = (context.map(output), context.map(self.gates))
    let target = context.gradients + recurrentWeights.lowerBound
    guard map.rows > 1 else { return target.update(repeating: 0, count: recurrentWeights.count) }
    // The states of a step go to the gates of the next.
    let (first, next) = isReverse ? (1, 0) : (0, 1)
    for example in 0..<context.examples {
      forEachRecurrentPart { weights, kept, count in
        context.multiply(
          m: units, n: count, k: map.rows - 1,
          .init(
            states(context, first) + example * map.stride, rowStride: map.channels,
            isTransposed: true),
          .init(
            gateGradients + example * gates.stride + next * keptWidth + kept,
            rowStride: keptWidth),
          into: target + weights, rowStride: gateWidth, accumulate: example > 0)
      }
    }
  }

  private func backwardToBiases(
    _ context: ExecutionContext, _ gateGradients: UnsafeMutablePointer<Float>
  ) {
    let sums = Temporary(context, self).sums
    ck_sum_rows(gateGradients, context.layout(gates), sums)
    (context.gradients + inputBias.lowerBound).update(from: sums, count: gateWidth)
    forEachRecurrentPart { weights, kept, count in
      (context.gradients + recurrentBias.lowerBound + weights).update(
        from: sums + kept, count: count)
    }
  }
}
