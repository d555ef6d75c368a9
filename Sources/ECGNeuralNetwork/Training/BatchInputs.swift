import ECGRandom

/// The examples of a batch as a network is given them: changed at random and blended where that is
/// asked for.
///
/// What is drawn for an example follows from the seed, the step and its place in the batch: threads
/// and shards change nothing.
struct BatchInputs {
  let graph: Graph
  let configuration: TrainingConfiguration
  let augmentation: TrainingObserver.Augmentation?

  /// Copies the examples to the input map, changed at random and blended where that is asked for.
  func load(
    _ indices: ArraySlice<Int>, batch: ArraySlice<Int>, of examples: Examples,
    into workspace: Workspace, step: Int
  ) {
    let map = graph.maps[graph.input.index]
    let size = map.shape.count
    for (position, index) in indices.enumerated() {
      let target = UnsafeMutableBufferPointer(
        start: workspace.values[graph.input.index] + map.start + position * map.stride, count: size)
      let example = indices.startIndex - batch.startIndex + position
      loadChanged(index, of: examples, to: target, stream: 3, step: step, example: example)
      guard let blend = blend(example, of: batch, step: step) else { continue }
      withUnsafeTemporaryAllocation(of: Float.self, capacity: size) { other in
        loadChanged(blend.partner, of: examples, to: other, stream: 4, step: step, example: example)
        for i in 0..<size { target[i] += blend.share * (other[i] - target[i]) }
      }
    }
  }

  private func loadChanged(
    _ index: Int, of examples: Examples, to target: UnsafeMutableBufferPointer<Float>, stream: Int,
    step: Int, example: Int
  ) {
    examples.load(index, target)
    if let augmentation {
      var generator = SeededGenerator(seed: configuration.seed, stream: stream, step, example)
      augmentation(target, &generator)
    }
  }

  /// What the example at an index of the batch is blended with: the same each time it is asked for.
  func blend(_ example: Int, of batch: ArraySlice<Int>, step: Int) -> Mixup.Blend? {
    configuration.mixup.map { mixup in
      var generator = SeededGenerator(seed: configuration.seed, stream: 5, step, example)
      return mixup.blend(with: batch, using: &generator)
    }
  }
}
