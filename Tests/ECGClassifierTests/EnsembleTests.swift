import ECGSafetensors
import ECGDatasets
import ECGClassifier
import Foundation
import ECGNeuralNetwork
import ECGTestSupport
import Testing

/// Several networks in one classifier.
@Suite struct EnsembleTests {
  private static let shared = Result {
    try ClassifierTraining(recipe: Trained.recipe(), seed: 5, members: 3).train(on: Trained.beats)
  }

  private static let singles = Result { try [5, 6, 7].map { try Trained.model(seed: $0) } }

  private let beats = Trained.beats

  /// Weights, statistics and history are those of the networks that were trained alone.
  @Test func membersAreTheNetworksThatTheirSeedsGiveAlone() throws {
    let ensemble = try Self.shared.get()
    #expect(ensemble.members.map(\.seed) == [5, 6, 7] && ensemble.seed == 5)
    for (member, single) in zip(ensemble.members, try Self.singles.get()) {
      #expect(member.network.tensors == single.members[0].network.tensors)
      #expect(member.history == single.members[0].history)
      #expect(single.scaler == ensemble.scaler)
    }
    let weights = ensemble.members.map(\.network.parameters)
    #expect(weights[0] != weights[1] && weights[1] != weights[2])
  }

  @Test func probabilitiesAreTheMeanOfTheMembers() throws {
    let model = try HeartbeatClassifier(combining: Self.singles.get())
    #expect(model.calibration == .none)
    let together = try model.probabilities(of: beats.values, threads: 2)
    let scaled = Array(model.scaler.applied(to: beats).values)
    let alone = try model.members.map { try $0.network.probabilities(of: scaled) }
    for (index, probability) in together.enumerated() {
      #expect(abs(probability - alone.map { $0[index] }.reduce(0, +) / 3) < 1e-6)
    }
  }

