import Foundation
import ECGNeuralNetwork
import ECGRandom
import Testing

/// What networks say of their inputs, where the answer is known.
@Suite struct ExplainingTests {
  private let examples = BumpProblem.examples(37, seed: 4)

  /// A network that has learnt ``BumpProblem``.
  private static let trained = Result {
    try Trainer(
      TrainingConfiguration(
        epochs: 12, batchSize: 32, shards: 2, optimizer: .adam(Adam(learningRate: 5e-3)), seed: 1)
    ).train(try BumpProblem.network(), on: BumpProblem.examples(300, seed: 1)).result
  }

  private func logOdds(_ network: Network, _ values: [Float], target: Int) throws -> Double {
    LogOdds().value(of: [try Predictor(network).logits(of: values)], target: target)
  }

  @Test func logOddsAreThoseOfTheProbability() throws {
    let network = try BumpProblem.network()
    let values = Array(examples.values.prefix(24))
    let probabilities = try network.probabilities(of: values)
    for target in 0..<3 {
      let p = Double(probabilities[target])
      let odds = try logOdds(network, values, target: target)
      #expect(abs(odds - log(p / (1 - p))) < 1e-5)
    }
    #expect(abs(LogOdds().value(of: [[2, 0.5]], target: 0) - 1.5) < 1e-12)
    #expect(LogOdds().value(of: [[200, -300]], target: 1) == -500)
  }

  /// By hand: the mean of two networks' probabilities, to the power of 1 / temperature.
  @Test func logOddsOfAMeanAreThoseOfItsCalibratedProbabilities() {
    let networks: [[Double]] = [[0.7, 0.2, 0.1], [0.1, 0.3, 0.6]]
    let powers = (0..<3).map { pow((networks[0][$0] + networks[1][$0]) / 2, 1 / 0.8) }
    for target in 0..<3 {
      let p = powers[target] / powers.reduce(0, +)
      let odds = LogOdds(temperature: 0.8)
        .value(of: networks.map { $0.map { Float(log($0)) } }, target: target)
      #expect(abs(odds - log(p / (1 - p))) < 1e-6)
    }
  }

  /// Without kinks every number must agree with its central difference.
  @Test func gradientsAreTheSlopes() throws {
    let network = try Network(
      Sequential(input: .sequence(samples: 24, channels: 2)) {
        Conv1D(filters: 8, kernel: 5)
        BatchNorm()
        Dropout(0.5)
        Conv1D(filters: 4, kernel: 3)
        Flatten()
        Dense(3)
      }, seed: 3)
    var generator = SeededGenerator(seed: 5)
    let values = (0..<24 * 2 * 3).map { _ in Float(generator.uniform(in: -1...1)) }
    let targets = [2, 0, 1]
    let logits = try Predictor(network).logits(of: values)
    // The derivatives of the log-odds of a class against the two others, by hand.
    let outputGradients = targets.enumerated().flatMap { example, target -> [Float] in
      let others = (0..<3).filter { $0 != target }
      let share = 1 / (1 + exp(logits[3 * example + others[1]] - logits[3 * example + others[0]]))
      return (0..<3).map { $0 == target ? 1 : $0 == others[0] ? -share : share - 1 }
    }
    let gradients = try InputGradients(network)
      .gradients(of: values, outputGradients: outputGradients)
    #expect(gradients.count == values.count)
    for index in values.indices {
      let example = index / 48
      func moved(_ step: Float) throws -> Double {
        var samples = Array(values[example * 48..<(example + 1) * 48])
        samples[index % 48] += step
        return try logOdds(network, samples, target: targets[example])
      }
      let slope = try (moved(0.02) - moved(-0.02)) / 0.04
      #expect(abs(slope - Double(gradients[index])) < 2e-4)
    }
  }

  @Test(arguments: [2, 3])
  func threadsDoNotChangeTheGradients(_ threads: Int) throws {
    let network = try BumpProblem.network()
    let outputGradients = (0..<3 * examples.count).map { Float($0 % 5) - 2 }
    func gradients(_ threads: Int) throws -> [Float] {
      try InputGradients(network, threads: threads)
        .gradients(of: examples.values, outputGradients: outputGradients)
    }
    #expect(try gradients(threads) == gradients(1))
  }

