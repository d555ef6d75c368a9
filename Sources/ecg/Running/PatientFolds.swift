import ECGDatasets
import ECGClassifier
import ECGEvaluation
import ECGFiles
import ECGNeuralNetwork

/// Cross-validation over patients: networks from scratch, with frozen and with fine-tuned convolutions of
/// another, and beside it the same over beats.
struct PatientFolds {
  let options: PatientFoldOptions
  let compute: ComputeOptions
  let console: Console

  private static let usualFolds = 5

  private typealias Fold = (training: [Int], test: [Int])

  /// Trains and scores all.
  ///
  /// - Parameters:
  ///   - beats: labelled beats with their patients.
  ///   - path: where they came from, for messages.
  /// - Throws: `FileError` where patients are not known or fewer than folds, or the model does not fit;
  ///   `NetworkError`.
  func scores(of beats: BeatDataset, from path: String) throws -> PatientFoldScores {
    let recipe = try options.resolved
    let model = options.from ?? "pretrained"
    let frozen = try TransferOptions.source(model, freezing: .convolutions)
    let tuned = try TransferOptions.source(model, freezing: .none)
    let count = options.folds ?? Self.usualFolds
    let byPatient = try patientFolds(count, of: beats, from: path)
    let byBeat: [Fold] = StratifiedSplit.folds(count, labels: beats.labels, seed: compute.seed)
      .map { ($0.training, $0.validation) }
    let sources: [(PatientFoldScores.Start, TransferSource?)] = [
      (.scratch, nil), (.frozen, frozen), (.fineTuned, tuned),
    ]
    // Whose beats they are is not told where the split is by beat, as in Kaggle's files.
    var anonymous = beats
    anonymous.origins = nil
    var lines: [PatientFoldScores.Line] = []
    for (division, data, folds) in [
      (PatientFoldScores.Division.patient, beats, byPatient), (.beat, anonymous, byBeat),
    ] {
      for (start, source) in sources {
        let title = "split by \(division.rawValue), \(start.rawValue)"
        console.note("Training \(folds.count) networks: \(title).")
        let training = ClassifierTraining(
          recipe: recipe, seed: compute.seed, threads: compute.threads, source: source)
        let scores = try TransferOptions.checking(model) {
          try self.scores(training, on: data, persons: beats.origins ?? [], folds, title)
        }
        lines.append(.init(division: division, start: start, scores: scores))
      }
    }
    return PatientFoldScores(
      task: beats.task, folds: count, recipe: recipe.name, seed: compute.seed,
      source: """
        convolutions of \(model == "pretrained" ? "the pretrained model" : model) (recipe \
        \(frozen.transfer.recipe), seed \(frozen.transfer.seed))
        """, lines: lines)
  }

  private func patientFolds(
    _ count: Int, of beats: BeatDataset, from path: String
  ) throws -> [Fold] {
    guard let origins = beats.origins, origins.allSatisfy({ $0.patient != nil }) else {
      throw FileError(
        .badData, path: path, "expected beats whose patients are known, found beats without",
        remedy: "Name the folder of the PTB records, or of files that ecg prepare ptbdb wrote")
    }
    guard let folds = RecordSplit.folds(count, of: beats, seed: compute.seed) else {
      throw FileError(
        .badData, path: path,
        "expected \(count) patients or more for as many folds, found "
          + "\(Set(origins.map(\.person)).count)", remedy: "Pass --folds with fewer")
    }
    return folds.map { ($0.training, $0.validation) }
  }

  /// The scores of networks, each on the beats it has not seen.
  private func scores(
    _ training: ClassifierTraining, on beats: BeatDataset, persons: [BeatOrigin], _ folds: [Fold],
    _ title: String
  ) throws -> PatientScores {
    var probabilities = [Float](repeating: 0, count: beats.count)
    var thresholds = [Double](repeating: 0.5, count: beats.count)
    for (number, fold) in folds.enumerated() {
      let model = try train(
        training, on: beats.selecting(fold.training),
        "\(title), fold \(number + 1) of \(folds.count)")
      let found = try model.probabilities(
        of: beats.values.selecting(fold.test), threads: compute.threads)
      for (place, beat) in fold.test.enumerated() {
        probabilities[beat] = found[2 * place + 1]
        thresholds[beat] = model.threshold?.probability ?? 0.5
      }
    }
    return PatientScores(
      persons: persons.map(\.person), labels: beats.labels, probabilities: probabilities,
      thresholds: thresholds, seed: compute.seed)
  }

  private func train(
    _ training: ClassifierTraining, on beats: BeatDataset, _ title: String
  ) throws -> HeartbeatClassifier {
    let bar = ProgressBar("Training, \(title)")
    defer { ProgressBar.clear() }
    let epochs = training.recipe.epochs
    var observer = TrainingObserver()
    observer.onStep = { epoch, _, _ in
      bar.show(Double(epoch - 1) / Double(epochs), "epoch \(epoch)/\(epochs)")
    }
    return try training.train(on: beats, observer: observer)
  }
}
