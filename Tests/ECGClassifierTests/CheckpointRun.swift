import ECGDatasets
import ECGClassifier
import Foundation
import ECGNeuralNetwork
import ECGTestSupport

/// A run of four epochs, with the checkpoint it left after each.
struct CheckpointRun: Sendable {
  static let epochs = 4
  static let shared = Result { try CheckpointRun() }

  /// The bytes of the checkpoint after each epoch, from the first on.
  let checkpoints: [Data]
  /// The bytes of the model it ended with.
  let model: Data

  private init() throws {
    (checkpoints, model) = try withTemporaryFolder { folder in
      let path = folder.appending(path: "checkpoint").path
      var observer = TrainingObserver()
      observer.onEpoch = { state in
        let copy = folder.appending(path: "after-\(state.progress.epoch)").path
        try FileManager.default.copyItem(atPath: path, toPath: copy)
      }
      let training = ClassifierTraining(recipe: Trained.recipe(epochs: Self.epochs), seed: 5)
      let model = try training.train(on: Trained.beats, checkpointPath: path, observer: observer)
      let checkpoints = try (1...Self.epochs).map {
        try Data(contentsOf: folder.appending(path: "after-\($0)"))
      }
      return (checkpoints, try savedBytes(model))
    }
  }

  /// Goes on from the checkpoint at `path`.
  static func resume(
    from path: String, recipe: Recipe = Trained.recipe(epochs: epochs), seed: UInt64 = 5,
    threads: Int = 1, on beats: BeatDataset = Trained.beats
  ) throws -> HeartbeatClassifier {
    try ClassifierTraining(recipe: recipe, seed: seed, threads: threads)
      .train(on: beats, resumeFrom: path)
  }
}
