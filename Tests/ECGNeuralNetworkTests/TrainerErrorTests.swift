import ECGNeuralNetwork
import Testing

/// What training refuses, and how it says so.
@Suite struct TrainerErrorTests {
  private static let training = BumpProblem.examples(12, seed: 1)

  private func message(
    _ configuration: TrainingConfiguration = .init(epochs: 1), on examples: Examples = training,
    validation: Examples? = nil, from state: TrainingState? = nil
  ) throws -> String {
    let error = #expect(throws: NetworkError.self) {
      try Trainer(configuration).train(
        BumpProblem.network(), on: examples, validation: validation, from: state)
    }
    return error?.description ?? ""
  }

  @Test func examples() throws {
    let values = Self.training.values
    #expect(
      try message(on: Examples(values: [], labels: []))
        == "Training data: expected examples, found none")
    #expect(
      try message(on: Examples(values: values, labels: [0, 1]))
        == "Training data: expected 2 examples (N, 24, 1) of 24 numbers, found 288 numbers")
    // No whole number of numbers for each, too few, and a function that gives others
    // than are wanted.
    #expect(
      try message(on: Examples(values: Array(values.dropLast()), labels: Self.training.labels))
        == "Training data: expected 12 examples (N, 24, 1) of 24 numbers, found 287 numbers")
    #expect(
      try message(on: Examples(values: [], labels: Self.training.labels))
        == "Training data: expected 12 examples (N, 24, 1) of 24 numbers, found 0 numbers")
    #expect(
      try message(
        on: Examples(labels: [0, 1], size: 23) { _, target in target.update(repeating: 0) })
        == "Training data: expected 2 examples (N, 24, 1) of 24 numbers, found 46 numbers")
    #expect(
      try message(on: Examples(values: values, labels: [3] + Self.training.labels.dropFirst()))
        == "Training data: expected labels from 0 to 2, found 3")
    #expect(
      try message(on: Examples(values: values, labels: [-1] + Self.training.labels.dropFirst()))
        == "Training data: expected labels from 0 to 2, found -1")
    #expect(
      try message(validation: Examples(values: [0], labels: [0]))
        == "Validation data: expected 1 examples (N, 24, 1) of 24 numbers, found 1 numbers")
  }

  @Test(arguments: [Float.nan, .infinity, -.infinity])
  func numbersThatAreNotFinite(_ number: Float) throws {
    var values = Self.training.values
    values[50] = number
    #expect(
      try message(on: Examples(values: values, labels: Self.training.labels))
        == "Training data: expected finite numbers, found \(number) in example 2")
  }

  @Test func aLossThatOverflows() throws {
    let huge = Self.training.values.map { $0 * 1e38 }
    var configuration = TrainingConfiguration(epochs: 1)
    configuration.shards = 1
    #expect(
      try message(configuration, on: Examples(values: huge, labels: Self.training.labels))
        .hasPrefix("Training: the loss is no longer a number in epoch 1: samples or weights"))
  }

  /// Whatever batch it comes in, a sample of another size is to blame and not the learning rate.
  @Test(arguments: [1, 4, 12]) func aSampleOutOfAllProportion(batchSize: Int) throws {
    var values = Self.training.values
    values[50] = -1e30
    let text = try message(
      .init(epochs: 3, batchSize: batchSize),
      on: Examples(values: values, labels: Self.training.labels))
    #expect(
      text.hasPrefix("Training: the loss is no longer a number in epoch 1: samples or weights"))
    #expect(text.contains("the largest sample is 1e+30, that of half of the examples at most "))
  }

  @Test func aLearningRateThatIsTooHigh() throws {
    var configuration = TrainingConfiguration(epochs: 9, batchSize: 4)
    configuration.optimizer = .sgd(SGD(learningRate: 1e30))
    #expect(
      try message(configuration)
        .hasSuffix("a lower learning rate than 1e+30 may help"))
  }

  @Test func configuration() throws {
    func message(_ change: (inout TrainingConfiguration) -> Void) throws -> String {
      var configuration = TrainingConfiguration(epochs: 1)
      change(&configuration)
      return try self.message(configuration)
    }
    #expect(try message { $0.epochs = 0 } == "Training: epochs is 0, must be positive")
    #expect(
      try message { $0.batchSize = -1 } == "Training: the batch size is -1, must be positive")
    #expect(try message { $0.shards = 0 } == "Training: shards is 0, must be from 1 to 1024")
    #expect(
      try message { $0.optimizer.learningRate = .nan }
        == "Training: the learning rate is nan, must be positive")
    #expect(
      try message { $0.optimizer = .sgd(SGD(momentum: 1)) }
        == "SGD: the momentum is 1.0, must be from 0 to below 1")
    #expect(
      try message { $0.optimizer = .sgd(SGD(nesterov: true)) }
        == "SGD: Nesterov's momentum is asked for, and the momentum is 0")
    #expect(
      try message { $0.optimizer = .sgd(SGD(learningRate: 0)) }
        == "Training: the learning rate is 0.0, must be positive")
    #expect(
      try message { $0.loss.focusing = -1 }
        == "Training: the focal loss has a focusing of -1.0, must be zero or more")
    #expect(
      try message { $0.schedule = .oneCycle(warmup: 2, start: 0.1, floor: 0) }
        == "Training: the one-cycle schedule has a warm-up of 2.0, must be in 0…1")
    #expect(
      try message { $0.loss.labelSmoothing = 1 }
        == "Training: label smoothing is 1.0, must be from 0 to below 1")
    #expect(
      try message { $0.loss.classWeights = [1, 2] }
        == "Training: expected 3 class weights, found 2")
    #expect(
      try message { $0.loss.classWeights = [1, 2, -1] }
        == "Training: the class weights are [1.0, 2.0, -1.0], must be zero or more")
    #expect(
      try message { $0.earlyStopping = EarlyStopping() }
        == "Training: early stopping watches the validation loss, but there is no validation data")
    #expect(
      try message { $0.reduceOnPlateau = ReduceLROnPlateau(monitor: .validationMacroF1) }
        == "Training: the plateau schedule watches the validation macro-F1, but there is no validation data"
    )
  }

  @Test func aBatchSizeBeyondAllMemory() throws {
    let state = try Trainer(TrainingConfiguration(epochs: 1, batchSize: .max)).train(
      BumpProblem.network(), on: Self.training)
    #expect(state.progress.step == 1)
  }

  @Test func aStateOfAnotherArchitecture() throws {
    let other = try Network(
      Sequential(input: BumpProblem.shape) {
        Flatten()
        Dense(3)
      }, seed: 1)
    let state = try Trainer(.init(epochs: 1)).train(other, on: Self.training)
    #expect(
      try message(from: state)
        == "Training: the state to go on from belongs to another architecture"
    )
    let error = #expect(throws: NetworkError.self) {
      try TrainingState(
        network: other, best: nil, firstMoments: [0], secondMoments: [], history: .init(),
        progress: state.progress)
    }
    #expect(error?.description == "TrainingState: expected 75 moments, found 1 and 0")
  }
}
