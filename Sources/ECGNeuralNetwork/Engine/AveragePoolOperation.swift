import CECGKernels

/// The mean of every `size` rows, channel by channel.
struct AveragePoolOperation: Operation {
  let input: TensorID
  let output: TensorID
  let size: Int

  func forward(_ context: ExecutionContext, scratch: UnsafeMutablePointer<Float>) {
    let (source, target) = (context.map(input), context.map(output))
    let (channels, share) = (target.channels, 1 / Float(size))
    for example in 0..<context.examples {
      let rows = UnsafePointer(context.rows(input) + example * source.stride)
      let results = context.rows(output) + example * target.stride
      for row in 0..<target.rows {
        let result = results + row * channels
        let first = rows + row * size * channels
        result.update(from: first, count: channels)
        for neighbour in 1..<size { ck_add(result, first + neighbour * channels, channels) }
        for c in 0..<channels { result[c] *= share }
      }
    }
  }

  func backward(_ context: ExecutionContext, scratch: UnsafeMutablePointer<Float>) {
    guard let from = context.gradientRows(output), let to = context.gradientRows(input) else {
      return
    }
    let (source, target) = (context.map(input), context.map(output))
    let (channels, share) = (target.channels, 1 / Float(size))
    let accumulates = context.mustAccumulate(input)
    for example in 0..<context.examples {
      let gradients = from + example * target.stride
      let results = to + example * source.stride
      if !accumulates { results.update(repeating: 0, count: source.shape.count) }
      for row in 0..<target.rows {
        let gradient = gradients + row * channels
        for c in 0..<channels { gradient[c] *= share }
        for neighbour in 0..<size {
          ck_add(results + (row * size + neighbour) * channels, gradient, channels)
        }
      }
    }
  }
}
