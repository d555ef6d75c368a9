import ECGDatasets
import ECGClassifier
import ECGNeuralNetwork
import Foundation
import ECGSafetensors
import ECGTestSupport
import Testing

/// The threshold between two classes, and the beats it is chosen on.
@Suite struct ThresholdTests {
  /// Beats of forty people, half of each class.
  private static let beats: BeatDataset = {
    let made = SyntheticBeats(seed: 9, task: .infarction).dataset(counts: [40, 40])
    let origins = (0..<80).map {
      BeatOrigin(record: "r\($0)", sample: $0, symbol: "N", patient: "patient\($0 / 2)")
    }
    return BeatDataset(
      task: made.task, source: made.source, values: made.values, labels: made.labels,
      origins: origins)
  }()

  private static let model = Result {
    try ClassifierTraining(recipe: Trained.recipe(), seed: 2).train(on: beats)
  }

  @Test func isTheOneThatTheValidationPatientsGive() throws {
    let model = try Self.model.get()
    let split = try #require(
      RecordSplit(Self.beats, validationShare: 0.25, seed: model.recipe.splitSeed))
    let validation = Self.beats.selecting(split.validation)
    #expect(Set(validation.labels) == [0, 1])
    let probabilities = try Self.probabilitiesInTraining(of: validation, by: model)
    let expected = DecisionThreshold(
      fittedTo: validation.labels.indices.map { probabilities[2 * $0 + 1] },
      labels: validation.labels)
    #expect(model.threshold == expected)
    // Inference may add in another order than training, and differs by no more than that.
    let inferred = try model.probabilities(of: validation.values)
    for (inferred, probability) in zip(inferred, probabilities) {
      #expect(abs(inferred - probability) < 1e-6)
    }
    #expect(model.decision?.hasPrefix("MI ") == true)
    #expect(try model.calibrated(onBeatsOfTraining: Self.beats).threshold == expected)
  }

  /// The calibrated probabilities by the sums that training decides by, which are the same
  /// wherever the BLAS is.
  private static func probabilitiesInTraining(
    of beats: BeatDataset, by model: HeartbeatClassifier
  ) throws -> [Float] {
    try #require(model.members.count == 1)
    var values = beats.values.array(of: 0..<beats.count)
    model.scaler.apply(to: &values)
    let logits = try Predictor(model.members[0].network, threads: 1, asInTrainingBy: .library)
      .logits(of: values)
    return stride(from: 0, to: logits.count, by: 2).flatMap { start in
      let row = logits[start..<start + 2].map(Double.init)
      let total = row.max()! + log(row.reduce(0) { $0 + exp($1 - row.max()!) })
      let logs = row.map { $0 - total }
      let shares = logs.map { exp(($0 - logs.max()!) / model.calibration.temperature) }
      return shares.map { Float($0 / (shares[0] + shares[1])) }
    }
  }

  @Test func aFewPatientsAreTooFewToChooseBy() throws {
    var beats = Self.beats
    // Eight people: two of them to validate on.
    beats.origins = (0..<80).map {
      BeatOrigin(record: "r\($0)", sample: $0, symbol: "N", patient: "patient\($0 / 10)")
    }
    let model = try ClassifierTraining(recipe: Trained.recipe(), seed: 2).train(on: beats)
    #expect(model.threshold == nil && model.calibration == .none)
    #expect(model.decision?.hasPrefix("MI where it is the more probable") == true)
  }

  @Test func withoutPatientsBeatsAreDrawn() throws {
    var anonymous = Self.beats
    anonymous.origins = nil
    let model = try ClassifierTraining(recipe: Trained.recipe(), seed: 2).train(on: anonymous)
    let split = StratifiedSplit(
      labels: anonymous.labels, validationShare: 0.25, seed: model.recipe.splitSeed)
    let validation = anonymous.selecting(split.validation)
    let probabilities = try model.probabilities(of: validation.values)
    #expect(
      model.threshold
        == DecisionThreshold(
          fittedTo: validation.labels.indices.map { probabilities[2 * $0 + 1] },
          labels: validation.labels))
  }

  @Test func moreClassesHaveNone() throws {
    #expect(try Trained.shared.get().threshold == nil)
    #expect(try Trained.shared.get().decision == nil)
  }

  @Test func isKeptInTheFile() throws {
    let trained = try Self.model.get()
    let model = HeartbeatClassifier(
      task: trained.task, scaler: trained.scaler, members: trained.members,
      threshold: DecisionThreshold(0.3), recipe: trained.recipe, dataFingerprint: "",
      isSynthetic: true)
    try withTemporaryFolder { folder in
      let url = folder.appending(path: "m")
      try model.save(to: url.path)
      #expect(try HeartbeatClassifier.load(path: url.path).threshold?.probability == 0.3)
      for text in ["-0.1", "1.5", "nan", "half"] {
        var file = try Safetensors(decoding: savedBytes(model))
        file.metadata["threshold"] = text
        try file.encoded().write(to: url)
        let problem = try expectBadData(at: url.path) {
          _ = try HeartbeatClassifier.load(path: url.path)
        }
        #expect(problem.contains("threshold that makes no sense"))
      }
      // A classifier of five classes has no use for one.
      var file = try Safetensors(decoding: savedBytes(Trained.shared.get()))
      file.metadata["threshold"] = "0.3"
      try file.encoded().write(to: url)
      try expectBadData(at: url.path) { _ = try HeartbeatClassifier.load(path: url.path) }
    }
  }
}
