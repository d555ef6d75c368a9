import ECGNeuralNetwork
import Synchronization
import Testing

/// First layers that came from another network. What PyTorch makes of them is in `GoldenTests`.
@Suite struct TrunkTrainingTests {
  private let training = BumpProblem.examples(99, seed: 1)

  private func configuration(
    rateFactor: Float, epochs: Int = 2, averaging: WeightAveraging? = WeightAveraging(decay: 0.9)
  ) -> TrainingConfiguration {
    TrainingConfiguration(
      epochs: epochs, batchSize: 32, shards: 4,
      optimizer: .adam(Adam(learningRate: 0.01, weightDecay: 0.1)),
      averaging: averaging, trunk: TrunkTraining(layers: 6, rateFactor: rateFactor), seed: 5)
  }

  @Test func layersThatGiveSequencesAreCounted() throws {
    #expect(try BumpProblem.network().architecture.sequenceLayers == 6)
    let dense = Sequential(input: .vector(3)) { Dense(2) }
    #expect(try dense.sequenceLayers == 0)
  }

  @Test func theFirstLayersComeAlong() throws {
    let (new, old) = (try BumpProblem.network(seed: 1), try BumpProblem.network(seed: 2))
    let begun = try new.with(first: 6, from: old)
    let (first, rest) = (old.values(first: 6).parameters, begun.values(first: 6).parameters)
    #expect(!first.isEmpty && first == rest)
    #expect(begun.parameters[first.count...] == new.parameters[first.count...])
    #expect(try new.with(first: 0, from: old).parameters == new.parameters)
    #expect(try new.with(first: 8, from: old).parameters == old.parameters)
  }

  @Test func otherLayersDoNotComeAlong() throws {
    let network = try BumpProblem.network()
    func refusal(_ layers: Int, _ architecture: Sequential) throws -> String {
      let other = try Network(architecture, seed: 1)
      return try #require(throws: NetworkError.self) {
        try network.with(first: layers, from: other)
      }.problem
    }
    let wider = Sequential(input: BumpProblem.shape) {
      Conv1D(filters: 17, kernel: 5, bias: false)
      Flatten()
      Dense(3)
    }
    #expect(try refusal(1, wider).contains("layer 0: expected"))
    #expect(try refusal(4, wider).contains("found 8 and 3"))
    #expect(try refusal(-1, wider).contains("expected -1 layers"))
    let longer = Sequential(input: .sequence(samples: 25, channels: 1)) {
      Conv1D(filters: 16, kernel: 5, bias: false)
      Flatten()
      Dense(3)
    }
    #expect(try refusal(1, longer).contains("expected examples"))
  }

  /// Bit for bit: also what a moving average or a step of weight decay would leave
  /// nearly as it was.
  @Test(arguments: [1, 3]) func frozenLayersStayAsTheyAre(threads: Int) throws {
    var network = try BumpProblem.network()
    var parameters = network.parameters
    // Adding zero to it would give another pattern.
    parameters[0] = -0.0
    network = try network.with(parameters: parameters, statistics: network.statistics)
    let states = Mutex<[TrainingState]>([])
    var observer = TrainingObserver()
    observer.onEpoch = { state in states.withLock { $0.append(state) } }
    let result = try Trainer(configuration(rateFactor: 0), threads: threads)
      .train(network, on: training, observer: observer).result
    let before = network.values(first: 6)
    for state in states.withLock({ $0 }) {
      for trained in [state.network, try #require(state.average)] {
        let after = trained.values(first: 6)
        #expect(after.parameters.map(\.bitPattern) == before.parameters.map(\.bitPattern))
        #expect(after.statistics.map(\.bitPattern) == before.statistics.map(\.bitPattern))
      }
    }
    #expect(
      result.parameters[before.parameters.count...]
        != network.parameters[before.parameters.count...])
    let alone = try Trainer(configuration(rateFactor: 0)).train(network, on: training).result
    #expect(result.parameters == alone.parameters)
  }

  @Test func goingOnChangesNothing() throws {
    let states = Mutex<[TrainingState]>([])
    var observer = TrainingObserver()
    observer.onEpoch = { state in states.withLock { $0.append(state) } }
    let trainer = Trainer(configuration(rateFactor: 0, averaging: nil))
    let whole = try trainer.train(BumpProblem.network(), on: training, observer: observer)
    let first = states.withLock { $0[0] }
    let resumed = try trainer.train(BumpProblem.network(seed: 9), on: training, from: first)
    #expect(resumed.result.parameters == whole.result.parameters)
    #expect(resumed.result.statistics == whole.result.statistics)
  }

  @Test func aFactorOfOneChangesNothing() throws {
    var plain = configuration(rateFactor: 1)
    plain.trunk = nil
    let one = try Trainer(configuration(rateFactor: 1)).train(BumpProblem.network(), on: training)
    let other = try Trainer(plain).train(BumpProblem.network(), on: training)
    #expect(one.result.parameters == other.result.parameters)
    let slow = try Trainer(configuration(rateFactor: 0.5)).train(
      BumpProblem.network(), on: training)
    #expect(slow.result.parameters != other.result.parameters)
  }

  @Test(arguments: [
    (TrunkTraining(layers: 8, rateFactor: 0), "from 0 to 7"),
    (TrunkTraining(layers: -1, rateFactor: 0), "has -1 layers"),
    (TrunkTraining(layers: 6, rateFactor: -1), "factor is -1"),
    (TrunkTraining(layers: 6, rateFactor: .nan), "factor is nan"),
    // Normalisation and activation are one pass over the data.
    (TrunkTraining(layers: 2, rateFactor: 0), "layer 2 is computed together"),
  ]) func whatMakesNoSenseIsRefused(_ trunk: TrunkTraining, _ message: String) throws {
    var configuration = configuration(rateFactor: 0)
    configuration.trunk = trunk
    let error = try #require(throws: NetworkError.self) {
      try Trainer(configuration).train(BumpProblem.network(), on: training)
    }
    #expect(error.problem.contains(message), "\(error.problem)")
  }
}
