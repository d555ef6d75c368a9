import CECGKernels

/// Turns a sequence into a vector: rows behind one another, padding left out.
struct FlattenOperation: Operation {
  let input: TensorID
  let output: TensorID

  func forward(_ context: ExecutionContext, scratch: UnsafeMutablePointer<Float>) {
    let (source, target) = (context.map(input), context.map(output))
    for example in 0..<context.examples {
      (context.values(output) + example * target.stride).update(
        from: context.values(input) + source.start + example * source.stride, count: target.stride)
    }
  }

  func backward(_ context: ExecutionContext, scratch: UnsafeMutablePointer<Float>) {
    guard let from = context.gradient(output), let to = context.gradient(input) else { return }
    let (source, target) = (context.map(input), context.map(output))
    let accumulates = context.mustAccumulate(input)
    for example in 0..<context.examples {
      let values = UnsafePointer(from + example * target.stride)
      let result = to + source.start + example * source.stride
      if accumulates {
        ck_add(result, values, target.stride)
      } else {
        result.update(from: values, count: target.stride)
      }
    }
  }
}

/// The mean over time of each channel.
struct AverageOperation: Operation {
  let input: TensorID
  let output: TensorID

  func forward(_ context: ExecutionContext, scratch: UnsafeMutablePointer<Float>) {
    let (source, channels) = (context.map(input), context.map(output).channels)
    let values = UnsafePointer(context.values(input))
    let share = 1 / Float(source.rows)
    for example in 0..<context.examples {
      let result = context.values(output) + example * channels
      result.update(repeating: 0, count: channels)
      for row in 0..<source.rows {
        ck_add(
          result, values + (source.start + example * source.stride + row * channels), channels)
      }
      for c in 0..<channels { result[c] *= share }
    }
  }

  func backward(_ context: ExecutionContext, scratch: UnsafeMutablePointer<Float>) {
    guard let from = context.gradient(output), let to = context.gradient(input) else { return }
    let (source, channels) = (context.map(input), context.map(output).channels)
    let share = 1 / Float(source.rows)
    let accumulates = context.mustAccumulate(input)
    for example in 0..<context.examples {
      let gradient = from + example * channels
      for c in 0..<channels { gradient[c] *= share }
      for row in 0..<source.rows {
        let result = to + (source.start + example * source.stride + row * channels)
        if accumulates {
          ck_add(result, gradient, channels)
        } else {
          result.update(from: gradient, count: channels)
        }
      }
    }
  }
}

/// The sum of two maps of one shape: where a residual branch meets its shortcut.
struct AddOperation: Operation {
  let input: TensorID
  let shortcut: TensorID
  let output: TensorID

  var otherInputs: [TensorID] { [shortcut] }

  func forward(_ context: ExecutionContext, scratch: UnsafeMutablePointer<Float>) {
    let (branch, other, result) = (context.map(input), context.map(shortcut), context.map(output))
    for example in 0..<context.examples {
      ck_sum(
        context.rows(output) + example * result.stride,
        context.rows(input) + example * branch.stride,
        context.rows(shortcut) + example * other.stride, result.shape.count)
    }
  }

  func backward(_ context: ExecutionContext, scratch: UnsafeMutablePointer<Float>) {
    guard let from = context.gradientRows(output) else { return }
    let source = context.map(output)
    for id in [input, shortcut] {
      guard let to = context.gradientRows(id) else { continue }
      let target = context.map(id)
      let accumulates = context.mustAccumulate(id)
      for example in 0..<context.examples {
        let (values, result) = (from + example * source.stride, to + example * target.stride)
        if accumulates {
          ck_add(result, values, source.shape.count)
        } else {
          result.update(from: values, count: source.shape.count)
        }
      }
    }
  }
}
