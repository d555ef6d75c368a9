import ECGClassifier
import ECGDatasets
import Testing

/// What must be known before it is believed what a model says of beats.
@Suite struct BeatRemarkTests {
  private let model: HeartbeatClassifier
  /// A beat on the scale of the model.
  private let ramp: [Float]
  private let flat: [Float]

  init() throws {
    model = try Trained.shared.get()
    let last = Float(model.samplesPerBeat - 1)
    ramp = (0..<model.samplesPerBeat).map { Float($0) / last }
    flat = [Float](repeating: 0.5, count: model.samplesPerBeat)
  }

  private func remarks(_ model: HeartbeatClassifier, _ values: [Float]) -> [BeatRemark] {
    model.remarks(on: BeatValues(values, samplesPerBeat: model.samplesPerBeat))
  }

  @Test func beatsOfAnotherScaleAreTold() {
    #expect(remarks(model, ramp) == [])
    #expect(remarks(model, []) == [])
    #expect(remarks(model, ramp + ramp.map { 2 * $0 }) == [.offScale(beats: 1, scale: 0...1)])
    #expect(
      remarks(model, ramp.map { $0 / 64 }) == [.smallPart(0...(1.0 / 64), scale: 0...1)])
  }

  @Test func unitsOfAnotherModelAreTold() {
    let other = HeartbeatClassifier(
      task: model.task, scaler: model.scaler, members: model.members, recipe: model.recipe,
      dataFingerprint: "", sampleRange: -3...2047, isSynthetic: true)
    #expect(remarks(other, ramp.map { 2048 * $0 }) == [])
    #expect(remarks(other, ramp) == [.smallPart(0...1, scale: -3...2047)])
    #expect(
      remarks(other, ramp.map { 5000 * $0 }) == [.offScale(beats: 1, scale: -3...2047)])
  }

  /// Beats of 0 … 1 lie within the range of most units, and are in none of them.
  @Test func rescaledBeatsForAModelOfOtherUnitsAreTold() {
    let other = HeartbeatClassifier(
      task: model.task, scaler: model.scaler, members: model.members, recipe: model.recipe,
      dataFingerprint: "", sampleRange: -0.5...1.5, isSynthetic: true)
    #expect(remarks(other, ramp + ramp.reversed()) == [.rescaled(scale: -0.5...1.5)])
    #expect(
      remarks(other, ramp + flat) == [.rescaled(scale: -0.5...1.5), .constant(beats: 1)])
    // One that does not go so far is in the units of the model, like the other one by chance.
    #expect(remarks(other, ramp + ramp.map { 0.75 * $0 }) == [])
    #expect(remarks(other, ramp.map { 1.5 * $0 - 0.25 }) == [])
    #expect(remarks(model, ramp) == [])
  }

  @Test func beatsThatDoNotVaryAreTold() {
    #expect(remarks(model, ramp + flat + flat) == [.constant(beats: 2)])
    // All samples being the same they are in no other unit.
    #expect(remarks(model, flat) == [.constant(beats: 1)])
  }

  @Test func beatsOfWhichSomeWereTrainedOnAreTold() throws {
    // All but one, in another order; those that were set apart for validation were not learnt from.
    let learnt = model.recipe.split(of: Trained.beats).training
    let part = Trained.beats.selecting(Array((1..<Trained.beats.count).reversed()))
    let share = Double(learnt.count { $0 > 0 }) / Double(part.count)
    #expect(0.5 < share && share < 1)
    #expect(model.remarks(on: part, isScored: true) == [.partlyKnown(share: share)])
    #expect(model.remarks(on: part) == [])
    let own = BeatDataset(
      task: .arrhythmia, source: .csv(["beats.csv"]), samplesPerBeat: model.samplesPerBeat,
      values: Trained.beats[beat: try #require(learnt.first)] + ramp, labels: [0, 1])
    #expect(model.remarks(on: own, isScored: true).first == .partlyKnown(share: 0.5))
  }

  @Test func otherBeatsOfThePatientsOfTheTrainingAreTold() throws {
    func beats(seed: UInt64, from first: Int) -> BeatDataset {
      var beats = SyntheticBeats(seed: seed).dataset(counts: [16, 9, 7, 4, 6])
      beats.origins = beats.labels.indices.map {
        BeatOrigin(record: "r\(first + $0 % 6)", sample: $0, symbol: "N")
      }
      return beats
    }
    let model = try ClassifierTraining(recipe: Trained.recipe(epochs: 1), seed: 1)
      .train(on: beats(seed: 3, from: 0))
    let apart = Set(model.trainedBeats?.validationPatients ?? [])
    #expect(apart.count < 2)
    #expect(
      model.remarks(on: beats(seed: 4, from: 4), isScored: true)
        == [.knownPatients(["r4", "r5"].filter { !apart.contains($0) })])
    #expect(model.remarks(on: beats(seed: 4, from: 6), isScored: true) == [])
  }

  @Test func beatsThatAModelIsScoredOnAreJudgedByTheirLabelsToo() {
    #expect(model.remarks(on: Trained.beats, isScored: true) == [.known])
    #expect(model.remarks(on: Trained.beats) == [])
    let others = BeatDataset(
      task: .arrhythmia, source: .csv(["beats.csv"]), samplesPerBeat: model.samplesPerBeat,
      values: ramp + ramp + flat, labels: [0, 1, 1])
    #expect(
      model.remarks(on: others, isScored: true) == [.constant(beats: 1), .labelsOf(.infarction)])
    #expect(model.remarks(on: others) == [.constant(beats: 1)])
    let own = BeatTask(name: "own", classes: model.task.classes)
    let ownModel = HeartbeatClassifier(
      task: own, scaler: model.scaler, members: model.members, recipe: model.recipe,
      dataFingerprint: "", isSynthetic: false)
    #expect(
      ownModel.remarks(on: others, isScored: true) == [.constant(beats: 1), .ownClasses])
  }
}
