import ECGClassifier
import ECGDatasets
import ECGTestSupport
import Foundation
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

  /// Of a model that is known to have learnt from beats cut as Kaggle's it is told of others; of
  /// one that may have learnt from any, nothing.
  @Test func beatsThatAreCutOtherwiseAreTold() {
    let kaggle = HeartbeatClassifier(
      task: model.task, scaler: model.scaler, members: model.members, recipe: model.recipe,
      dataFingerprint: MITBIHBeats.officialTrainingFingerprint, isSynthetic: false)
    let anyone = HeartbeatClassifier(
      task: model.task, scaler: model.scaler, members: model.members, recipe: model.recipe,
      dataFingerprint: "", isSynthetic: false)
    // A wave about sample 60, and none where the beats begin.
    let late = (0..<30).flatMap { _ in
      (0..<model.samplesPerBeat).map { max(0, 1 - Float(abs($0 - 60)) / 4) }
    }
    guard case .otherCut(.otherStart(let peak), samplingRate: 120)? = remarks(kaggle, late).first
    else {
      Issue.record("not told")
      return
    }
    #expect(56...61 ~= peak)
    #expect(remarks(anyone, late) == [])
    #expect(remarks(model, late) == [])
    #expect(remarks(kaggle, late.map { 1 - $0 }).count == 1)
  }

  /// Each beat of 0 … 1 fills it.
  @Test func beatsThatFillAPartOfTheScaleAreTold() {
    let half = ramp.map { $0 / 2 }
    #expect(remarks(model, half) == [.smallPart(0...0.5, scale: 0...1)])
    let most = ramp.map { $0 * 0.75 }
    #expect(remarks(model, most) == [])
    #expect(
      remarks(model, (0..<20).flatMap { _ in most }) == [.smallPart(0...0.75, scale: 0...1)])
  }

  /// One class, one record, one class of a record, and few of their beats differ from a file of
  /// all, and are no worse for it.
  @Test(.enabled(if: RealData.mitdb != nil)) func realBeatsAreToldNothing() throws {
    let model = try HeartbeatClassifier.pretrained()
    let folder = try #require(RealData.mitdb)
    let (_, test) = try MITBIHBeats.officialSplit(folder: folder.path)
    var parts: [String: [Int]] = [:]
    for (beat, origin) in try #require(test.origins).enumerated() {
      let label = test.labels[beat]
      for key in ["", "\(label)", origin.record, "\(origin.record) \(label)"] {
        parts[key, default: []].append(beat)
      }
    }
    for (name, part) in parts {
      for beats in [part, Array(part.prefix(20)), Array(part.suffix(100))] {
        #expect(model.remarks(on: test.values.selecting(beats)) == [], "\(name)")
      }
    }
    let beats = test.values.selecting(Array(0..<500))
    let length = model.samplesPerBeat
    func told(_ change: ([Float]) -> [Float]) -> [BeatRemark] {
      let changed = (0..<beats.beatCount).flatMap { change(beats.array(of: $0..<$0 + 1)) }
      return model.remarks(on: BeatValues(changed, samplesPerBeat: length))
    }
    #expect(
      told { Array($0.suffix(60) + $0.dropLast(60)) }
        == [.otherCut(.otherStart(peak: 60), samplingRate: 120)])
    #expect(told { $0.map { 1 - $0 } } == [.otherCut(.upsideDown, samplingRate: 120)])
    #expect(told { $0.map { $0 / 10 } } == [.smallPart(0...0.1, scale: 0...1)])
    let slow = told { beat in (0..<length).map { 2 * $0 < length ? beat[2 * $0] : 0 } }
    guard case .otherCut(.lowerRate, _)? = slow.first else {
      Issue.record("half the rate is not told")
      return
    }
    let fast = told { beat in
      (0..<length).map { (beat[$0 / 2] + beat[($0 + 1) / 2]) / 2 }
    }
    guard case .otherCut(.higherRate, _)? = fast.first else {
      Issue.record("twice the rate is not told")
      return
    }
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
    // Fewer with 1 may be normal beats and abnormal ones as well.
    let few = BeatDataset(
      task: .arrhythmia, source: .csv(["beats.csv"]), samplesPerBeat: model.samplesPerBeat,
      values: (0..<6).flatMap { _ in ramp }, labels: [0, 0, 0, 0, 0, 1])
    #expect(model.remarks(on: few, isScored: true) == [.twoLabels])
    #expect(model.remarks(on: few) == [])
    let own = BeatTask(name: "own", classes: model.task.classes)
    let ownModel = HeartbeatClassifier(
      task: own, scaler: model.scaler, members: model.members, recipe: model.recipe,
      dataFingerprint: "", isSynthetic: false)
    #expect(
      ownModel.remarks(on: others, isScored: true) == [.constant(beats: 1), .ownClasses])
  }
}
