import ECGDatasets
import ECGClassifier
import Foundation
import ECGNeuralNetwork
import ECGTestSupport
import Testing

/// Calibration by temperature: what is fitted, and what it does to probabilities.
@Suite struct TemperatureScalingTests {
  @Test func aTemperatureAtItsBoundIsTold() {
    // Sure of the first class throughout, and wrong every other time.
    let sure: [Double] = [0, -1000, 0, -1000, 0, -1000, 0, -1000]
    #expect(TemperatureScaling(fittedTo: sure, labels: [0, 1, 0, 1]).isAtBound)
    #expect(!TemperatureScaling.none.isAtBound)
    #expect(!TemperatureScaling(temperature: 99).isAtBound)
  }

  /// Labels and logits that Python makes alike, with the temperature that SciPy finds.
  ///
  ///     import numpy as np
  ///     from scipy.optimize import minimize_scalar
  ///     from scipy.special import log_softmax
  ///
  ///     def case(seed, n, k, spread, bonus):
  ///         state = seed
  ///         def draw():
  ///             nonlocal state
  ///             state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
  ///             return (state >> 33) / 2**31
  ///         y, z = np.zeros(n, int), np.zeros((n, k))
  ///         for i in range(n):
  ///             y[i] = int(draw() * k)
  ///             z[i] = [spread * draw() + (bonus if c == y[i] else 0) for c in range(k)]
  ///         return y, z
  ///
  ///     for args in [(1, 2000, 5, 20, 6), (2, 2000, 5, 1, 0.5), (3, 300, 2, 4, 1)]:
  ///         y, z = case(*args)
  ///         nll = lambda t: -log_softmax(z / np.exp(t), axis=1)[np.arange(len(y)), y].mean()
  ///         r = minimize_scalar(nll, bounds=(-4.6, 4.6), method="bounded", options=dict(xatol=1e-12))
  ///         print(np.exp(r.x))      # SciPy 1.17.1
  struct Sample: Sendable {
    let seed: UInt64
    let beats: Int
    let classes: Int
    let spread: Double
    let bonus: Double
    let temperature: Double

    func make() -> (logits: [Double], labels: [Int]) {
      var state = seed
      func draw() -> Double {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Double(state >> 33) / 0x1p31
      }
      var (logits, labels): ([Double], [Int]) = ([], [])
      for _ in 0..<beats {
        let label = Int(draw() * Double(classes))
        labels.append(label)
        logits += (0..<classes).map { spread * draw() + ($0 == label ? bonus : 0) }
      }
      return (logits, labels)
    }
  }

  static let samples = [
    Sample(seed: 1, beats: 2000, classes: 5, spread: 20, bonus: 6, temperature: 5.582979965222778),
    Sample(
      seed: 2, beats: 2000, classes: 5, spread: 1, bonus: 0.5, temperature: 0.16078908384989962),
    Sample(seed: 3, beats: 300, classes: 2, spread: 4, bonus: 1, temperature: 1.4418966705699765),
  ]

  /// SciPy's minimum of the likelihood, as exactly as its method finds one.
  @Test(arguments: samples)
  func equalsSciPy(_ sample: Sample) {
    let (logits, labels) = sample.make()
    let fitted = TemperatureScaling(fittedTo: logits, labels: labels).temperature
    #expect(abs(fitted / sample.temperature - 1) < 1e-6)
  }

  /// Logits a factor apart are a temperature apart.
  @Test(arguments: [0.25, 3])
  func scalesWithTheLogits(factor: Double) {
    let (logits, labels) = Self.samples[0].make()
    let one = TemperatureScaling(fittedTo: logits, labels: labels).temperature
    let other = TemperatureScaling(fittedTo: logits.map { $0 * factor }, labels: labels)
    #expect(abs(other.temperature / (one * factor) - 1) < 1e-9)
  }

  @Test func whereNothingIsWrongNothingIsFitted() {
    #expect(TemperatureScaling(fittedTo: [-0.1, -2.4, -3, -0.05], labels: [0, 1]) == .none)
    #expect(TemperatureScaling(fittedTo: [], labels: []) == .none)
  }

  /// A classifier that is always wrong can only be told to be unsure.
  @Test func staysWithinItsRange() {
    let wrong = TemperatureScaling(fittedTo: [-0.1, -2.4, -3, -0.05], labels: [1, 0])
    #expect(abs(wrong.temperature - 100) < 1e-6)
    // Right by far in nearly all beats, wrong by a hair in one.
    let sure = TemperatureScaling(
      fittedTo: [0, -1e-9] + Array(repeating: [0, -0.1], count: 50).flatMap(\.self),
      labels: [1] + Array(repeating: 0, count: 50))
    #expect(abs(sure.temperature - 0.01) < 1e-6)
  }

