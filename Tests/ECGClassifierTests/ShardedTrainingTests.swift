import ECGDatasets
import ECGClassifier
import ECGFiles
import Foundation
import ECGNeuralNetwork
import ECGTestSupport
import Testing

/// Trainings on beats that are left in files.
@Suite struct ShardedTrainingTests {
  private static let beats = SyntheticBeats(seed: 3).dataset(counts: [60, 30, 30, 20, 20])

  private static var recipe: Recipe {
    var recipe = Trained.recipe()
    recipe.training.shuffle = BlockShuffle(block: 16, window: 3)
    return recipe
  }

  /// Trains on the beats in so many files.
  private func train(
    files: Int, threads: Int = 1, _ recipe: Recipe = recipe, checkpoint: String? = nil,
    resume: String? = nil, epochs: Int? = nil
  ) throws -> HeartbeatClassifier {
    try withTemporaryFolder { folder in
      let count = Self.beats.count
      let paths = try (0..<files).map { file in
        let path = folder.appending(path: "\(file).safetensors").path
        let part = count * file / files..<count * (file + 1) / files
        try BeatFile.write(
          BeatStream(Self.beats.selecting(Array(part))), to: path, as: .safetensors)
        return path
      }
      var observer = TrainingObserver()
      if let epochs {
        observer.onEpoch = { if $0.history.epochs.count == epochs { throw Ended() } }
      }
      return try ClassifierTraining(recipe: recipe, seed: 5, threads: threads).train(
        on: BeatShards(paths: paths), checkpointPath: checkpoint, resumeFrom: resume,
        observer: observer)
    }
  }

  private struct Ended: Error {}

  @Test func neitherFilesNorThreadsChangeTheModel() throws {
    let model = try train(files: 1)
    let bytes = try savedBytes(model)
    #expect(try savedBytes(train(files: 5, threads: 3)) == bytes)
    #expect(model.isSynthetic && model.dataFingerprint == Self.beats.fingerprint)
    #expect(model.trainedBeats?.classCounts == [60, 30, 30, 20, 20])
    #expect(model.trainedBeats?.validationCounts == [15, 8, 8, 5, 5])
    #expect(model.recipe == Self.recipe)
  }

  /// Where the recipe does not say how the order is drawn, the number of beats does.
  @Test func blocksAreShuffledByDefault() throws {
    var (silent, said) = (Trained.recipe(), Trained.recipe())
    said.training.shuffle = BlockShuffle()
    let member = try train(files: 2, silent).members[0]
    #expect(try train(files: 2, said).members[0].network.parameters == member.network.parameters)
    silent.training.shuffle = BlockShuffle(block: 4, window: 2)
    #expect(try train(files: 2, silent).members[0].network.parameters != member.network.parameters)
  }

  @Test func goesOnFromACheckpoint() throws {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "c.safetensors").path
      #expect(throws: Ended.self) { try train(files: 2, checkpoint: path, epochs: 1) }
      let resumed = try train(files: 3, resume: path)
      #expect(try savedBytes(resumed) == savedBytes(train(files: 1)))
    }
  }

  /// What is fitted to the beats set apart is never fitted to such as were learnt from.
  @Test func calibratesOnTheBeatsInFilesAlone() throws {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "n.safetensors").path
      try BeatFile.write(BeatStream(Self.beats), to: path, as: .safetensors)
      let shards = try BeatShards(paths: [path])
      let model = try train(files: 2)
      #expect(try model.calibrated(onBeatsOfTraining: shards).calibration == model.calibration)
      let error = try #require(throws: FileError.self) {
        try model.calibrated(onBeatsOfTraining: Self.beats)
      }
      #expect(error.problem.contains("which set others of them apart"))
    }
  }

  @Test func refusesBeatsOfOneClass() throws {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "n.safetensors").path
      try BeatFile.write(
        SyntheticBeats(seed: 3).stream(counts: [20]), to: path, as: .safetensors)
      let error = try #require(throws: FileError.self) {
        try ClassifierTraining(recipe: Self.recipe, seed: 5)
          .train(on: try BeatShards(paths: [path]))
      }
      #expect(error.problem.hasSuffix("found N alone"))
    }
  }
}
