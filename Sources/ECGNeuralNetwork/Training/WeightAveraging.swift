import ECGParallel

/// Keeps an exponential moving average of a network's weights and running statistics (Polyak and
/// Juditsky 1992), which does better than the weights of the last step and is what training gives.
public struct WeightAveraging: Codable, Equatable, Sendable {
  /// The share of the average that a step keeps. Over the first steps less is kept, so that the
  /// random weights of the beginning are soon forgotten.
  public var decay: Double

  /// Creates a way of averaging.
  public init(decay: Double) { self.decay = decay }

  func check() throws {
    try require(
      (0..<1).contains(decay), "WeightAveraging",
      "the decay is \(decay), must be from 0 to below 1")
  }

  /// Moves the average of `state` towards its network, after a step; what is frozen stays as it is.
  func update(
    _ state: inout TrainingState, frozen: Graph.Prefix = .init(),
    threads: Int = ThreadCount.allCores
  ) {
    guard var average = state.average else { return }
    state.average = nil
    let step = Double(state.progress.step)
    let share = Float(1 - min(decay, (1 + step) / (10 + step)))
    move(
      &average.parameters, towards: state.network.parameters, share, from: frozen.parameters,
      threads: threads)
    move(
      &average.statistics, towards: state.network.statistics, share, from: frozen.statistics,
      threads: 1)
    state.average = average
  }

  private func move(
    _ average: inout [Float], towards values: [Float], _ share: Float, from first: Int,
    threads: Int
  ) {
    average.withUnsafeMutableBufferPointer { average in
      values.withUnsafeBufferPointer { values in
        let count = average.count - first
        nonisolated(unsafe) let (average, values) = (average, values)
        Workers.run(threads) { worker in
          for index in first + count * worker / threads..<first + count * (worker + 1) / threads {
            average[index] += share * (values[index] - average[index])
          }
        }
      }
    }
  }
}
