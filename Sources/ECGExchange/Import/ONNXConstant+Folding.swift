/// What nodes make of constants alone.
extension ONNXConstant {
  /// The same numbers under as many sizes as make them.
  func shaped(_ shape: [Int]) -> ONNXConstant { ONNXConstant(shape: shape, numbers: numbers) }

  /// With its axes in another order: axis `k` is what axis `order[k]` was.
  func transposed(_ order: [Int]) -> ONNXConstant {
    let sizes = order.map { shape[$0] }
    guard count > 0 else { return shaped(sizes) }
    var steps = Array(repeating: 1, count: shape.count)
    for axis in shape.indices.dropLast().reversed() {
      steps[axis] = steps[axis + 1] * shape[axis + 1]
    }
    let moved: Numbers =
      switch numbers {
      case .floats(let values): .floats(Self.walk(values, sizes, order.map { steps[$0] }))
      case .integers(let values): .integers(Self.walk(values, sizes, order.map { steps[$0] }))
      }
    return ONNXConstant(shape: sizes, numbers: moved)
  }

  /// Values along axes of these sizes, last axis fastest, each of which goes forward by its step.
  private static func walk<Value>(_ values: [Value], _ sizes: [Int], _ steps: [Int]) -> [Value] {
    var place = 0
    var position = Array(repeating: 0, count: sizes.count)
    return values.indices.map { _ in
      let value = values[place]
      for axis in sizes.indices.reversed() {
        position[axis] += 1
        place += steps[axis]
        if position[axis] < sizes[axis] { break }
        place -= steps[axis] * sizes[axis]
        position[axis] = 0
      }
      return value
    }
  }

  /// Its numbers as those of a type, fractions cut off for whole ones; nil where the type
  /// does not have them.
  func cast(to type: ONNXElementType) -> ONNXConstant? {
    let cast: Numbers
    switch (type, numbers) {
    case (.float, _), (.double, _): cast = .floats(floats)
    case (.int32, .floats(let values)), (.int64, .floats(let values)):
      let whole = values.compactMap { Int(exactly: $0.rounded(.towardZero)) }
      guard whole.count == values.count else { return nil }
      cast = .integers(whole)
    case (.int32, _), (.int64, _): cast = numbers
    }
    let result = ONNXConstant(shape: shape, numbers: cast)
    guard type != .int32 || result.integers?.allSatisfy({ Int32(exactly: $0) != nil }) == true
    else { return nil }
    return result
  }
}