  // MARK: - In a classifier

  private let beats = Trained.beats

  private func model(temperature: Double) throws -> HeartbeatClassifier {
    let model = try Trained.shared.get()
    return HeartbeatClassifier(
      task: model.task, scaler: model.scaler, members: model.members,
      calibration: TemperatureScaling(temperature: temperature), recipe: model.recipe,
      dataFingerprint: model.dataFingerprint, isSynthetic: model.isSynthetic)
  }

  /// Probabilities are those of softmax of the logits over the temperature.
  @Test(arguments: [0.3, 1, 4])
  func dividesTheLogits(temperature: Double) throws {
    let model = try model(temperature: temperature)
    let scaled = model.scaler.applied(to: beats).values
    let logits = try Predictor(model.members[0].network).logits(of: Array(scaled))
    let probabilities = try model.probabilities(of: beats.values)
    for start in stride(from: 0, to: logits.count, by: 5) {
      let weights = logits[start..<start + 5].map { exp(Double($0) / temperature) }
      let sum = weights.reduce(0, +)
      for (weight, probability) in zip(weights, probabilities[start...]) {
        #expect(abs(weight / sum - Double(probability)) < 1e-6)
      }
    }
  }

  private func winners(_ probabilities: [Float]) -> [Int] {
    stride(from: 0, to: probabilities.count, by: 5).map { start in
      let row = Array(probabilities[start..<start + 5])
      return row.firstIndex(of: row.max() ?? 0) ?? 0
    }
  }

  /// The extremes make all probabilities equal to within rounding, or all 0 and 1.
  @Test(arguments: [1e-12, 0.01, 0.7, 30, 1e5, 1e9, 1e15])
  func theSameClassWins(temperature: Double) throws {
    let expected = winners(try model(temperature: 1).probabilities(of: beats.values))
    let probabilities = try model(temperature: temperature).probabilities(of: beats.values)
    #expect(winners(probabilities) == expected)
    #expect(probabilities.allSatisfy { (0...1).contains($0) })
    for start in stride(from: 0, to: probabilities.count, by: 5) {
      #expect(abs(probabilities[start..<start + 5].reduce(0, +) - 1) < 1e-5)
    }
    #expect(Set(expected).count > 1)
  }

  /// The temperature of a training is that of the least negative log-likelihood on its validation
  /// part, with the mean of the networks' probabilities.
  @Test(arguments: [1, 2])
  func trainingFitsItToTheValidationPart(members: Int) throws {
    let model = try ClassifierTraining(recipe: Trained.recipe(), seed: 5, members: members)
      .train(on: beats)
    let split = StratifiedSplit(labels: beats.labels, validationShare: 0.25, seed: 0)
    let part = beats.selecting(split.validation)
    let scaled = Array(model.scaler.applied(to: part).values)
    let each = try model.members.map { try $0.network.probabilities(of: scaled) }
    let mean = each[0].indices.map { index in
      each.reduce(0) { $0 + Double($1[index]) } / Double(members)
    }
    func loss(at temperature: Double) -> Double {
      part.labels.enumerated().reduce(0) { loss, beat in
        let weights = mean[beat.offset * 5..<beat.offset * 5 + 5].map { pow($0, 1 / temperature) }
        return loss - log(weights[beat.element] / weights.reduce(0, +))
      }
    }
    let temperature = model.calibration.temperature
    #expect(temperature != 1)
    let least = loss(at: temperature)
    #expect(loss(at: temperature * 1.01) > least && loss(at: temperature / 1.01) > least)
  }

  @Test func withoutAValidationPartNothingIsFitted() throws {
    var recipe = Trained.recipe()
    recipe.validationShare = 0
    recipe.training.reduceOnPlateau = nil
    recipe.training.earlyStopping = nil
    let model = try ClassifierTraining(recipe: recipe, seed: 5).train(on: beats)
    #expect(model.calibration == .none)
  }

  @Test func isFittedAgainOnTheBeatsOfTheTrainingAlone() throws {
    let trained = try Trained.shared.get()
    let again = try model(temperature: 7).calibrated(onBeatsOfTraining: beats, threads: 2)
    #expect(again.calibration == trained.calibration)
    var others = beats
    others.values[3] += 0.5
    let problem = try expectBadData(at: "\(others.source)") {
      _ = try trained.calibrated(onBeatsOfTraining: others)
    }
    #expect(problem.contains("expected the beats the model was trained on"))
  }
}
