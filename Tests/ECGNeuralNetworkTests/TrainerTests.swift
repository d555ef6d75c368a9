import ECGNeuralNetwork
import ECGRandom
import Foundation
import Synchronization
import Testing

@Suite struct TrainerTests {
  private let training = BumpProblem.examples(99, seed: 1)
  private let validation = BumpProblem.examples(60, seed: 2)

  private func configuration(epochs: Int = 3, seed: UInt64 = 5) -> TrainingConfiguration {
    TrainingConfiguration(
      epochs: epochs, batchSize: 32, shards: 4, optimizer: .adam(Adam(learningRate: 0.01)),
      seed: seed)
  }

  @Test func learns() throws {
    let state = try Trainer(configuration(epochs: 12)).train(
      BumpProblem.network(), on: training, validation: validation)
    let epochs = state.history.epochs
    #expect(epochs.map(\.number) == Array(1...12))
    #expect(epochs[0].loss > 0.6)
    #expect(epochs[11].loss < 0.2)
    #expect(try #require(epochs[11].validationAccuracy) > 0.9)
    #expect(try #require(epochs[11].validationMacroF1) > 0.9)
    #expect(try #require(epochs[11].validationLoss) < 0.3)
    #expect(epochs.allSatisfy { $0.learningRate == Double(Float(0.01)) })
    #expect(state.history.stopReason == "all 12 epochs are done")
    #expect(state.history.bestEpoch == nil)
    #expect(state.history.learningRateDrops.isEmpty)
  }

  /// 99 examples leave a last batch of 3 for 4 shards.
  @Test(arguments: [2, 3, 5])
  func threadsDoNotChangeTheResult(_ threads: Int) throws {
    let one = try Trainer(configuration()).train(
      BumpProblem.network(), on: training, validation: validation)
    let many = try Trainer(configuration(), threads: threads).train(
      BumpProblem.network(), on: training, validation: validation)
    #expect(one.result.parameters == many.result.parameters)
    #expect(one.result.statistics == many.result.statistics)
    #expect(one.history == many.history)
  }

  @Test func theSeedChangesTheResult() throws {
    let first = try Trainer(configuration(seed: 5)).train(BumpProblem.network(), on: training)
    let second = try Trainer(configuration(seed: 6)).train(BumpProblem.network(), on: training)
    #expect(first.result.parameters != second.result.parameters)
    let networks = try [1, 2].map { try BumpProblem.network(seed: $0) }
    #expect(networks[0].parameters != networks[1].parameters)
  }

  @Test func augmentationIsRepeatableAndIndependentOfThreads() throws {
    let noise: TrainingObserver.Augmentation = { example, generator in
      for index in example.indices { example[index] += Float(0.1 * generator.normal()) }
    }
    let one = try Trainer(configuration(), threads: 1, augmentation: noise)
      .train(BumpProblem.network(), on: training)
    let three = try Trainer(configuration(), threads: 3, augmentation: noise)
      .train(BumpProblem.network(), on: training)
    let none = try Trainer(configuration()).train(BumpProblem.network(), on: training)
    #expect(one.result.parameters == three.result.parameters)
    #expect(one.result.parameters != none.result.parameters)
  }

