import ECGBoostedTrees
import Foundation
import Testing

/// What is refused, and whether the message says why.
@Suite struct InputErrorTests {
  struct Input {
    var features: [Float] = [1, 2, 3, 4, 5, 6]
    var labels = [0, 1, 1]
    var weights: [Float]?
    var classes = 2
    var configuration = BoostedTreesConfiguration(rounds: 1)
  }

  @Test(
    arguments: [
      InputDamage("expected examples, found none") { $0.labels = [] },
      InputDamage("found 0 numbers") { $0.features = [] },
      InputDamage("for each of 3 examples, found 5 numbers") { $0.features.removeLast() },
      InputDamage("found inf as feature 1 of example 1") { $0.features[3] = .infinity },
      InputDamage("found -inf as feature 0 of example 2") { $0.features[4] = -.infinity },
      InputDamage("expected labels from 0 to 1, found 2 in example 2") { $0.labels[2] = 2 },
      InputDamage("found -1 in example 1") { $0.labels[1] = -1 },
      InputDamage("expected from 2 to 256 classes, found 1") { $0.classes = 1 },
      InputDamage("found 257") { $0.classes = 257 },
      InputDamage("expected weights of 3 examples, found 2") { $0.weights = [1, 1] },
      InputDamage("found nan for example 1") { $0.weights = [1, .nan, 1] },
      InputDamage("found -1.0 for example 2") { $0.weights = [1, 1, -1] },
      InputDamage("found inf for example 0") { $0.weights = [.infinity, 1, 1] },
      InputDamage("expected a weight above 0") { $0.weights = [0, 0, 0] },
      InputDamage("rounds is 0") { $0.configuration.rounds = 0 },
      InputDamage("learningRate is 0.0") { $0.configuration.learningRate = 0 },
      InputDamage("learningRate is nan") { $0.configuration.learningRate = .nan },
      InputDamage("leaves is 1") { $0.configuration.leaves = 1 },
      InputDamage("leaves is 33, must be from 2 to 32") { $0.configuration.leaves = 33 },
      InputDamage("leastExamplesPerLeaf is 0") { $0.configuration.leastExamplesPerLeaf = 0 },
      InputDamage("leastHessianPerLeaf is 0.0") { $0.configuration.leastHessianPerLeaf = 0 },
      InputDamage("columnShare is 0.0") { $0.configuration.columnShare = 0 },
      InputDamage("columnShare is 1.1") { $0.configuration.columnShare = 1.1 },
      InputDamage("rowShare is -1.0") { $0.configuration.rowShare = -1 },
      InputDamage("l2 is -1.0") { $0.configuration.l2 = -1 },
      InputDamage("bins is 1") { $0.configuration.bins = 1 },
      InputDamage("bins is 256") { $0.configuration.bins = 256 },
      InputDamage("leastGain is inf") { $0.configuration.leastGain = .infinity },
    ] as [InputDamage<Input>])
  func trainingRefuses(_ damage: InputDamage<Input>) {
    var input = Input()
    damage.apply(&input)
    let error = #expect(throws: BoostedTreesError.self) {
      try BoostedTrees.train(
        features: input.features, labels: input.labels, weights: input.weights,
        classes: input.classes, configuration: input.configuration, seed: 0)
    }
    #expect(error?.description.contains("Training: ") == true)
    #expect(error?.problem.contains(damage.message) == true, "\(String(describing: error))")
  }

  @Test func predictionRefusesWhatIsNoExample() throws {
    let trees = try TrainingTests.train(TrainingTests.examples)
    #expect(throws: BoostedTreesError.self) { try trees.scores(of: [1, 2, 3]) }
    #expect(throws: BoostedTreesError.self) { try trees.probabilities(of: [1, 2, 3]) }
    #expect(throws: BoostedTreesError.self) {
      try [Float](repeating: 0, count: 5).withUnsafeBufferPointer { features in
        var scores: [Float] = [0, 0]
        try scores.withUnsafeMutableBufferPointer { try trees.writeScores(of: features, to: $0) }
      }
    }
    #expect(throws: BoostedTreesError.self) { try trees.contributions(of: [1, 2], to: 0) }
    for label in [-1, 3] {
      #expect(throws: BoostedTreesError.self) {
        try trees.contributions(of: [1, 2, 3, 4, 5], to: label)
      }
    }
  }

  @Test func enormousWeightsAreRefusedOrAnswered() {
    // Their sums pass what single precision holds: an error or finite scores, but no trap.
    let examples = TrainingTests.examples
    let weights = examples.labels.map { _ in Float.greatestFiniteMagnitude }
    if let trees = try? TrainingTests.train(examples, weights: weights),
      let scores = try? trees.scores(of: examples.values)
    {
      #expect(scores.allSatisfy { $0.isFinite })
    }
  }

  @Test func configurationsAreStored() throws {
    let configuration = BoostedTreesConfiguration(rounds: 7, learningRate: 0.3, bins: 31)
    let data = try JSONEncoder().encode(configuration)
    #expect(
      try JSONDecoder().decode(BoostedTreesConfiguration.self, from: data) == configuration)
  }
}
