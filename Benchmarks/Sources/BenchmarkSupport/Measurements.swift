import ECGClassifier
public import ECGNeuralNetwork

/// What is measured of networks in the way their users would run them.
public enum Measurements {
  /// Beats that take turns: 16 batches of 256.
  public static let beats = 4096

  /// Trains the benchmark network for a time, with dropout and batch statistics, by Adam.
  ///
  /// - Throws: `NetworkError`.
  public static func training(
    on examples: Examples, batch: Int, threads: Int, seconds: Double, warmup: Int = 4
  ) throws -> StepTimes {
    let times = StepTimes(seconds: seconds, warmup: warmup)
    var observer = TrainingObserver()
    observer.onStep = { _, _, _ in times.stepEnded() }
    observer.isCancelled = { times.isDone }
    let trainer = Trainer(
      TrainingConfiguration(epochs: .max, batchSize: batch, products: .portable), threads: threads)
    do {
      _ = try trainer.train(BenchmarkNetwork.network(), on: examples, observer: observer)
    } catch is TrainingCancelled {}
    return times
  }

  /// Classifies batch after batch for a time.
  ///
  /// - Throws: `NetworkError`.
  public static func inference(
    on examples: Examples, batch: Int, threads: Int, seconds: Double
  ) throws -> StepTimes {
    let predictor = Predictor(try BenchmarkNetwork.network(), threads: threads)
    return try repeating(examples, batch: batch, seconds: seconds) {
      _ = try predictor.probabilities(of: $0)
    }
  }

  /// Classifies batch after batch with the pretrained model for a time.
  ///
  /// - Throws: `NetworkError`, `FileError`.
  public static func classification(
    of examples: Examples, batch: Int, threads: Int, seconds: Double
  ) throws -> StepTimes {
    let classifier = try HeartbeatClassifier.pretrained()
    return try repeating(examples, batch: batch, seconds: seconds) {
      _ = try classifier.probabilities(of: $0, threads: threads)
    }
  }

  /// Does something to batch after batch, in turn, for a time.
  private static func repeating(
    _ examples: Examples, batch: Int, seconds: Double, _ step: ([Float]) throws -> Void
  ) rethrows -> StepTimes {
    let size = batch * BenchmarkNetwork.samples
    let values = examples.values
    let batches = stride(from: 0, through: values.count - size, by: size)
      .map { Array(values[$0..<$0 + size]) }
    let times = StepTimes(seconds: seconds, warmup: 2 * batches.count)
    while !times.isDone {
      for batch in batches {
        try step(batch)
        times.stepEnded()
      }
    }
    return times
  }
}
