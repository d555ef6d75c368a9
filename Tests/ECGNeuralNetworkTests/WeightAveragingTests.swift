import ECGNeuralNetwork
import Synchronization
import Testing

@Suite struct WeightAveragingTests {
  private let training = BumpProblem.examples(48, seed: 1)

  /// One batch an epoch, so that the observer sees each step.
  private func configuration(
    decay: Double, epochs: Int = 5, stopping: EarlyStopping? = nil
  ) -> TrainingConfiguration {
    TrainingConfiguration(
      epochs: epochs, batchSize: 48, shards: 2, optimizer: .adam(Adam(learningRate: 0.01)),
      averaging: WeightAveraging(decay: decay), earlyStopping: stopping, seed: 5)
  }

  private func states(_ trainer: Trainer, validation: Examples? = nil) throws -> [TrainingState] {
    let states = Mutex<[TrainingState]>([])
    var observer = TrainingObserver()
    observer.onEpoch = { state in states.withLock { $0.append(state) } }
    _ = try trainer.train(
      BumpProblem.network(), on: training, validation: validation, observer: observer)
    return states.withLock { $0 }
  }

  @Test(arguments: [0.2, 0.9])
  func theAverageIsTheOneItsDefinitionGives(_ decay: Double) throws {
    let states = try states(Trainer(configuration(decay: decay)))
    var parameters = try BumpProblem.network().parameters.map(Double.init)
    var statistics = try BumpProblem.network().statistics.map(Double.init)
    for (index, state) in states.enumerated() {
      let step = Double(index + 1)
      let kept = min(decay, (1 + step) / (10 + step))
      for i in parameters.indices {
        parameters[i] = kept * parameters[i] + (1 - kept) * Double(state.network.parameters[i])
      }
      for i in statistics.indices {
        statistics[i] = kept * statistics[i] + (1 - kept) * Double(state.network.statistics[i])
      }
      let average = try #require(state.average)
      #expect(zip(parameters, average.parameters).allSatisfy { abs($0 - Double($1)) < 1e-5 })
      #expect(zip(statistics, average.statistics).allSatisfy { abs($0 - Double($1)) < 1e-5 })
    }
  }

  @Test func theAverageIsTheResultAndTheOneThatIsValidated() throws {
    let validation = BumpProblem.examples(60, seed: 2)
    let states = try states(Trainer(configuration(decay: 0.9)), validation: validation)
    for state in states {
      #expect(state.result.parameters == state.average?.parameters)
      #expect(state.result.parameters != state.network.parameters)
      let labels = try #require(state.average).probabilities(of: validation.values)
      let correct = validation.labels.indices.filter { example in
        let row = labels[example * 3..<example * 3 + 3]
        return row.firstIndex(of: row.max() ?? 0) == example * 3 + validation.labels[example]
      }
      #expect(state.history.epochs.last?.validationAccuracy == Double(correct.count) / 60)
    }
  }

  @Test func theTrainingItselfDoesNotChange() throws {
    var plain = configuration(decay: 0.9)
    plain.averaging = nil
    let with = try states(Trainer(configuration(decay: 0.9)))
    let without = try states(Trainer(plain))
    #expect(with.map(\.network.parameters) == without.map(\.network.parameters))
    #expect(without.allSatisfy { $0.average == nil })
    // A decay of nothing keeps nothing of what was.
    let nothing = try states(Trainer(configuration(decay: 0)))
    for state in nothing {
      let average = try #require(state.average)
      #expect(zip(average.parameters, state.network.parameters).allSatisfy { abs($0 - $1) < 1e-6 })
    }
  }

  @Test func theBestEpochsAverageIsKept() throws {
    let stopping = EarlyStopping(monitor: .validationLoss, patience: 50)
    let states = try states(
      Trainer(configuration(decay: 0.5, epochs: 12, stopping: stopping)),
      validation: BumpProblem.examples(60, seed: 2))
    let last = try #require(states.last)
    let best = try #require(last.history.bestEpoch)
    #expect(last.result.parameters == states[best - 1].average?.parameters)
  }

  @Test func resumingChangesNothing() throws {
    let trainer = Trainer(configuration(decay: 0.9), threads: 2)
    let states = try states(trainer)
    for state in states {
      let reread = try TrainingState(
        network: state.network, average: state.average, best: state.best,
        firstMoments: state.firstMoments, secondMoments: state.secondMoments,
        history: state.history, progress: state.progress)
      let resumed = try trainer.train(BumpProblem.network(), on: training, from: reread)
      #expect(resumed.result.parameters == states.last?.result.parameters)
      #expect(resumed.result.statistics == states.last?.result.statistics)
    }
  }

  @Test(arguments: [-0.1, 1, Double.nan])
  func refusesADecayThatIsNone(_ decay: Double) {
    let error = #expect(throws: NetworkError.self) {
      try states(Trainer(configuration(decay: decay)))
    }
    #expect(
      error?.description == "WeightAveraging: the decay is \(decay), must be from 0 to below 1")
  }
}
