import ECGNeuralNetwork
import ECGParallel
import ECGTestSupport
import Synchronization
import Testing

/// Several processes that train one network give the network that one process trains.
@Suite(.hangLimit) struct SharedTrainingTests {
  /// 99 examples leave a last batch of 3 for 4 shards; 4,200 for validation are more than
  /// are scored at once.
  private static let training = BumpProblem.examples(99, seed: 1)
  private static let validation = BumpProblem.examples(4200, seed: 2)
  private static let configuration = TrainingConfiguration(
    epochs: 3, batchSize: 32, shards: 4, optimizer: .adam(Adam(learningRate: 0.01)),
    mixup: Mixup(alpha: 0.2), averaging: WeightAveraging(decay: 0.9), seed: 5)

  private static func trainer(_ group: (any ProcessGroup)?, threads: Int = 1) -> Trainer {
    var trainer = Trainer(configuration, threads: threads)
    trainer.group = group
    return trainer
  }

  @Test(arguments: [(1, 1), (2, 1), (2, 2), (3, 1), (4, 1), (4, 3)])
  func processesDoNotChangeTheResult(_ processes: Int, _ threads: Int) throws {
    let alone = try Self.trainer(nil).train(
      BumpProblem.network(), on: Self.training, validation: Self.validation)
    let states = try ThreadsAsProcesses.run(processes) {
      try Self.trainer($0, threads: threads).train(
        BumpProblem.network(), on: Self.training, validation: Self.validation)
    }.map { try $0.get() }
    #expect(states.count == processes)
    for state in states {
      #expect(state.result.parameters == alone.result.parameters)
      #expect(state.result.statistics == alone.result.statistics)
      #expect(state.secondMoments == alone.secondMoments)
      #expect(state.history == alone.history)
    }
  }

  @Test func moreProcessesThanShardsAreRefused() throws {
    let outcomes = ThreadsAsProcesses.run(5) {
      try Self.trainer($0).train(BumpProblem.network(), on: Self.training)
    }
    for outcome in outcomes {
      let error = #expect(throws: NetworkError.self) { try outcome.get() }
      #expect("\(try #require(error))".contains("expected at most 4 processes"))
    }
  }

  /// Nobody waits for one that has given up: all find the same, and say that they do.
  @Test func allFindThatTheLossIsNoNumber() throws {
    let huge = Examples(
      values: Self.training.values.map { $0 * 1e38 }, labels: Self.training.labels)
    let outcomes = ThreadsAsProcesses.run(2) {
      try Self.trainer($0).train(BumpProblem.network(), on: huge)
    }
    for outcome in outcomes {
      let error = #expect(throws: AgreedFailure.self) { try outcome.get() }
      #expect(error?.underlying is NetworkError)
    }
  }

  /// One process is asked to end; all do, after the same step.
  @Test func allEndTogether() throws {
    let steps = Mutex([0, 0, 0])
    let outcomes = ThreadsAsProcesses.run(3) { group in
      var observer = TrainingObserver()
      observer.onStep = { _, _, _ in steps.withLock { $0[group.rank] += 1 } }
      observer.isCancelled = { group.rank == 1 && steps.withLock { $0[1] == 5 } }
      return try Self.trainer(group).train(
        BumpProblem.network(), on: Self.training, observer: observer)
    }
    for outcome in outcomes {
      let error = #expect(throws: TrainingCancelled.self) { try outcome.get() }
      #expect(error?.finishedEpochs == 1)
    }
    #expect(steps.withLock(\.self) == [6, 6, 6])
  }
}
