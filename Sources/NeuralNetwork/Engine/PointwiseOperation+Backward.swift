extension PointwiseOperation {
  func backward(_ pass: Pass, scratch: UnsafeMutablePointer<Float>) {
    guard let outputGradient = pass.gradient(output) else { return }
    let scratch = Scratch(scratch, channels: inputShape.columns)
    let inputGradient = pass.gradient(input)
    guard inputGradient != nil || normalization != nil else { return }
    let accumulates = inputGradient != nil && pass.mustAccumulate(input)
    // The gradient is put together in place, or beside where something is there already.
    let target = accumulates ? pass.workspace.spare : inputGradient ?? pass.workspace.spare
    if dropRate > 0, pass.isTraining { drop(outputGradient, pass) }
    route(pass, scratch, from: outputGradient, to: target)
    if let normalization { normalizeGradient(pass, scratch, normalization, target) }
    if accumulates, let inputGradient {
      add(target, to: inputGradient, map: pass.map(input), beats: pass.beats)
    }
  }

  /// Sends each output's gradient, times the activation's slope, to the input it was taken from, and
  /// sums what normalisation needs: the gradients, and the gradients times the distance from the mean.
  private func route(
    _ pass: Pass, _ scratch: Scratch, from outputGradient: UnsafeMutablePointer<Float>,
    to inputGradient: UnsafeMutablePointer<Float>
  ) {
    scratch.firstSum.update(repeating: 0, count: inputShape.columns)
    scratch.secondSum.update(repeating: 0, count: inputShape.columns)
    switch poolSize {
    case 1: routeUnpooled(pass, scratch, from: outputGradient, to: inputGradient)
    case 2: routePooled(pass, scratch, size: 2, from: outputGradient, to: inputGradient)
    default: routePooled(pass, scratch, size: poolSize, from: outputGradient, to: inputGradient)
    }
  }

  private func routeUnpooled(
    _ pass: Pass, _ scratch: Scratch, from outputGradient: UnsafeMutablePointer<Float>,
    to inputGradient: UnsafeMutablePointer<Float>
  ) {
    let (source, target) = (pass.map(input), pass.map(output))
    let values = UnsafePointer(pass.values(input))
    let channels = source.channels
    let slope = Lanes(repeating: slope ?? 1)
    for beat in 0..<pass.beats {
      var row = source.start + beat * source.stride
      var result = target.start + beat * target.stride
      for _ in 0..<source.rows {
        forEachGroup(of: channels) { c, count in
          let value = values.lanes(at: row &+ c, count: count)
          let activation =
            value * scratch.gain.lanes(at: c, count: count)
            + scratch.offset.lanes(at: c, count: count)
          var gradient = outputGradient.lanes(at: result &+ c, count: count)
          gradient.replace(with: gradient * slope, where: activation .<= 0)
          inputGradient.store(gradient, at: row &+ c, count: count)
          collect(gradient, at: value, c, count, scratch)
        }
        row &+= channels
        result &+= channels
      }
    }
  }

  @inline(__always)
  private func routePooled(
    _ pass: Pass, _ scratch: Scratch, size: Int, from outputGradient: UnsafeMutablePointer<Float>,
    to inputGradient: UnsafeMutablePointer<Float>
  ) {
    let (source, target) = (pass.map(input), pass.map(output))
    let values = UnsafePointer(pass.values(input))
    let channels = source.channels
    let slope = Lanes(repeating: slope ?? 1)
    for beat in 0..<pass.beats {
      var row = source.start + beat * source.stride
      var result = target.start + beat * target.stride
      for _ in 0..<target.rows {
        forEachGroup(of: channels) { c, count in
          let gain = scratch.gain.lanes(at: c, count: count)
          let offset = scratch.offset.lanes(at: c, count: count)
          // The first of equals wins, as in PyTorch.
          var winner = values.lanes(at: row &+ c, count: count)
          var largest = winner * gain + offset
          // The winner's place, as floats: their comparisons are the ones that compile to vectors.
          var place = Lanes()
          for neighbour in 1..<size {
            let value = values.lanes(at: row &+ neighbour &* channels &+ c, count: count)
            let activation = value * gain + offset
            let isLarger = activation .> largest
            largest.replace(with: activation, where: isLarger)
            winner.replace(with: value, where: isLarger)
            place.replace(with: Lanes(repeating: Float(neighbour)), where: isLarger)
          }
          var gradient = outputGradient.lanes(at: result &+ c, count: count)
          gradient.replace(with: gradient * slope, where: largest .<= 0)
          for neighbour in 0..<size {
            let isWinner = place .== Lanes(repeating: Float(neighbour))
            inputGradient.store(
              Lanes().replacing(with: gradient, where: isWinner),
              at: row &+ neighbour &* channels &+ c, count: count)
          }
          collect(gradient, at: winner, c, count, scratch)
        }
        row &+= size &* channels
        result &+= channels
      }
      // Rows that pooling left out.
      let end = source.start + beat * source.stride + source.rows * channels
      (inputGradient + row).update(repeating: 0, count: end - row)
    }
  }

  @inline(__always)
  private func collect(
    _ gradient: Lanes, at value: Lanes, _ c: Int, _ count: Int, _ scratch: Scratch
  ) {
    guard normalization != nil else { return }
    let distance = value - scratch.mean.lanes(at: c, count: count)
    scratch.firstSum.store(
      scratch.firstSum.lanes(at: c, count: count) + gradient, at: c, count: count)
    scratch.secondSum.store(
      scratch.secondSum.lanes(at: c, count: count) + gradient * distance, at: c, count: count)
  }

  /// Turns the gradient of the normalised values into that of the inputs, in place, and leaves the
  /// gradients of scale and shift (Ioffe and Szegedy 2015, section 3).
  private func normalizeGradient(
    _ pass: Pass, _ scratch: Scratch, _ normalization: Normalization,
    _ gradient: UnsafeMutablePointer<Float>
  ) {
    let map = pass.map(input)
    let values = UnsafePointer(pass.values(input))
    let channels = map.channels
    let count = Float(pass.beats * map.rows)
    for c in 0..<channels {
      let inverse = scratch.inverseDeviation[c]
      pass.gradients[normalization.scale.lowerBound + c] = scratch.secondSum[c] * inverse
      pass.gradients[normalization.shift.lowerBound + c] = scratch.firstSum[c]
      // Running statistics are constants; those of the batch depend on every input.
      scratch.firstSum[c] = pass.isTraining ? scratch.gain[c] * scratch.firstSum[c] / count : 0
      scratch.secondSum[c] =
        pass.isTraining ? scratch.gain[c] * inverse * inverse * scratch.secondSum[c] / count : 0
    }
    forEachRow(of: map, beats: pass.beats) { row in
      forEachGroup(of: channels) { c, lanes in
        let distance =
          values.lanes(at: row &+ c, count: lanes) - scratch.mean.lanes(at: c, count: lanes)
        let result =
          gradient.lanes(at: row &+ c, count: lanes) * scratch.gain.lanes(at: c, count: lanes)
          - scratch.firstSum.lanes(at: c, count: lanes)
          - distance * scratch.secondSum.lanes(at: c, count: lanes)
        gradient.store(result, at: row &+ c, count: lanes)
      }
    }
  }
}
