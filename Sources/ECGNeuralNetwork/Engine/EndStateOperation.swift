import CECGKernels

/// The states that each direction of a recurrent layer ends with: of the first `U` channels those
/// of the last sample, of the others, which come from the end, those of the first.
struct EndStateOperation: Operation {
  let input: TensorID
  let output: TensorID
  /// `U`.
  let units: Int

  /// Where the states of a direction lie in an example.
  private func offset(_ direction: Int, in map: FeatureMap) -> Int {
    direction == 0 ? (map.rows - 1) * map.channels : direction * units
  }

  func forward(_ context: ExecutionContext, scratch: UnsafeMutablePointer<Float>) {
    let (source, target) = (context.map(input), context.map(output))
    for direction in 0..<source.channels / units {
      let offset = offset(direction, in: source)
      for example in 0..<context.examples {
        (context.values(output) + example * target.stride + direction * units).update(
          from: context.rows(input) + example * source.stride + offset, count: units)
      }
    }
  }

  func backward(_ context: ExecutionContext, scratch: UnsafeMutablePointer<Float>) {
    guard let from = context.gradient(output), let to = context.gradientRows(input) else { return }
    let (source, target) = (context.map(input), context.map(output))
    let accumulates = context.mustAccumulate(input)
    for example in 0..<context.examples {
      let result = to + example * source.stride
      if !accumulates { result.update(repeating: 0, count: source.shape.count) }
      for direction in 0..<source.channels / units {
        ck_add(
          result + offset(direction, in: source),
          from + example * target.stride + direction * units,
          units)
      }
    }
  }
}
