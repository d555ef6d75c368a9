import ECGDatasets
import ECGClassifier
import ECGFiles
import ECGSafetensors
import Foundation
import ECGNeuralNetwork
import ECGTestSupport
import Testing

@Suite struct CheckpointTests {
  /// Runs `body` with the path of a file that holds `data`.
  private func withFile(_ data: Data, _ body: (String) throws -> Void) throws {
    try withTemporaryFolder { folder in
      let url = folder.appending(path: "checkpoint")
      try data.write(to: url)
      try body(url.path)
    }
  }

  // MARK: - Going on

  @Test(arguments: 1...CheckpointRun.epochs, [1, 2])
  func goingOnEqualsNeverHavingStopped(epoch: Int, threads: Int) throws {
    let run = try CheckpointRun.shared.get()
    try withFile(run.checkpoints[epoch - 1]) { path in
      let resumed = try savedBytes(CheckpointRun.resume(from: path, threads: threads))
      #expect(resumed == run.model)
    }
  }

  @Test func aCancelledRunGoesOnFromItsLastWholeEpoch() throws {
    let run = try CheckpointRun.shared.get()
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "checkpoint").path
      var observer = TrainingObserver()
      // There is a checkpoint from the end of the first epoch on.
      observer.isCancelled = { FileManager.default.fileExists(atPath: path) }
      let training = ClassifierTraining(
        recipe: Trained.recipe(epochs: CheckpointRun.epochs), seed: 5)
      let cancelled = try #require(throws: TrainingCancelled.self) {
        try training.train(on: Trained.beats, checkpointPath: path, observer: observer)
      }
      #expect(cancelled.finishedEpochs == 1)
      #expect(try Data(contentsOf: URL(filePath: path)) == run.checkpoints[0])
      #expect(try savedBytes(CheckpointRun.resume(from: path)) == run.model)
    }
  }

  @Test func goingOnLeavesTheSameCheckpoints() throws {
    let run = try CheckpointRun.shared.get()
    try withFile(run.checkpoints[1]) { path in
      let training = ClassifierTraining(
        recipe: Trained.recipe(epochs: CheckpointRun.epochs), seed: 5)
      _ = try training.train(on: Trained.beats, checkpointPath: path, resumeFrom: path)
      #expect(try Data(contentsOf: URL(filePath: path)) == run.checkpoints.last)
    }
  }

  /// A checkpoint that comes from another processor is gone on with, and that is told.
  @Test func otherKernelsAreTold() throws {
    var content = try Safetensors(decoding: CheckpointRun.shared.get().checkpoints[0])
    func difference() throws -> String? {
      var difference: String?
      try withFile(content.encoded()) { path in
        difference = try ClassifierTraining.differenceOfKernels(ofCheckpoint: path)
        _ = try CheckpointRun.resume(from: path)
      }
      return difference
    }
    #expect(try difference() == nil)
    content.metadata["kernels"] = "arm64, OpenBLAS 0.3.30 NEOVERSEV1"
    #expect(try difference()?.contains("(arm64, OpenBLAS 0.3.30 NEOVERSEV1)") == true)
    content.metadata["kernels"] = nil
    #expect(try difference() == nil)
  }

  // MARK: - Other runs

  private func refusal(
    recipe: Recipe = Trained.recipe(epochs: CheckpointRun.epochs), seed: UInt64 = 5,
    on beats: BeatDataset = Trained.beats
  ) throws -> String {
    var problem = ""
    try withFile(try CheckpointRun.shared.get().checkpoints[0]) { path in
      problem = try expectBadData(at: path) {
        _ = try CheckpointRun.resume(from: path, recipe: recipe, seed: seed, on: beats)
      }
    }
    #expect(problem.hasPrefix("the checkpoint is of another run: "))
    return problem
  }

  @Test func refusesAnotherSeed() throws {
    #expect(try refusal(seed: 6).contains("expected seed 6, found 5"))
  }

  @Test func refusesAnotherRecipe() throws {
    #expect(try refusal(recipe: .standard).contains("expected recipe default, found small"))
  }

  @Test func refusesOtherOptions() throws {
    var more = Trained.recipe(epochs: CheckpointRun.epochs + 1)
    #expect(try refusal(recipe: more).contains("recipe small was begun with other options"))
    more.epochs = CheckpointRun.epochs
    more.learningRate = 1e-4
    #expect(try refusal(recipe: more).contains("recipe small was begun with other options"))
  }

  @Test func refusesOtherBeats() throws {
    var others = Trained.beats
    others.values[1000] += 1e-3
    let problem = try refusal(on: others)
    #expect(problem.contains("expected beats \(others.fingerprint)"))
    #expect(problem.contains("found \(Trained.beats.fingerprint)"))
  }

  @Test func refusesBeatsWithOtherLabels() throws {
    var others = Trained.beats
    others.labels.swapAt(0, others.count - 1)
    #expect(try refusal(on: others).contains("expected beats \(others.fingerprint)"))
  }

  // MARK: - Other files

  @Test func aModelIsNoCheckpoint() throws {
    try withFile(try CheckpointRun.shared.get().model) { path in
      let problem = try expectBadData(at: path) { _ = try CheckpointRun.resume(from: path) }
      #expect(problem.contains("expected a checkpoint"))
    }
  }

  @Test func aCheckpointIsNoModel() throws {
    try withFile(try CheckpointRun.shared.get().checkpoints[0]) { path in
      let problem = try expectBadData(at: path) { _ = try HeartbeatClassifier.load(path: path) }
      #expect(problem.contains("expected a model"))
    }
  }

  @Test func aMissingCheckpointIsNoInput() throws {
    let error = try #require(throws: FileError.self) {
      try CheckpointRun.resume(from: "/nowhere/checkpoint")
    }
    #expect(error.kind == .noInput)
    #expect(error.path == "/nowhere/checkpoint")
  }
}
