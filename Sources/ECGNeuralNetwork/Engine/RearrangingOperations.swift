import CECGKernels

/// Turns a sequence into a vector: rows behind one another, padding left out.
struct FlattenOperation: Operation {
  let input: MapID
  let output: MapID

  func forward(_ pass: Pass, scratch: UnsafeMutablePointer<Float>) {
    let (source, target) = (pass.map(input), pass.map(output))
    for beat in 0..<pass.beats {
      (pass.values(output) + beat * target.stride).update(
        from: pass.values(input) + source.start + beat * source.stride, count: target.stride)
    }
  }

  func backward(_ pass: Pass, scratch: UnsafeMutablePointer<Float>) {
    guard let from = pass.gradient(output), let to = pass.gradient(input) else { return }
    let (source, target) = (pass.map(input), pass.map(output))
    let accumulates = pass.mustAccumulate(input)
    for beat in 0..<pass.beats {
      let values = UnsafePointer(from + beat * target.stride)
      let result = to + source.start + beat * source.stride
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
  let input: MapID
  let output: MapID

  func forward(_ pass: Pass, scratch: UnsafeMutablePointer<Float>) {
    let (source, channels) = (pass.map(input), pass.map(output).channels)
    let values = UnsafePointer(pass.values(input))
    let share = 1 / Float(source.rows)
    for beat in 0..<pass.beats {
      let result = pass.values(output) + beat * channels
      result.update(repeating: 0, count: channels)
      for row in 0..<source.rows {
        ck_add(
          result, values + (source.start + beat * source.stride + row * channels), channels)
      }
      for c in 0..<channels { result[c] *= share }
    }
  }

  func backward(_ pass: Pass, scratch: UnsafeMutablePointer<Float>) {
    guard let from = pass.gradient(output), let to = pass.gradient(input) else { return }
    let (source, channels) = (pass.map(input), pass.map(output).channels)
    let share = 1 / Float(source.rows)
    let accumulates = pass.mustAccumulate(input)
    for beat in 0..<pass.beats {
      let gradient = from + beat * channels
      for c in 0..<channels { gradient[c] *= share }
      for row in 0..<source.rows {
        let result = to + (source.start + beat * source.stride + row * channels)
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
  let input: MapID
  let shortcut: MapID
  let output: MapID

  var otherInputs: [MapID] { [shortcut] }

  func forward(_ pass: Pass, scratch: UnsafeMutablePointer<Float>) {
    let (branch, other, result) = (pass.map(input), pass.map(shortcut), pass.map(output))
    for beat in 0..<pass.beats {
      ck_sum(
        pass.rows(output) + beat * result.stride, pass.rows(input) + beat * branch.stride,
        pass.rows(shortcut) + beat * other.stride, result.shape.count)
    }
  }

  func backward(_ pass: Pass, scratch: UnsafeMutablePointer<Float>) {
    guard let from = pass.gradientRows(output) else { return }
    let source = pass.map(output)
    for id in [input, shortcut] {
      guard let to = pass.gradientRows(id) else { continue }
      let target = pass.map(id)
      let accumulates = pass.mustAccumulate(id)
      for beat in 0..<pass.beats {
        let (values, result) = (from + beat * source.stride, to + beat * target.stride)
        if accumulates {
          ck_add(result, values, source.shape.count)
        } else {
          result.update(from: values, count: source.shape.count)
        }
      }
    }
  }
}
