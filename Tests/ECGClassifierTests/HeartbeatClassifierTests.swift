import ECGDatasets
import ECGClassifier
import ECGFiles
import Foundation
import ECGNeuralNetwork
import ECGTestSupport
import Testing

/// Classifiers in use, and on their way to a file and back.
@Suite struct HeartbeatClassifierTests {
  private let beats = Trained.beats

  @Test func comesBackFromItsFileAsItWas() throws {
    let model = try Trained.shared.get()
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "deep/m.ecgmodel").path
      try model.save(to: path)
      let loaded = try HeartbeatClassifier.load(path: path)
      #expect(loaded.task == model.task)
      #expect(loaded.scaler == model.scaler)
      #expect(loaded.members.map(\.network.tensors) == model.members.map(\.network.tensors))
      #expect(loaded.calibration == model.calibration && loaded.calibration != .none)
      #expect(loaded.recipe == model.recipe)
      #expect(loaded.members.map(\.history) == model.members.map(\.history))
      #expect(loaded.members.map(\.seed) == model.members.map(\.seed))
      #expect(loaded.dataFingerprint == model.dataFingerprint)
      #expect(loaded.isSynthetic == model.isSynthetic)
      #expect(loaded.version == model.version)
      #expect(
        try loaded.probabilities(of: beats.values) == model.probabilities(of: beats.values))
      #expect(try savedBytes(loaded) == savedBytes(model))
    }
  }

  @Test func theLargestSeedIsKept() throws {
    let model = try Trained.shared.get()
    let other = HeartbeatClassifier(
      task: model.task, scaler: model.scaler,
      members: model.members.map { .init(network: $0.network, history: $0.history, seed: .max) },
      recipe: model.recipe, dataFingerprint: "", isSynthetic: false, version: "9.9")
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "m").path
      try other.save(to: path)
      let loaded = try HeartbeatClassifier.load(path: path)
      #expect(loaded.seed == .max)
      #expect(!loaded.isSynthetic)
      #expect(loaded.version == "9.9")
    }
  }

  /// The bytes follow from recipe, beats and seed; neither time nor threads enter.
  @Test func sameTrainingGivesTheSameBytes() throws {
    let bytes = try savedBytes(Trained.shared.get())
    #expect(try savedBytes(Trained.model()) == bytes)
    #expect(try savedBytes(Trained.model(threads: 2)) == bytes)
  }

  /// The range of the beats is kept where it is not the usual one, and goes into no other file.
  @Test func keepsTheRangeOfItsBeats() throws {
    let usual = try Trained.shared.get()
    #expect(usual.sampleRange == nil)
    let other = HeartbeatClassifier(
      task: usual.task, scaler: usual.scaler, members: usual.members, recipe: usual.recipe,
      dataFingerprint: "", sampleRange: -3...2047, isSynthetic: true)
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "m").path
      try other.save(to: path)
      #expect(try HeartbeatClassifier.load(path: path).sampleRange == -3...2047)
      try usual.save(to: path, overwrite: true)
      #expect(try HeartbeatClassifier.load(path: path).sampleRange == nil)
    }
  }

  @Test func anotherSeedGivesAnotherNetwork() throws {
    let (first, second) = (try Trained.shared.get(), try Trained.model(seed: 6))
    #expect(first.members[0].network.tensors != second.members[0].network.tensors)
  }

  @Test func isNotOverwrittenUnasked() throws {
    let model = try Trained.shared.get()
    try withTemporaryFolder { folder in
      let url = folder.appending(path: "m")
      try Data("precious".utf8).write(to: url)
      let error = try #require(throws: FileError.self) { try model.save(to: url.path) }
      #expect(error.kind == .cannotWrite)
      #expect(try Data(contentsOf: url) == Data("precious".utf8))
      try model.save(to: url.path, overwrite: true)
      #expect(try HeartbeatClassifier.load(path: url.path).seed == model.seed)
    }
  }

  @Test func scalesBeatsBeforeTheNetwork() throws {
    let model = try Trained.shared.get()
    let scaled = model.scaler.applied(to: beats).values
    #expect(scaled != beats.values)
    let plain = HeartbeatClassifier(
      task: model.task, scaler: model.scaler, members: model.members, recipe: model.recipe,
      dataFingerprint: "", isSynthetic: true)
    let expected = try model.members[0].network.probabilities(of: Array(scaled))
    for (one, other) in zip(try plain.probabilities(of: beats.values), expected) {
      #expect(abs(one - other) < 1e-6)
    }
  }

  /// Models of annotated records, whose fingerprint nobody knows, are of beats at a known
  /// rate all the same.
  @Test func knowsTheRateOfItsBeats() throws {
    let model = try Trained.shared.get()
    func rate(_ task: BeatTask, isSynthetic: Bool) -> Double? {
      HeartbeatClassifier(
        task: task, scaler: model.scaler, members: model.members, recipe: model.recipe,
        dataFingerprint: "fnv1a:0000000000000000", isSynthetic: isSynthetic
      ).samplingRate
    }
    #expect(model.samplingRate == beats.samplingRate)
    #expect(rate(.arrhythmia, isSynthetic: false) == 120)
    #expect(rate(.infarction, isSynthetic: false) == 125)
    #expect(rate(.infarction, isSynthetic: true) == 120)
    #expect(rate(BeatTask(name: "imported", classes: []), isSynthetic: false) == nil)
    #expect(!model.isTrainedOnOfficialPart)
  }

  @Test func probabilitiesDoNotDependOnThreadsNorCompany() throws {
    let model = try Trained.shared.get()
    let all = try model.probabilities(of: beats.values)
    #expect(all.count == beats.count * 5)
    #expect(try model.probabilities(of: beats.values, threads: 3) == all)
    // A matrix product of one beat may round otherwise than one of many.
    let one = try model.probabilities(of: Array(beats[beat: 20]))
    for (alone, together) in zip(one, all[100..<105]) { #expect(abs(alone - together) < 1e-5) }
    #expect(try model.probabilities(of: []).isEmpty)
  }

  /// Predictors for one beat are kept and shared by threads: what one of them has seen does not
  /// show in another's.
  @Test func beatsOneByOneAreTheSameFromManyThreads() async throws {
    let model = try Trained.shared.get()
    let beats = (0..<24).map { Array(self.beats[beat: $0]) }
    let expected = try beats.map {
      // A classifier of its own has kept nothing.
      try HeartbeatClassifier(
        task: model.task, scaler: model.scaler, members: model.members,
        calibration: model.calibration, recipe: model.recipe, dataFingerprint: "", isSynthetic: true
      ).probabilities(of: $0)
    }
    try await withThrowingTaskGroup(of: [[Float]].self) { group in
      for _ in 0..<8 {
        group.addTask { try beats.map { try model.probabilities(of: $0) } }
      }
      for try await found in group { #expect(found == expected) }
    }
    // An error leaves the others unharmed.
    #expect(throws: NetworkError.self) {
      try model.probabilities(of: [Float](repeating: .nan, count: 187))
    }
    #expect(try model.probabilities(of: beats[3]) == expected[3])
  }

  @Test func refusesWhatIsNotBeats() throws {
    let model = try Trained.shared.get()
    let error = try #require(throws: NetworkError.self) {
      try model.probabilities(of: [Float](repeating: 0, count: 188))
    }
    #expect(error.problem == "expected beats of 187 samples, found 188 samples")
    var values = beats.values
    values[40] = .nan
    #expect(throws: NetworkError.self) { try model.probabilities(of: values) }
  }
}
