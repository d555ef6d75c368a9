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
        add(values, to: result, count: target.stride)
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
        add(
          values + (source.start + beat * source.stride + row * channels), to: result,
          count: channels)
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
          add(UnsafePointer(gradient), to: result, count: channels)
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
    copy(pass.values(input), pass.map(input), to: pass.values(output), pass.map(output), pass.beats)
    addRows(
      pass.values(shortcut), pass.map(shortcut), to: pass.values(output), pass.map(output),
      pass.beats)
  }

  func backward(_ pass: Pass, scratch: UnsafeMutablePointer<Float>) {
    guard let from = pass.gradient(output) else { return }
    for id in [input, shortcut] {
      guard let to = pass.gradient(id) else { continue }
      if pass.mustAccumulate(id) {
        addRows(from, pass.map(output), to: to, pass.map(id), pass.beats)
      } else {
        copy(from, pass.map(output), to: to, pass.map(id), pass.beats)
      }
    }
  }

  private func copy(
    _ values: UnsafeMutablePointer<Float>, _ source: FeatureMap,
    to result: UnsafeMutablePointer<Float>, _ target: FeatureMap, _ beats: Int
  ) {
    for beat in 0..<beats {
      (result + target.start + beat * target.stride).update(
        from: values + source.start + beat * source.stride, count: source.shape.count)
    }
  }

  private func addRows(
    _ values: UnsafeMutablePointer<Float>, _ source: FeatureMap,
    to result: UnsafeMutablePointer<Float>, _ target: FeatureMap, _ beats: Int
  ) {
    for beat in 0..<beats {
      add(
        UnsafePointer(values + source.start + beat * source.stride),
        to: result + target.start + beat * target.stride, count: source.shape.count)
    }
  }
}

/// Adds `count` numbers to as many others.
func add(_ values: UnsafePointer<Float>, to sums: UnsafeMutablePointer<Float>, count: Int) {
  forEachGroup(of: count) { i, lanes in
    sums.store(
      sums.lanes(at: i, count: lanes) + values.lanes(at: i, count: lanes), at: i, count: lanes)
  }
}

/// Adds the rows of one map to those of another of the same layout.
func add(
  _ values: UnsafeMutablePointer<Float>, to sums: UnsafeMutablePointer<Float>, map: FeatureMap,
  beats: Int
) {
  for beat in 0..<beats {
    let start = map.start + beat * map.stride
    add(UnsafePointer(values + start), to: sums + start, count: map.shape.count)
  }
}
