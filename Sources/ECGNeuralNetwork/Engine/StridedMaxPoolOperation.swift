/// The largest number of each window, channel by channel.
struct StridedMaxPoolOperation: Operation {
  let input: TensorID
  let output: TensorID
  let size: Int
  let stride: Int
  /// Positions before the first sample at which windows begin.
  let before: Int

  /// The samples in a window.
  private func window(_ row: Int, of rows: Int) -> Range<Int> {
    let start = row * stride - before
    return max(0, start)..<min(rows, start + size)
  }

  func forward(_ context: ExecutionContext, scratch: UnsafeMutablePointer<Float>) {
    let (source, target) = (context.map(input), context.map(output))
    let channels = source.channels
    for example in 0..<context.examples {
      let values = context.rows(input) + example * source.stride
      for row in 0..<target.rows {
        let result = context.rows(output) + example * target.stride + row * channels
        let window = window(row, of: source.rows)
        result.update(from: values + window.lowerBound * channels, count: channels)
        for sample in window.dropFirst() {
          let candidates = values + sample * channels
          for c in 0..<channels { result[c] = max(result[c], candidates[c]) }
        }
      }
    }
  }

  /// The gradient goes to the first of the largest, as in PyTorch.
  func backward(_ context: ExecutionContext, scratch: UnsafeMutablePointer<Float>) {
    guard let from = context.gradientRows(output), let to = context.gradientRows(input) else {
      return
    }
    let (source, target) = (context.map(input), context.map(output))
    let channels = source.channels
    let accumulates = context.mustAccumulate(input)
    for example in 0..<context.examples {
      let values = context.rows(input) + example * source.stride
      let largest = context.rows(output) + example * target.stride
      let gradient = from + example * target.stride
      let result = to + example * source.stride
      if !accumulates { result.update(repeating: 0, count: source.shape.count) }
      for row in 0..<target.rows {
        let window = window(row, of: source.rows)
        for c in 0..<channels {
          let index = row * channels + c
          guard
            let sample = window.first(where: { values[$0 * channels + c] == largest[index] })
          else { continue }
          result[sample * channels + c] += gradient[index]
        }
      }
    }
  }
}
