import ECGDatasets
import ECGClassifier
import ECGFiles
import Foundation
import ECGNeuralNetwork
import ECGTestSupport
import Testing

/// Small trainings that tests look at.
enum Trained {
  /// 42 beats, unevenly spread over the classes.
  static let beats = SyntheticBeats(seed: 3).dataset(counts: [16, 9, 7, 4, 6])

  /// Two epochs with all that a run can have: scaling, weights, augmentation, mixup, averaging,
  /// plateaus, early stopping.
  static func recipe(epochs: Int = 2) -> Recipe {
    Recipe(
      name: "small", summary: "for tests", network: .residual(ResidualNetwork()),
      scaling: .standard,
      classWeighting: .sqrt, augmentation: BeatAugmentation(stretch: 0.05, noise: 0.01),
      validationShare: 0.25,
      training: TrainingConfiguration(
        epochs: epochs, batchSize: 16, shards: 2,
        loss: SoftmaxCrossEntropy(labelSmoothing: 0.02),
        optimizer: .adam(Adam(learningRate: 3e-3, weightDecay: 0.01)), mixup: Mixup(alpha: 0.2),
        averaging: WeightAveraging(decay: 0.9),
        schedule: .cosine(warmup: 1, floor: 0.01),
        reduceOnPlateau: ReduceLROnPlateau(monitor: .validationLoss, patience: 1),
        earlyStopping: EarlyStopping(monitor: .validationMacroF1, patience: 10)))
  }

  static func model(seed: UInt64 = 5, threads: Int = 1) throws -> HeartbeatClassifier {
    try ClassifierTraining(recipe: recipe(), seed: seed, threads: threads).train(on: beats)
  }

  /// One model that is trained once for all tests that only look at it.
  static let shared = Result { try model() }
}

/// The bytes a classifier is saved as.
func savedBytes(_ model: HeartbeatClassifier) throws -> Data {
  try withTemporaryFolder { folder in
    let url = folder.appending(path: "m.ecgmodel")
    try model.save(to: url.path)
    return try Data(contentsOf: url)
  }
}

/// Expects an error about the content of the file at `path`, and gives what it says.
@discardableResult
func expectBadData(
  at path: String, _ body: () throws -> Void, sourceLocation: SourceLocation = #_sourceLocation
) throws -> String {
  let error = try #require(
    throws: FileError.self, sourceLocation: sourceLocation, performing: body)
  #expect(error.kind == .badData, sourceLocation: sourceLocation)
  #expect(error.path == path, sourceLocation: sourceLocation)
  #expect(!error.remedy.isEmpty, sourceLocation: sourceLocation)
  return error.problem
}
