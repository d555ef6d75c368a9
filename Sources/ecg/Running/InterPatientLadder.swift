import ECGBeats
import ECGClassifier
import ECGEvaluation
import ECGRecordings
import NeuralNetwork

/// The inter-patient protocol on the MIT-BIH records: classifiers that see more and more, each trained
/// on DS1 and scored on DS2.
struct InterPatientLadder {
  let folder: String
  let seed: UInt64
  let threads: Int
  let console: Console

  private static let folds = 5
  private static let randomTestShare = 0.2
  /// DS2's record whose patient is also in DS1, as 201.
  private static let sharedPatient: Set<String> = ["202"]

  /// Trains and scores all.
  ///
  /// - Throws: `FileError`, `NetworkError`.
  func scores() throws -> LadderScores {
    let training = try InterPatientRecords.read(
      InterPatientRecords.training, folder: folder, threads: threads)
    let test = try InterPatientRecords.read(
      InterPatientRecords.test, folder: folder, threads: threads)
    let parts = LabelledRecording.folds(of: training, count: Self.folds, seed: seed)
    let split = (training + test).sorted { $0.name < $1.name }
      .map { $0.splitByBeat(testShare: Self.randomTestShare, seed: seed) }
    var steps: [LadderScores.Step] = []
    var randomSplit: [LadderScores.RandomSplit] = []
    for horizon in BeatHorizon.allCases {
      console.note("Step \"\(horizon.rawValue)\": \(horizon.title).")
      let recipe = RecordingRecipe(horizon: horizon)
      var folded: [(record: LabelledRecording, model: RecordingClassifier)] = []
      for fold in 0..<Self.folds {
        let others = training.indices.filter { parts[$0] != fold }.map { training[$0] }
        let model = try train(recipe, on: others, "fold \(fold + 1) of \(Self.folds)")
        folded += training.indices.filter { parts[$0] == fold }.map { (training[$0], model) }
      }
      folded.sort { $0.record.name < $1.record.name }
      let model = try train(recipe, on: training, "DS1")
      for beats in LadderScores.Beats.allCases {
        let onTest = try scores(test.map { ($0, model) }, beats)
        steps.append(
          LadderScores.Step(
            horizon: horizon, beats: beats, crossValidation: try scores(folded, beats),
            test: onTest,
            testWithoutSharedPatient: onTest.leavingOut(Self.sharedPatient, seed: seed)))
      }
      let mixed = try train(recipe, on: split.map(\.training), "random split")
      randomSplit.append(
        LadderScores.RandomSplit(
          horizon: horizon, test: try scores(split.map { ($0.test, mixed) }, .annotated)))
    }
    return LadderScores(steps: steps, randomSplit: randomSplit)
  }

  private func train(
    _ recipe: RecordingRecipe, on records: [LabelledRecording], _ what: String
  ) throws -> RecordingClassifier {
    try RecordingTraining(recipe: recipe, seed: seed, threads: threads)
      .train(on: records, titled: "Training, \(what)")
  }

  private func scores(
    _ records: [(record: LabelledRecording, model: RecordingClassifier)],
    _ beats: LadderScores.Beats
  ) throws -> RecordScores {
    let settings = try ComparisonSettings(start: 0, map: .literature)
    return RecordScores(
      try records.map { record, model in
        let set = beats == .annotated ? record.annotated : record.detected
        let classes = try model.classes(of: set.content, threads: threads)
        let matrix: BeatMatrix
        switch beats {
        case .annotated:
          let known = set.labels.indices.filter { set.labels[$0] != nil }
          matrix = BeatMatrix(
            labels: known.map { set.labels[$0] ?? 0 }, predictions: known.map { classes[$0] })
        case .detected:
          let symbols = model.task.classes.map { Character($0.symbol) }
          let test = AnnotationFile(
            annotations: zip(set.peaks, classes).map {
              Annotation(sample: $0, symbol: symbols[$1])
            })
          matrix =
            RecordComparison(
              record: record.name, reference: record.reference, test: test,
              frequency: record.frequency, sampleCount: record.sampleCount, settings: settings
            ).matrix
        }
        return RecordScores.Record(name: record.name, matrix: matrix)
      }, seed: seed)
  }
}
