import CECGKernels

/// Leaves out samples at the ends of each example.
struct CropOperation: Operation {
  let input: TensorID
  let output: TensorID
  /// The first samples, which are left out.
  let before: Int

  func forward(_ context: ExecutionContext, scratch: UnsafeMutablePointer<Float>) {
    let (source, target) = (context.map(input), context.map(output))
    for example in 0..<context.examples {
      (context.rows(output) + example * target.stride).update(
        from: context.rows(input) + example * source.stride + before * source.channels,
        count: target.shape.count)
    }
  }

  func backward(_ context: ExecutionContext, scratch: UnsafeMutablePointer<Float>) {
    guard let from = context.gradientRows(output), let to = context.gradientRows(input) else {
      return
    }
    let (source, target) = (context.map(input), context.map(output))
    let accumulates = context.mustAccumulate(input)
    let (start, kept) = (before * source.channels, target.shape.count)
    for example in 0..<context.examples {
      let values = from + example * target.stride
      let result = to + example * source.stride
      if accumulates {
        ck_add(result + start, values, kept)
      } else {
        result.update(repeating: 0, count: start)
        (result + start).update(from: values, count: kept)
        (result + start + kept).update(
          repeating: 0, count: source.shape.count - start - kept)
      }
    }
  }
}
