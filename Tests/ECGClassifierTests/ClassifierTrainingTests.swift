import ECGDatasets
import ECGClassifier
import ECGFiles
import Foundation
import ECGNeuralNetwork
import Testing

@Suite struct ClassifierTrainingTests {
  private static let seed: UInt64 = 5
  private let beats = Trained.beats
  private let split = StratifiedSplit(
    labels: Trained.beats.labels, validationShare: 0.25, seed: 0)

  /// A recipe in which nothing watches the validation part.
  private var unwatched: Recipe {
    var recipe = Trained.recipe()
    recipe.training.reduceOnPlateau = nil
    recipe.training.earlyStopping = nil
    recipe.augmentation = nil
    return recipe
  }

  private func train(_ recipe: Recipe, on beats: BeatDataset) throws -> HeartbeatClassifier {
    try ClassifierTraining(recipe: recipe, seed: Self.seed).train(on: beats)
  }

  // MARK: - Refusals

  private func refusal(of values: [Float], labels: [Int]) throws -> String {
    let source = BeatDataset.Source.csv(["some/beats.csv"])
    let dataset = BeatDataset(
      task: .arrhythmia, source: source, samplesPerBeat: 187, values: values, labels: labels)
    let error = try #require(throws: FileError.self) { try train(unwatched, on: dataset) }
    #expect(error.kind == .badData)
    #expect(error.path.contains("some/beats.csv"))
    #expect(!error.remedy.isEmpty)
    return error.problem
  }

  @Test func refusesNoBeats() throws {
    #expect(try refusal(of: [], labels: []) == "expected beats, found none")
  }

  @Test func refusesBeatsWithoutClasses() throws {
    #expect(try refusal(of: Array(beats.values), labels: []).contains("found 42 beats without"))
  }

  @Test func refusesBeatsOfOneClass() throws {
    let labels = [Int](repeating: 2, count: beats.count)
    #expect(try refusal(of: Array(beats.values), labels: labels).contains("found V alone"))
  }

  // MARK: - The validation part

  @Test func scalerIsFittedToTheTrainingPartAlone() throws {
    let scaler = try train(unwatched, on: beats).scaler
    #expect(scaler == Scaler(.standard, fittedTo: beats.selecting(split.training)))
    #expect(scaler != Scaler(.standard, fittedTo: beats))
    let mean = split.training.map { Double(beats.values[$0 * 187 + 30]) }.reduce(0, +)
    #expect(abs(scaler.mean[30] - mean / Double(split.training.count)) < 1e-12)
  }

  /// Other samples in the validation part change its figures and nothing else.
  @Test func neverTrainsOnTheValidationPart() throws {
    var others = beats
    for beat in split.validation {
      for sample in 0..<187 {
        others.values[beat * 187 + sample] = 1 - beats[beat: beat].reversed()[sample]
      }
    }
    let (first, second) = (try train(unwatched, on: beats), try train(unwatched, on: others))
    #expect(first.members[0].network.tensors == second.members[0].network.tensors)
    #expect(first.scaler == second.scaler)
    #expect(losses(first, \.loss) == losses(second, \.loss))
    #expect(losses(first, \.validationLoss) != losses(second, \.validationLoss))
    #expect(first.dataFingerprint != second.dataFingerprint)
  }

  private func losses<Loss>(
    _ model: HeartbeatClassifier, _ loss: (TrainingHistory.Epoch) -> Loss
  ) -> [Loss] {
    model.members[0].history.epochs.map(loss)
  }

  /// The same in the training part does change the network.
  @Test func trainsOnTheTrainingPart() throws {
    var others = beats
    let beat = try #require(split.training.last)
    others.values[beat * 187 + 30] += 0.5
    let (first, second) = (try train(unwatched, on: beats), try train(unwatched, on: others))
    #expect(first.members[0].network.tensors != second.members[0].network.tensors)
  }

  @Test func classWeightsAreThoseOfTheTrainingPart() throws {
    let part = beats.selecting(split.training)
    let counts = (0..<5).map { label in Double(part.labels.count { $0 == label }) }
    let weights = counts.map { Float((counts.reduce(0, +) / (5 * $0)).squareRoot()) }
    let trained = try train(unwatched, on: beats).members[0].network
    #expect(try network(weights: weights).tensors == trained.tensors)
    let ofAll = ClassWeighting.sqrt.weights(counts: beats.classCounts).map(Float.init)
    #expect(ofAll != weights)
    #expect(try network(weights: ofAll).tensors != trained.tensors)
  }

  /// Training put together from its parts, with given class weights.
  private func network(weights: [Float]) throws -> Network {
    var configuration = unwatched.training
    configuration.seed = Self.seed
    configuration.loss.classWeights = weights
    let part = beats.selecting(split.training)
    let scaled = Scaler(.standard, fittedTo: part).applied(to: part)
    let start = try Network(
      unwatched.network.architecture(samplesPerBeat: 187, classes: 5), seed: Self.seed)
    return try Trainer(configuration)
      .train(start, on: Examples(values: Array(scaled.values), labels: part.labels)).result
  }

  /// Networks of several seeds are validated on the same beats.
  @Test func theSplitFollowsFromTheRecipeNotFromTheSeed() throws {
    let scalers = try [5, 6].map { try Trained.model(seed: $0).scaler }
    #expect(scalers[0] == scalers[1])
    var recipe = Trained.recipe()
    recipe.splitSeed = 1
    let other = try ClassifierTraining(recipe: recipe, seed: 5).train(on: beats)
    #expect(other.scaler != scalers[0])
    let split = StratifiedSplit(labels: beats.labels, validationShare: 0.25, seed: 1)
    #expect(other.scaler == Scaler(.standard, fittedTo: beats.selecting(split.training)))
  }

  // MARK: - What it leaves

  @Test func modelKnowsHowItCameAbout() throws {
    let model = try Trained.shared.get()
    #expect(model.recipe == Trained.recipe())
    #expect(model.seed == 5)
    #expect(model.isSynthetic)
    #expect(model.version == Version.current)
    #expect(model.dataFingerprint == beats.fingerprint)
    let history = model.members[0].history
    #expect(model.members.count == 1 && model.members[0].seed == 5)
    #expect(history.epochs.map(\.number) == [1, 2])
    #expect(history.epochs.allSatisfy { $0.validationMacroF1 != nil })
    let best = try #require(history.bestEpoch)
    #expect((1...2).contains(best))
  }

  @Test func worksWithoutAValidationPart() throws {
    var recipe = unwatched
    recipe.validationShare = 0
    let epochs = try train(recipe, on: beats).members[0].history.epochs
    #expect(epochs.count == 2)
    #expect(epochs.allSatisfy { $0.validationLoss == nil })
  }

  @Test func aWatchedValidationPartThatIsEmptyIsAnError() {
    var recipe = Trained.recipe()
    recipe.validationShare = 0
    #expect(throws: NetworkError.self) { try train(recipe, on: beats) }
  }
}