  /// A straight line has one slope: each number's share is its weight times its distance.
  @Test func aLinearNetworkIsSharedOutExactly() throws {
    let random = try Network(Sequential(input: .vector(4)) { Dense(2) }, seed: 2)
    let network = try random.with(
      parameters: [1, 0, -2, 1, 0.5, 0.5, 0, 3, 0.25, 0], statistics: [])
    let attribution = try #require(
      try IntegratedGradients([network])
        .attributions(of: [1, 1, 1, 1], from: [0, 0, 0, 2], targets: [0]).first)
    let expected: [Float] = [1, -3, 0, 3]
    for (share, expected) in zip(attribution.shares, expected) {
      #expect(abs(share - expected) < 1e-5)
    }
    #expect(abs(attribution.logOdds - attribution.baselineLogOdds - 1) < 1e-5)
  }

  /// Completeness: the shares add up to the difference of the log-odds.
  @Test func sharesAddUp() throws {
    let network = try Self.trained.get()
    let targets = examples.labels
    let attributions = try IntegratedGradients([network])
      .attributions(
        of: examples.values, from: examples.values.map { _ in 0 }, targets: targets)
    #expect(attributions.count == examples.count)
    for (index, attribution) in attributions.enumerated() {
      let sum = attribution.shares.reduce(0.0) { $0 + Double($1) }
      let difference = attribution.logOdds - attribution.baselineLogOdds
      #expect(abs(sum - difference) < 0.01 * max(1, abs(difference)), "example \(index)")
      let values = Array(examples.values[24 * index..<24 * index + 24])
      #expect(
        abs(try logOdds(network, values, target: targets[index]) - attribution.logOdds) < 1e-4)
    }
  }

  /// Against the sum over thousands of evenly spaced points, number by number: as the tolerance
  /// says that the sum is to be nearer, single shares are too.
  @Test(arguments: [(0.0075, 0.06), (0.0005, 0.015)])
  func sharesAreThoseOfManyEvenSteps(_ tolerance: Double, _ mostOff: Double) throws {
    let network = try Self.trained.get()
    let steps = 4096
    for example in 0..<6 {
      let values = Array(examples.values[24 * example..<24 * example + 24])
      let target = examples.labels[example]
      let points = (0..<steps).flatMap { step in
        values.map { $0 * (Float(step) + 0.5) / Float(steps) }
      }
      let gradients = try LogOddsGradients([network], measure: LogOdds(), threads: 2)(
        of: points, targets: Array(repeating: target, count: steps)
      ).gradients
      let expected = values.indices.map { index in
        let sum = stride(from: index, to: gradients.count, by: 24)
          .reduce(0.0) { $0 + Double(gradients[$1]) }
        return sum / Double(steps) * Double(values[index])
      }
      let attribution = try #require(
        try IntegratedGradients([network], tolerance: tolerance, mostPoints: 4096)
          .attributions(of: values, from: values.map { _ in 0 }, targets: [target]).first)
      let all = expected.reduce(0) { $0 + abs($1) }
      let off = zip(attribution.shares, expected).reduce(0) { $0 + abs(Double($1.0) - $1.1) }
      #expect(off < mostOff * all, "example \(example): \(off) of \(all)")
    }
  }

  /// By hand: a gradient that jumps from 2 to −1 at a third of the way. The trapezoidal rule says
  /// 1/2; the stretch is halved, and its shares are the integral without that.
  @Test func aJumpOfTheGradientIsFound() {
    var path = IntegrationPath(distance: [1])
    path.add(positions: [0, 1], logOdds: [5, 5], gradients: [2, -1])
    #expect(path.difference == 0)
    #expect(path.refinements(tolerance: 0.4) == [0.5])
    #expect(path.refinements(tolerance: 0.6).isEmpty)
    #expect(abs(path.shares[0]) < 1e-6)
    path.add(positions: [0.5], logOdds: [5.5], gradients: [-1])
    #expect(path.refinements(tolerance: 0.1) == [0.25])
    #expect(abs(path.shares[0]) < 1e-6)
  }

  /// No more points than are allowed, and what there is adds up all the same.
  @Test func pointsAreLimited() throws {
    let network = try Self.trained.get()
    let attributions = try IntegratedGradients([network], tolerance: 1e-9, mostPoints: 40)
      .attributions(
        of: examples.values, from: examples.values.map { _ in 0 }, targets: examples.labels)
    for attribution in attributions {
      let sum = attribution.shares.reduce(0.0) { $0 + Double($1) }
      let difference = attribution.logOdds - attribution.baselineLogOdds
      #expect(abs(sum - difference) < 0.02 * max(1, abs(difference)))
    }
  }

  @Test(arguments: [2, 3])
  func threadsDoNotChangeTheShares(_ threads: Int) throws {
    let network = try Self.trained.get()
    func attributions(_ threads: Int) throws -> [IntegratedGradients.Attribution] {
      try IntegratedGradients([network], threads: threads).attributions(
        of: examples.values, from: examples.values.map { _ in 0 }, targets: examples.labels)
    }
    #expect(try attributions(threads) == attributions(1))
  }

  /// Two networks whose mean is calibrated are explained as one: the shares add up to what their
  /// calibrated log-odds change by.
  @Test func sharesOfAMeanAddUp() throws {
    let networks = [try Self.trained.get(), try BumpProblem.network()]
    let temperature = 1.7
    let attributions = try IntegratedGradients(networks, temperature: temperature)
      .attributions(
        of: examples.values, from: examples.values.map { _ in 0 }, targets: examples.labels)
    let probabilities = try networks.map { try $0.probabilities(of: examples.values) }
    for (index, attribution) in attributions.enumerated() {
      let powers = (0..<3).map {
        pow(
          Double(probabilities[0][3 * index + $0] + probabilities[1][3 * index + $0]) / 2,
          1 / temperature)
      }
      let p = powers[examples.labels[index]] / powers.reduce(0, +)
      #expect(abs(attribution.logOdds - log(p / (1 - p))) < 1e-3)
      let sum = attribution.shares.reduce(0.0) { $0 + Double($1) }
      let difference = attribution.logOdds - attribution.baselineLogOdds
      #expect(abs(sum - difference) < 0.01 * max(1, abs(difference)), "example \(index)")
    }
  }

  /// The bump decides, and nothing else is there to decide: a sixth of the samples get far more
  /// than a sixth of the shares.
  @Test func whatDecidesGetsTheShares() throws {
    let attributions = try IntegratedGradients([Self.trained.get()])
      .attributions(
        of: examples.values, from: examples.values.map { _ in 0 }, targets: examples.labels)
    for (attribution, label) in zip(attributions, examples.labels) {
      let bump = attribution.shares[4 + 6 * label..<8 + 6 * label].reduce(0, +)
      let all = attribution.shares.reduce(0) { $0 + abs($1) }
      #expect(bump > 0.35 * all, "class \(label): \(bump) of \(all)")
    }
  }

  @Test func whatDoesNotFitIsRefused() throws {
    let explaining = IntegratedGradients([try BumpProblem.network()])
    let example = [Float](repeating: 0, count: 24)
    func problem(_ values: [Float], _ baselines: [Float], _ targets: [Int]) -> String? {
      #expect(throws: NetworkError.self) {
        try explaining.attributions(of: values, from: baselines, targets: targets)
      }?.description
    }
    #expect(problem(example, example, [3])?.contains("targets among 3 classes, found [3]") == true)
    #expect(problem(example, example, [0, 1])?.contains("expected 2 examples") == true)
    #expect(problem(example, [], [0])?.contains("found 24 and 0 numbers") == true)
    #expect(problem(example.map { _ in .nan }, example, [0])?.contains("finite") == true)
    #expect(try explaining.attributions(of: [], from: [], targets: []).isEmpty)
  }
}
