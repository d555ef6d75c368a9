extension PointwiseOperation {
  func forward(_ pass: Pass, scratch: UnsafeMutablePointer<Float>) {
    let scratch = Scratch(scratch, channels: inputShape.columns)
    prepareNormalization(pass, scratch)
    // Specialised here so that the inner loop holds no decision about pooling or activation.
    switch (slope, poolSize) {
    case (nil, 1): apply(pass, scratch, poolSize: 1, activate: { $0 })
    case (nil, let size): apply(pass, scratch, poolSize: size, activate: { $0 })
    case (let slope?, 1):
      apply(pass, scratch, poolSize: 1) { Lanes.larger($0, $0 * slope) }
    case (let slope?, 2):
      apply(pass, scratch, poolSize: 2) { Lanes.larger($0, $0 * slope) }
    case (let slope?, let size):
      apply(pass, scratch, poolSize: size) { Lanes.larger($0, $0 * slope) }
    }
    if dropRate > 0, pass.isTraining { drop(pass.values(output), pass) }
  }

  /// Sets gain and offset: from this pass's beats in training, from running statistics otherwise.
  private func prepareNormalization(_ pass: Pass, _ scratch: Scratch) {
    let channels = inputShape.columns
    guard let normalization else {
      scratch.gain.update(repeating: 1, count: channels)
      scratch.offset.update(repeating: 0, count: channels)
      return
    }
    let scale = pass.parameters + normalization.scale.lowerBound
    let shift = pass.parameters + normalization.shift.lowerBound
    let first = normalization.statistics.lowerBound
    if pass.isTraining { measure(pass, scratch, into: pass.batchStatistics + first) }
    let mean = pass.isTraining ? UnsafePointer(scratch.mean) : pass.statistics + first
    for c in 0..<channels {
      if !pass.isTraining {
        let variance = pass.statistics[first + channels + c]
        scratch.inverseDeviation[c] = 1 / (variance + normalization.epsilon).squareRoot()
        scratch.mean[c] = mean[c]
      }
      scratch.gain[c] = scale[c] * scratch.inverseDeviation[c]
      scratch.offset[c] = shift[c] - mean[c] * scratch.gain[c]
    }
  }

  /// Mean and deviation of each channel over the pass, and what the running statistics take of them.
  ///
  /// Sums are taken of the distance from the first row, so that a large mean costs no precision.
  /// The running variance is the unbiased one, as in PyTorch.
  private func measure(
    _ pass: Pass, _ scratch: Scratch, into statistics: UnsafeMutablePointer<Float>
  ) {
    let map = pass.map(input)
    let values = UnsafePointer(pass.values(input))
    let channels = map.channels
    let origin = values + map.start
    scratch.firstSum.update(repeating: 0, count: channels)
    scratch.secondSum.update(repeating: 0, count: channels)
    forEachRow(of: map, beats: pass.beats) { row in
      forEachGroup(of: channels) { c, count in
        let distance =
          values.lanes(at: row &+ c, count: count) - origin.lanes(at: c, count: count)
        scratch.firstSum.store(
          scratch.firstSum.lanes(at: c, count: count) + distance, at: c, count: count)
        scratch.secondSum.store(
          scratch.secondSum.lanes(at: c, count: count) + distance * distance, at: c, count: count)
      }
    }
    let count = Float(pass.beats * map.rows)
    for c in 0..<channels {
      let distance = scratch.firstSum[c] / count
      let variance = max(0, scratch.secondSum[c] / count - distance * distance)
      scratch.mean[c] = origin[c] + distance
      scratch.inverseDeviation[c] = 1 / (variance + (normalization?.epsilon ?? 0)).squareRoot()
      statistics[c] = scratch.mean[c]
      statistics[channels + c] = count > 1 ? variance * count / (count - 1) : variance
    }
  }

  @inline(__always)
  private func apply(
    _ pass: Pass, _ scratch: Scratch, poolSize: Int, activate: (Lanes) -> Lanes
  ) {
    let (source, target) = (pass.map(input), pass.map(output))
    let values = UnsafePointer(pass.values(input))
    let results = pass.values(output)
    let channels = source.channels
    for beat in 0..<pass.beats {
      var row = source.start + beat * source.stride
      var result = target.start + beat * target.stride
      for _ in 0..<target.rows {
        forEachGroup(of: channels) { c, count in
          let gain = scratch.gain.lanes(at: c, count: count)
          let offset = scratch.offset.lanes(at: c, count: count)
          var largest = values.lanes(at: row &+ c, count: count) * gain + offset
          for neighbour in 1..<max(poolSize, 1) {
            let place = row &+ neighbour &* channels &+ c
            largest = Lanes.larger(
              largest, values.lanes(at: place, count: count) * gain + offset)
          }
          results.store(activate(largest), at: result &+ c, count: count)
        }
        row &+= poolSize &* channels
        result &+= channels
      }
    }
  }

  /// Multiplies the output map's values, or its gradient, with the dropout factors.
  func drop(_ values: UnsafeMutablePointer<Float>, _ pass: Pass) {
    let map = pass.map(output)
    for beat in 0..<pass.beats {
      var mask = dropout(pass, beat: beat)
      let start = values + (map.start + beat * map.stride)
      var offset = 0
      let count = map.rows * map.channels
      while offset < count {
        let group = min(Lanes.scalarCount, count - offset)
        start.store(
          start.lanes(at: offset, count: group) * mask.next(), at: offset, count: group)
        offset &+= group
      }
    }
  }

  /// The dropout of one beat. It depends on the run's stream and the beat's place in the batch only,
  /// not on how the batch is dealt to workers; the backward pass draws the same one again.
  private func dropout(_ pass: Pass, beat: Int) -> DropoutMask {
    guard case .training(let stream, let firstBeat) = pass.mode else {
      return DropoutMask(rate: 0, seed: 0)
    }
    return DropoutMask(
      rate: dropRate, seed: stream ^ (UInt64(firstBeat + beat) << 20 | UInt64(index)))
  }
}
