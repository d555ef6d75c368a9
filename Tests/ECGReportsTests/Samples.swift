import ECGDatasets
import ECGEvaluation
import ECGReports
import Foundation
import ECGNeuralNetwork

/// Small inputs for the tests of this target.
enum Samples {
  static let gnuplot = try? Gnuplot.find()

  /// Synthetic beats, `counts` of each class.
  static func beats(_ counts: [Int] = [40, 6, 9, 4, 12], seed: UInt64 = 1) -> BeatDataset {
    SyntheticBeats(seed: seed).dataset(counts: counts)
  }

  /// The same beats, said to be read from a file.
  static func realBeats(_ counts: [Int] = [40, 6, 9, 4, 12], seed: UInt64 = 1) -> BeatDataset {
    let made = beats(counts, seed: seed)
    return BeatDataset(
      task: made.task, source: .csv(["beats.csv"]), values: made.values, labels: made.labels)
  }

  static func history(epochs: Int, hasValidation: Bool = true) -> TrainingHistory {
    var history = TrainingHistory()
    for number in 0..<epochs {
      let loss = 1 / Double(number + 1)
      history.epochs.append(
        .init(
          number: number + 1, loss: loss, accuracy: 1 - loss / 2,
          validationLoss: hasValidation ? loss * 1.1 : nil,
          validationAccuracy: hasValidation ? 1 - loss / 1.9 : nil,
          validationMacroF1: hasValidation ? 1 - loss / 1.5 : nil,
          learningRate: number < 3 ? 1e-3 : 1e-4))
    }
    history.bestEpoch = epochs > 0 ? max(1, epochs - 1) : nil
    history.learningRateDrops = epochs > 3 ? [3] : []
    return history
  }

  /// Mostly right predictions: every seventh beat is taken for the next class.
  static func evaluation(of beats: BeatDataset) throws -> Evaluation {
    let classes = beats.task.classes.count
    let probabilities = beats.labels.enumerated().flatMap { index, label -> [Float] in
      let called = index.isMultiple(of: 7) ? (label + 1) % classes : label
      let rest = 0.4 / Float(classes - 1)
      return (0..<classes).map { $0 == called ? 0.6 : rest }
    }
    return try Evaluation(task: beats.task, labels: beats.labels, probabilities: probabilities)
  }

  /// Two beats of each class, the second half of each said to speak against the class.
  static func explained(_ beats: BeatDataset) -> [ShownBeat] {
    beats.task.classes.indices.flatMap { kind in
      beats.labels.indices.filter { beats.labels[$0] == kind }.prefix(2).map { index in
        let samples = beats[beat: index]
        return ShownBeat(
          index: index, samples: samples, label: kind, labelProbability: 0.6, prediction: kind,
          confidence: 0.6, shares: samples.indices.map { $0 < samples.count / 2 ? 0.2 : -0.1 })
      }
    }
  }

  /// A report with every part.
  static func report(
    train: BeatDataset = beats(), test: BeatDataset = beats(seed: 2), epochs: Int = 6
  ) throws -> RunReport {
    var report = RunReport(
      title: "Test report", task: train.task,
      inspection: DatasetInspection(train: train, test: test), seed: 1, version: "0.0.0")
    report.samplingRate = 120
    report.examples = train
    report.history = history(epochs: epochs)
    let evaluation = try evaluation(of: test)
    report.evaluation = evaluation
    report.intervals = BootstrapIntervals(evaluation.confusionMatrix, resamples: 50, seed: 1)
    try report.show(test, classifiedBy: nil)
    report.explained = explained(test)
    report.recipe = [.init("batch size", "256")]
    report.commandLine = "ecg run --seed 1"
    return report
  }
}
