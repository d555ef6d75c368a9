public import ECGParallel
public import ECGDatasets
public import ECGClassifier
public import ECGEvaluation
import ECGFiles
import ECGNeuralNetwork

/// Cross-validation over patients: networks from scratch, with frozen and with fine-tuned convolutions of
/// another, and beside it the same over beats.
public struct PatientFoldStudy: Sendable {
  /// The recipe of all networks.
  public var recipe: Recipe
  /// The model whose convolutions come along.
  public var model: HeartbeatClassifier
  /// What that model is called in words, such as its path.
  public var modelName: String
  /// The parts that patients are dealt to.
  public var folds: Int
  /// Decides the parts and what is drawn.
  public var seed: UInt64
  /// The threads that share the work.
  public var threads: Int
  /// Told how far it is.
  public var report: StudyReport

  /// The parts that patients are dealt to where nothing else is asked for.
  public static let usualFolds = 5

  /// Prepares a study.
  public init(
    recipe: Recipe, model: HeartbeatClassifier, modelName: String, folds: Int = usualFolds,
    seed: UInt64 = 1, threads: Int = ThreadCount.allCores, report: StudyReport = StudyReport()
  ) {
    (self.recipe, self.model, self.modelName, self.folds) = (recipe, model, modelName, folds)
    (self.seed, self.threads, self.report) = (seed, threads, report)
  }

  /// Trains and scores all.
  ///
  /// - Parameters:
  ///   - beats: labelled beats with their patients.
  ///   - path: where they came from, for messages.
  /// - Throws: `FileError` where patients are not known or fewer than folds; `TransferError` where the model
  ///   does not fit; `NetworkError`.
  public func scores(of beats: BeatDataset, from path: String) throws -> PatientFoldScores {
    let frozen = try TransferSource(model, freezing: .convolutions)
    let tuned = try TransferSource(model, freezing: .none)
    let byPatient = try patientFolds(of: beats, from: path)
    let byBeat = try BeatFolds(beats, by: .beat, count: folds, seed: seed, from: path)
    let sources: [(PatientFoldScores.Start, TransferSource?)] = [
      (.scratch, nil), (.frozen, frozen), (.fineTuned, tuned),
    ]
    var lines: [PatientFoldScores.Line] = []
    for (division, dealt) in [
      (PatientFoldScores.Division.patient, byPatient), (.beat, byBeat),
    ] {
      for (start, source) in sources {
        let title = "split by \(division.rawValue), \(start.rawValue)"
        report.note("Training \(dealt.folds.count) networks: \(title).")
        let training = ClassifierTraining(
          recipe: recipe, seed: seed, threads: threads, source: source)
        lines.append(
          .init(
            division: division, start: start,
            scores: try scores(
              training, on: dealt, persons: beats.origins ?? [], title)))
      }
    }
    return PatientFoldScores(
      task: beats.task, folds: folds, recipe: recipe.name, seed: seed,
      source: """
        convolutions of \(modelName) (recipe \(frozen.transfer.recipe), seed \(frozen.transfer.seed))
        """, lines: lines)
  }

  private func patientFolds(
    of beats: BeatDataset, from path: String
  ) throws -> BeatFolds {
    // A record is no patient here: those of PTB have several.
    guard let origins = beats.origins, origins.allSatisfy({ $0.patient != nil }) else {
      throw FileError(
        .badData, path: path, "expected beats whose patients are known, found beats without",
        remedy: "Name the folder of the PTB records, or of files that ecg prepare ptbdb wrote")
    }
    return try BeatFolds(beats, by: .patient, count: folds, seed: seed, from: path)
  }

  /// The scores of networks, each on the beats it has not seen.
  private func scores(
    _ training: ClassifierTraining, on dealt: BeatFolds, persons: [BeatOrigin], _ title: String
  ) throws -> PatientScores {
    let (beats, folds) = (dealt.beats, dealt.folds)
    var probabilities = [Float](repeating: 0, count: beats.count)
    var thresholds = [Double](repeating: 0.5, count: beats.count)
    for (number, fold) in folds.enumerated() {
      let model = try train(
        training, on: beats.selecting(fold.training),
        "\(title), fold \(number + 1) of \(folds.count)")
      let found = try model.probabilities(
        of: beats.values.selecting(fold.test), threads: threads)
      for (position, beat) in fold.test.enumerated() {
        probabilities[beat] = found[2 * position + 1]
        thresholds[beat] = model.threshold?.probability ?? 0.5
      }
    }
    return PatientScores(
      persons: persons.map(\.person), labels: beats.labels, probabilities: probabilities,
      thresholds: thresholds, seed: seed)
  }

  private func train(
    _ training: ClassifierTraining, on beats: BeatDataset, _ title: String
  ) throws -> HeartbeatClassifier {
    defer { report.end() }
    return try training.train(
      on: beats, observer: report.observer(title, epochs: training.recipe.epochs))
  }
}
