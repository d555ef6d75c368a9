import ECGClassifier
import ECGDatasets
import ECGFiles
import ECGNeuralNetwork
import ECGSafetensors
import ECGTestSupport
import Foundation
import Testing

/// The same beats of other patients are divided in another way, which models and checkpoints tell.
@Suite struct SplitFingerprintTests {
  /// Beats of as many people as there are beats by `beatsOfOne`.
  private static func beats(beatsOfOne: Int) -> BeatDataset {
    var beats = SyntheticBeats(seed: 9, task: .infarction).dataset(counts: [40, 40])
    beats.origins = (0..<80).map {
      BeatOrigin(record: "r\($0)", sample: $0, symbol: "N", patient: "p\($0 / beatsOfOne)")
    }
    return beats
  }

  private static let beats = beats(beatsOfOne: 2)
  private static let model = Result {
    try ClassifierTraining(recipe: Trained.recipe(), seed: 2).train(on: beats)
  }

  @Test func aModelIsCalibratedByTheSamePatientsAlone() throws {
    let model = try Self.model.get()
    #expect(model.splitFingerprint?.hasPrefix("fnv1a:") == true)
    #expect(try model.calibrated(onBeatsOfTraining: Self.beats).threshold == model.threshold)
    var anonymous = Self.beats
    anonymous.origins = nil
    for others in [Self.beats(beatsOfOne: 4), anonymous] {
      #expect(others.fingerprint == Self.beats.fingerprint)
      let error = #expect(throws: FileError.self) {
        try model.calibrated(onBeatsOfTraining: others)
      }
      #expect(
        error?.problem
          == "expected the patients by which the training set beats apart, found others")
    }
    let single = try ClassifierTraining(recipe: Trained.recipe(), seed: 3)
      .train(on: Self.beats(beatsOfOne: 4))
    let error = #expect(throws: CombinationError.self) {
      try HeartbeatClassifier(combining: [model, single])
    }
    #expect(error?.description.contains("validated on the same patients") == true)
  }

  /// Whether beats of all patients are set apart though the patients are known, since
  /// they are too few.
  @Test(arguments: [(2, false), (40, true), (80, true)])
  func aSplitThatIsNotByPatientSaysSo(beatsOfOne: Int, isTold: Bool) {
    let split = Trained.recipe().split(of: Self.beats(beatsOfOne: beatsOfOne))
    #expect(split.hasPatients && split.isByPatient == !isTold)
    #expect((split.remark != nil) == isTold)
    #expect(!split.validation.isEmpty)
  }

  /// Patients who have far more than a share of the beats, or most of a class, are not set apart.
  @Test(arguments: [
    // The N and the V beats of each patient.
    ([(90, 10), (90, 10), (90, 10)], false),
    ([(90, 10), (90, 10), (90, 10), (90, 10), (90, 10)], true),
    // Of the V beats a part would be nearly all or none.
    ([(80, 0), (80, 0), (80, 0), (80, 0), (80, 60), (80, 1)], true),
    ([(300, 4), (20, 90)], false),
  ])
  func patientsWithMoreThanTheirShareAreNotSetApart(patients: [(Int, Int)], isByPatient: Bool) {
    var beats = SyntheticBeats(seed: 3, task: .infarction).dataset(
      counts: [patients.reduce(0) { $0 + $1.0 }, patients.reduce(0) { $0 + $1.1 }])
    // Dealt out by class: a beat is of the first patient who has not all of theirs yet.
    var left = patients.map { [$0.0, $0.1] }
    beats.origins = beats.labels.enumerated().map { index, label in
      let patient = left.firstIndex { $0[label] > 0 } ?? 0
      left[patient][label] -= 1
      return BeatOrigin(record: "r\(patient)", sample: index, symbol: "N", patient: "p\(patient)")
    }
    var recipe = Trained.recipe()
    recipe.validationShare = 0.1
    let split = recipe.split(of: beats)
    #expect(split.isByPatient == isByPatient)
    let apart = beats.selecting(split.validation)
    #expect(Double(apart.count) <= 0.25 * Double(beats.count))
    for (label, count) in apart.classCounts.enumerated() {
      #expect(Double(count) <= 0.5 * Double(beats.classCounts[label]))
    }
  }

  @Test func aSplitWithoutPatientsOrValidationSaysNothing() {
    var anonymous = Self.beats
    anonymous.origins = nil
    #expect(Trained.recipe().split(of: anonymous).remark == nil)
    var recipe = Trained.recipe()
    recipe.validationShare = 0
    #expect(recipe.split(of: Self.beats(beatsOfOne: 80)).remark == nil)
  }

  /// A model says which beats it was given, and which of them were set apart.
  @Test func aModelKnowsItsBeats() throws {
    let model = try Self.model.get()
    let split = Trained.recipe().split(of: Self.beats)
    let apart = Self.beats.selecting(split.validation)
    let known = try #require(model.trainedBeats)
    #expect(known.classCounts == [40, 40])
    #expect(known.validationCounts == apart.classCounts)
    #expect(known.validationPatients == Set((apart.origins ?? []).compactMap(\.patient)).sorted())
    #expect(known.records.count == 80 && known.patients.count == 40)
    #expect(known.sketch == BeatSketch(Self.beats.selecting(split.training)))
    try withTemporaryFolder { folder in
      let url = folder.appending(path: "m")
      try model.save(to: url.path)
      #expect(try HeartbeatClassifier.load(path: url.path).trainedBeats == known)
      var file = try Safetensors(decoding: Data(contentsOf: url))
      file.metadata["trainedBeats"] = nil
      try file.encoded().write(to: url)
      #expect(try HeartbeatClassifier.load(path: url.path).trainedBeats == nil)
      file.metadata["trainedBeats"] = "{}"
      try file.encoded().write(to: url)
      let problem = try expectBadData(at: url.path) {
        _ = try HeartbeatClassifier.load(path: url.path)
      }
      #expect(problem.contains("trainedBeats makes no sense"))
    }
    // Another one of the same beats, of whose patients nothing is known.
    #expect(try Trained.shared.get().trainedBeats?.validationPatients == nil)
    #expect(try Trained.shared.get().trainedBeats?.classCounts == [16, 9, 7, 4, 6])
  }

  /// Older files do not have it, nor do models of beats of unknown patients, whose bytes
  /// stay what they were.
  @Test func filesWithoutItAreReadAsBefore() throws {
    let model = try Self.model.get()
    var file = try Safetensors(decoding: savedBytes(model))
    #expect(file.metadata["splitFingerprint"] == model.splitFingerprint)
    file.metadata["splitFingerprint"] = nil
    try withTemporaryFolder { folder in
      let url = folder.appending(path: "m")
      try file.encoded().write(to: url)
      let old = try HeartbeatClassifier.load(path: url.path)
      #expect(old.splitFingerprint == nil)
      _ = try old.calibrated(onBeatsOfTraining: Self.beats(beatsOfOne: 4))
    }
    let plain = try Safetensors(decoding: savedBytes(Trained.shared.get()))
    #expect(plain.metadata["splitFingerprint"] == nil)
  }

  @Test func aCheckpointIsGoneOnWithByTheSamePatientsAlone() throws {
    try withTemporaryFolder { folder in
      let (path, kept) = (folder.appending(path: "c").path, folder.appending(path: "first"))
      var observer = TrainingObserver()
      observer.onEpoch = { state in
        guard state.progress.epoch == 1 else { return }
        try FileManager.default.copyItem(atPath: path, toPath: kept.path)
      }
      let training = ClassifierTraining(recipe: Trained.recipe(), seed: 2)
      let whole = try training.train(
        on: Self.beats, checkpointPath: path, observer: observer)
      let resumed = try training.train(on: Self.beats, resumeFrom: kept.path)
      #expect(try savedBytes(resumed) == savedBytes(whole))
      let problem = try expectBadData(at: kept.path) {
        _ = try training.train(on: Self.beats(beatsOfOne: 4), resumeFrom: kept.path)
      }
      #expect(problem.contains("other beats were set apart for validation"))
      var old = try Safetensors(decoding: Data(contentsOf: kept))
      old.metadata["splitFingerprint"] = nil
      try old.encoded().write(to: kept)
      let again = try training.train(on: Self.beats, resumeFrom: kept.path)
      #expect(try savedBytes(again) == savedBytes(whole))
    }
  }
}