  @Test func comesBackFromItsFileAsItWas() throws {
    let ensemble = try Self.shared.get()
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "m").path
      try ensemble.save(to: path)
      let loaded = try HeartbeatClassifier.load(path: path)
      #expect(loaded.members.map(\.seed) == [5, 6, 7])
      #expect(loaded.members.map(\.network.tensors) == ensemble.members.map(\.network.tensors))
      #expect(loaded.members.map(\.history) == ensemble.members.map(\.history))
      #expect(
        try loaded.probabilities(of: beats.values) == ensemble.probabilities(of: beats.values))
      #expect(try savedBytes(loaded) == savedBytes(ensemble))
    }
  }

  @Test func noNetworksAreRefused() {
    #expect(throws: NetworkError.self) {
      try ClassifierTraining(recipe: Trained.recipe(), seed: 5, members: 0).train(on: beats)
    }
  }

  // MARK: - Going on

  /// Every checkpoint of the run, those at the end of one network included, leads to the same file.
  @Test func goingOnFromAnyEpochEqualsNeverHavingStopped() throws {
    let whole = try savedBytes(Self.shared.get())
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "checkpoint").path
      let copies = folder.appending(path: "copies")
      try FileManager.default.createDirectory(at: copies, withIntermediateDirectories: true)
      var observer = TrainingObserver()
      observer.onEpoch = { _ in
        let count = try FileManager.default.contentsOfDirectory(atPath: copies.path).count
        try FileManager.default.copyItem(
          atPath: path, toPath: copies.appending(path: "\(count)").path)
      }
      func training(members: Int = 3) -> ClassifierTraining {
        ClassifierTraining(recipe: Trained.recipe(), seed: 5, members: members)
      }
      let model = try training().train(on: beats, checkpointPath: path, observer: observer)
      #expect(try savedBytes(model) == whole)
      for index in 0..<6 {
        var begun: [Int] = []
        let copy = copies.appending(path: "\(index)").path
        let resumed = try training().train(on: beats, resumeFrom: copy) { begun.append($0) }
        #expect(try savedBytes(resumed) == whole)
        #expect(begun == Array(index / 2..<3))
        let problem = try expectBadData(at: copy) {
          _ = try training(members: 2).train(on: beats, resumeFrom: copy)
        }
        #expect(problem.contains("expected 2 networks, found 3"))
      }
    }
  }

  /// A checkpoint whose finished networks are of other seeds, or too many.
  @Test(arguments: [
    FileDamage.replacing(#""seed":5"#, with: #""seed":9"#, in: "members", "not those of the run"),
    .tensor("members.0.layers.0.weight", "NaN", "not finite") { $0[0] = .nan },
    .replacing(#""number":2"#, with: #""number":3"#, in: "members", "not numbered in order"),
    FileDamage("as many finished as there are to be", "not those of the run") { file in
      for (name, tensor) in file.tensors where name.hasPrefix("members.0.") {
        file.tensors[name.replacing("members.0.", with: "members.1.")] = tensor
      }
      guard let members = file.metadata["members"] else { return }
      file.metadata["members"] = "[\(members.dropFirst().dropLast()),\(members.dropFirst())"
    },
  ])
  func damagedFinishedNetworksAreAnError(_ damage: FileDamage) throws {
    try withTemporaryFolder { folder in
      let url = folder.appending(path: "checkpoint")
      let training = ClassifierTraining(recipe: Trained.recipe(), seed: 5, members: 2)
      _ = try training.train(on: beats, checkpointPath: url.path)
      try damage.write(try Data(contentsOf: url), to: url)
      let problem = try expectBadData(at: url.path) {
        _ = try training.train(on: beats, resumeFrom: url.path)
      }
      #expect(problem.contains(damage.message), "\(problem)")
    }
  }

  // MARK: - Putting together

  @Test func singleModelsMakeTheSameFile() throws {
    let singles = try Self.singles.get()
    let whole = try savedBytes(Self.shared.get())
    let two = try HeartbeatClassifier(combining: Array(singles[1...]))
    for parts in [singles, singles.reversed(), [two, singles[0]]] {
      let combined = try HeartbeatClassifier(combining: parts).calibrated(onBeatsOfTraining: beats)
      #expect(try savedBytes(combined) == whole)
    }
  }

  private func refusal(_ parts: [HeartbeatClassifier]) throws -> CombinationError {
    try #require(throws: CombinationError.self) { try HeartbeatClassifier(combining: parts) }
  }

  private func model(
    _ change: (inout Recipe, inout BeatDataset) -> Void
  ) throws -> HeartbeatClassifier {
    var (recipe, beats) = (Trained.recipe(epochs: 1), beats)
    change(&recipe, &beats)
    return try ClassifierTraining(recipe: recipe, seed: 9).train(on: beats)
  }

  @Test func whatDoesNotBelongTogetherIsRefused() throws {
    let first = try model { _, _ in }
    #expect(try refusal([]).description == "expected a model or more, found none")
    let twice = try refusal([Self.shared.get(), Self.singles.get()[1]])
    #expect(twice.index == 1)
    #expect(twice.description == "expected networks of different seeds, found seed 6 again")
    let others = try refusal([first, model { _, beats in beats.values[7] += 0.25 }])
    #expect(others.description.contains("expected a model of beats \(first.dataFingerprint)"))
    let options = try refusal([first, model { recipe, _ in recipe.splitSeed = 1 }])
    #expect(options.description == "recipe small was followed with other options")
    let recipe = try refusal([
      first,
      model { recipe, _ in
        recipe = .standard
        recipe.epochs = 1
      },
    ])
    #expect(recipe.description == "expected recipe small, found default")
    let later = HeartbeatClassifier(
      task: first.task, scaler: first.scaler, members: first.members, recipe: first.recipe,
      dataFingerprint: first.dataFingerprint, isSynthetic: true, version: "9.9")
    #expect(try refusal([first, later]).description.contains("found 9.9"))
    let unscaled = HeartbeatClassifier(
      task: first.task, scaler: Scaler(.none, fittedTo: beats), members: first.members,
      recipe: first.recipe, dataFingerprint: first.dataFingerprint, isSynthetic: true)
    #expect(try refusal([first, unscaled]).description == "beats are scaled in another way")
    let task = HeartbeatClassifier(
      task: BeatTask(name: "other", classes: first.task.classes), scaler: first.scaler,
      members: first.members, recipe: first.recipe, dataFingerprint: first.dataFingerprint,
      isSynthetic: true)
    #expect(try refusal([first, task]).description.contains("found other"))
  }
}