  @Test(arguments: [
    Optimizer.adam(Adam(learningRate: 0.01)),
    .sgd(SGD(learningRate: 0.05, momentum: 0.9, nesterov: true, weightDecay: 0.01)),
  ])
  func resumingAfterAnyEpochChangesNothing(_ optimizer: Optimizer) throws {
    var configuration = configuration(epochs: 6)
    configuration.optimizer = optimizer
    configuration.schedule = .cosine(warmup: 1, floor: 0.05)
    configuration.reduceOnPlateau = ReduceLROnPlateau(monitor: .loss, patience: 1, minimumDelta: 1)
    configuration.earlyStopping = EarlyStopping(monitor: .validationMacroF1, patience: 5)
    let trainer = Trainer(configuration, threads: 2)
    let states = Mutex<[TrainingState]>([])
    var observer = TrainingObserver()
    observer.onEpoch = { state in states.withLock { $0.append(state) } }
    let whole = try trainer.train(
      BumpProblem.network(), on: training, validation: validation, observer: observer)
    let stored = states.withLock { $0 }
    #expect(stored.count == whole.history.epochs.count)
    #expect(!whole.history.learningRateDrops.isEmpty)
    for state in stored {
      let reread = try TrainingState(
        network: state.network, best: state.best, firstMoments: state.firstMoments,
        secondMoments: state.secondMoments, history: state.history, progress: state.progress)
      let resumed = try trainer.train(
        BumpProblem.network(seed: 9), on: training, validation: validation, from: reread)
      #expect(resumed.network.parameters == whole.network.parameters)
      #expect(resumed.network.statistics == whole.network.statistics)
      #expect(resumed.result.parameters == whole.result.parameters)
      #expect(resumed.firstMoments == whole.firstMoments)
      #expect(resumed.secondMoments == whole.secondMoments)
      #expect(resumed.history == whole.history)
      #expect(resumed.progress == whole.progress)
    }
  }

  @Test func cancellingEndsAfterTheStep() throws {
    let steps = Mutex<[Int]>([])
    var observer = TrainingObserver()
    observer.onStep = { epoch, done, loss in
      steps.withLock { $0.append(epoch * 1000 + done) }
      #expect(loss.isFinite && loss > 0)
    }
    observer.isCancelled = { steps.withLock { $0.count } == 6 }
    let error = #expect(throws: TrainingCancelled.self) {
      try Trainer(configuration()).train(BumpProblem.network(), on: training, observer: observer)
    }
    #expect(error?.finishedEpochs == 1)
    #expect(
      error?.localizedDescription == "training was ended from outside when 1 epoch was finished")
    #expect(steps.withLock { $0 } == [1032, 1064, 1096, 1099, 2032, 2064])
  }

  @Test func anErrorOfTheObserverEndsTraining() throws {
    struct Full: Error, Equatable {}
    var observer = TrainingObserver()
    observer.onEpoch = { _ in throw Full() }
    #expect(throws: Full()) {
      try Trainer(configuration()).train(BumpProblem.network(), on: training, observer: observer)
    }
  }

  /// All shards but one are empty, or all of them hold one example.
  @Test(arguments: [1, 2, 4, 5])
  func fewExamplesAreEnough(_ count: Int) throws {
    var configuration = configuration()
    configuration.shards = 8
    let state = try Trainer(configuration, threads: 2).train(
      BumpProblem.network(), on: BumpProblem.examples(count, seed: 3))
    #expect(state.result.parameters.allSatisfy { $0.isFinite })
    #expect(state.result.statistics.allSatisfy { $0.isFinite })
    let untrained = try BumpProblem.network()
    #expect(state.result.parameters != untrained.parameters)
  }

  /// A single example at the end of an epoch has no variance behind a dense layer: it joins the
  /// batch before, and all other counts are dealt out as they come.
  @Test func aSingleExampleIsNoBatch() throws {
    let network = try Network(
      Sequential(input: BumpProblem.shape) {
        Flatten()
        Dense(4)
        BatchNorm()
        Dense(3)
      }, seed: 1)
    func trained(_ count: Int, batchSize: Int, shards: Int = 4) throws -> TrainingState {
      try Trainer(TrainingConfiguration(epochs: 3, batchSize: batchSize, shards: shards))
        .train(network, on: BumpProblem.examples(count, seed: 1))
    }
    for shards in [1, 4] {
      let joined = try trained(33, batchSize: 32, shards: shards)
      let whole = try trained(33, batchSize: 33, shards: shards)
      #expect(joined.network.parameters == whole.network.parameters)
      // Means and variances.
      #expect(joined.network.statistics == whole.network.statistics)
    }
    let steps = try [
      (31, 32), (32, 32), (33, 32), (34, 32), (65, 32), (66, 32), (3, 2), (3, 1), (1, 8),
    ]
    .map { try trained($0, batchSize: $1).progress.step / 3 }
    #expect(steps == [1, 1, 1, 2, 2, 3, 1, 3, 1])
  }
}
