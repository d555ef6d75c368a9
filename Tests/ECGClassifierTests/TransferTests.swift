import ECGDatasets
import ECGClassifier
import Foundation
import ECGSafetensors
import ECGFiles
import ECGNeuralNetwork
import ECGTestSupport
import Testing

/// Networks that begin with the convolutions of another.
@Suite struct TransferTests {
  private static let infarctions = SyntheticBeats(seed: 4, task: .infarction)
    .dataset(counts: [20, 24])

  private func training(
    _ freezing: Transfer.Freezing, of model: HeartbeatClassifier? = nil, recipe: Recipe? = nil,
    seed: UInt64 = 6, members: Int = 1
  ) throws -> ClassifierTraining {
    let source = try TransferSource(model ?? Trained.shared.get(), freezing: freezing)
    return ClassifierTraining(
      recipe: recipe ?? Trained.recipe(), seed: seed, members: members, source: source)
  }

  private static let head = ["layers.17", "layers.20"]

  /// The names of the tensors that differ between two networks.
  private func differing(_ one: Network, _ other: Network) -> Set<String> {
    Set(one.tensors.keys.filter { one.tensors[$0] != other.tensors[$0] })
  }

  @Test func frozenConvolutionsStayBitForBit() throws {
    let old = try Trained.shared.get()
    let model = try training(.convolutions).train(on: Self.infarctions)
    let (before, after) = (old.members[0].network, model.members[0].network)
    let differing = differing(before, after)
    #expect(!differing.isEmpty)
    #expect(differing.allSatisfy { name in Self.head.contains { name.hasPrefix($0) } })
    #expect(after.classCount == 2 && model.scaler == old.scaler)
    #expect(model.recipe.transfer?.freezing == .convolutions)
    #expect(model.recipe.transfer?.seed == 5 && model.recipe.transfer?.rateFactor == 0)
  }

  @Test func fineTuningChangesAllLayersAndScratchNeedsNone() throws {
    let tuned = try training(.none).train(on: Self.infarctions)
    let old = try Trained.shared.get()
    let network = tuned.members[0].network
    #expect(differing(old.members[0].network, network).contains("layers.0.weight"))
    #expect(tuned.recipe.transfer?.rateFactor == 0.1)
    let scratch = try ClassifierTraining(recipe: Trained.recipe(), seed: 6)
      .train(on: Self.infarctions)
    // What came along is nearer to where it came from than what began at random.
    func distance(_ network: Network) -> Float {
      zip(network.values(first: 14).parameters, old.members[0].network.values(first: 14).parameters)
        .reduce(0) { $0 + abs($1.0 - $1.1) }
    }
    #expect(distance(network) < distance(scratch.members[0].network) / 4)
    #expect(scratch.recipe.transfer == nil)
  }

  @Test func aModelSaysWhatItBeganWithAndComesBack() throws {
    let model = try training(.convolutions, members: 2).train(on: Self.infarctions)
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "m").path
      try model.save(to: path)
      let loaded = try HeartbeatClassifier.load(path: path)
      #expect(loaded.recipe == model.recipe && loaded.recipe.transfer != nil)
      #expect(loaded.threshold == model.threshold)
    }
    let facts = model.recipe.facts.first { $0.name == "Begins with" }
    #expect(facts?.value.hasPrefix("convolutions of recipe small, seed 5, beats fnv1a:") == true)
    #expect(facts?.value.hasSuffix("frozen") == true)
    // Each network begins with the same convolutions and a head of its own.
    let networks = model.members.map(\.network)
    #expect(networks[0].values(first: 14).parameters == networks[1].values(first: 14).parameters)
    #expect(networks[0].parameters != networks[1].parameters)
  }

  /// What older models do not have must not change their bytes.
  @Test func aRecipeWithoutTransferHasNoWordOfIt() throws {
    let text = String(decoding: try JSONEncoder().encode(Recipe.standard), as: UTF8.self)
    #expect(!text.contains("transfer") && !text.contains("trunk"))
    let metadata = try Safetensors(decoding: savedBytes(Trained.shared.get())).metadata
    #expect(metadata["threshold"] == nil)
    #expect(metadata["recipe"]?.contains("transfer") == false)
  }

  @Test(arguments: Transfer.Freezing.allCases)
  func goingOnEqualsNeverHavingStopped(_ freezing: Transfer.Freezing) throws {
    try withTemporaryFolder { folder in
      let (path, kept) = (folder.appending(path: "c").path, folder.appending(path: "first").path)
      let recipe = Trained.recipe(epochs: 3)
      let training = try training(freezing, recipe: recipe)
      var observer = TrainingObserver()
      observer.onEpoch = { state in
        guard state.progress.epoch == 1 else { return }
        try FileManager.default.copyItem(atPath: path, toPath: kept)
      }
      let whole = try training.train(
        on: Self.infarctions, checkpointPath: path, observer: observer)
      let resumed = try training.train(on: Self.infarctions, resumeFrom: kept)
      #expect(try savedBytes(resumed) == savedBytes(whole))
      // Without the model, or with another one, it is another run.
      let without = ClassifierTraining(recipe: recipe, seed: 6)
      let other = try self.training(freezing, of: Trained.model(seed: 8), recipe: recipe)
      for training in [without, other] {
        let problem = try expectBadData(at: kept) {
          _ = try training.train(on: Self.infarctions, resumeFrom: kept)
        }
        #expect(problem.contains("was begun with other options"))
      }
    }
  }

  @Test func unfitModelsAreRefused() throws {
    let model = try Trained.shared.get()
    func refusal(_ body: () throws -> Void) throws -> TransferError {
      try #require(throws: TransferError.self, performing: body)
    }
    let ensemble = HeartbeatClassifier(
      task: model.task, scaler: model.scaler, members: model.members + model.members,
      recipe: model.recipe, dataFingerprint: "", isSynthetic: true)
    #expect(
      try refusal { _ = try TransferSource(ensemble, freezing: .none) }.description
        == "expected a model of one network, found one of 2")
    var wider = Trained.recipe()
    wider.network = .residual(ResidualNetwork(filters: [16, 32]))
    let layers = try refusal {
      _ = try self.training(.none, recipe: wider).train(on: Self.infarctions)
    }
    #expect(layers.description.contains("the convolutions of recipe small"))
    #expect(layers.remedy == "Train by the recipe of the model\(.recipe, "small")")
    var plain = Trained.recipe()
    plain.scaling = .none
    #expect(
      try refusal { _ = try self.training(.none, recipe: plain).train(on: Self.infarctions) }
        .description.contains("found one for others (standard)"))
    let short = BeatDataset(
      task: .infarction, source: .csv(["short.csv"]), samplesPerBeat: 64,
      values: (0..<20 * 64).map { Float($0 % 7) }, labels: (0..<20).map { $0 % 2 })
    #expect(
      try refusal { _ = try self.training(.none).train(on: short) }.description
        .contains("found one for (N, 187, 1)"))
  }

  @Test func thePretrainedModelCanBeBegunWith() throws {
    let source = try TransferSource(.pretrained(), freezing: .convolutions)
    var recipe = Recipe.standard
    recipe.epochs = 1
    let model = try ClassifierTraining(recipe: recipe, seed: 1, source: source)
      .train(on: Self.infarctions)
    let old = try HeartbeatClassifier.pretrained()
    #expect(differing(old.members[0].network, model.members[0].network).count == 4)
    #expect(model.isSynthetic)
  }
}
