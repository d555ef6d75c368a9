/// The mean of the rows of a sequence, weighted by the softmax over time of a score for each.
struct AttentionPoolOperation: Operation {
  let input: TensorID
  /// `(N, L, 1)`, which nothing else reads.
  let scores: TensorID
  /// Room for the weights, of the shape of the scores.
  let weights: TensorID
  let output: TensorID

  var otherInputs: [TensorID] { [scores] }

  func forward(_ context: ExecutionContext, scratch: UnsafeMutablePointer<Float>) {
    let (source, target) = (context.map(input), context.map(output))
    let rows = source.rows
    for example in 0..<context.examples {
      let shares = self.weights(context, example)
      shares.update(
        from: context.rows(scores) + example * context.map(scores).stride, count: rows)
      softmax(UnsafeMutableBufferPointer(start: shares, count: rows))
      context.multiply(
        m: 1, n: target.channels, k: rows, .init(shares, rowStride: rows),
        .init(context.rows(input) + example * source.stride, rowStride: source.channels),
        into: context.values(output) + example * target.stride, rowStride: target.channels)
    }
  }

  func backward(_ context: ExecutionContext, scratch: UnsafeMutablePointer<Float>) {
    guard let outputGradient = context.gradient(output),
      let scoreGradients = context.gradientRows(scores)
    else { return }
    let (source, target) = (context.map(input), context.map(output))
    let (rows, channels) = (source.rows, source.channels)
    let inputGradient = context.gradientRows(input)
    let accumulates = context.mustAccumulate(input)
    _ = context.mustAccumulate(scores)
    for example in 0..<context.examples {
      let shares = self.weights(context, example)
      let gradient = UnsafePointer(outputGradient + example * target.stride)
      let slopes = scoreGradients + example * context.map(scores).stride
      context.multiply(
        m: rows, n: 1, k: channels,
        .init(context.rows(input) + example * source.stride, rowStride: channels),
        .init(gradient, rowStride: 1), into: slopes, rowStride: 1)
      // Softmax: a share gains what its own slope is above the mean slope.
      let mean = (0..<rows).reduce(Float(0)) { $0 + shares[$1] * slopes[$1] }
      for row in 0..<rows { slopes[row] = shares[row] * (slopes[row] - mean) }
      guard let inputGradient else { continue }
      context.multiply(
        m: rows, n: channels, k: 1, .init(shares, rowStride: 1),
        .init(gradient, rowStride: channels),
        into: inputGradient + example * source.stride, rowStride: channels,
        accumulate: accumulates)
    }
  }

  /// The weights of an example: `L`.
  private func weights(
    _ context: ExecutionContext, _ example: Int
  ) -> UnsafeMutablePointer<Float> {
    context.rows(weights) + example * context.map(weights).stride
  }
}
