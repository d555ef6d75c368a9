package import ECGClassifier
package import ECGDatasets
package import ECGEvaluation
import ECGFiles
import ECGText
import Foundation

/// A model with what it scored on labelled beats, and the files that both are kept in: of a run, of
/// each training of a study, of an evaluation.
package struct ScoredModel: Sendable {
  /// The model that was scored.
  package let model: HeartbeatClassifier
  /// The beats that it was scored on.
  package let beats: BeatDataset
  /// The part of the data that they are, such as `test`.
  package let part: String
  /// The scores.
  package let evaluation: Evaluation
  /// How far the scores can be trusted.
  package let intervals: BootstrapIntervals

  /// Scores a model.
  ///
  /// - Parameters:
  ///   - seed: decides what is drawn for the intervals.
  ///   - threads: the threads that share the work; the result does not depend on it.
  /// - Throws: `NetworkError`, and `EvaluationError` where there is nothing to score.
  package init(
    _ model: HeartbeatClassifier, on beats: BeatDataset, part: String, seed: UInt64, threads: Int
  ) throws {
    (self.model, self.beats, self.part) = (model, beats, part)
    evaluation = try Evaluation(
      task: model.task, labels: beats.labels,
      probabilities: try model.probabilities(of: beats.values, threads: threads),
      threshold: model.threshold)
    intervals = BootstrapIntervals(evaluation.confusionMatrix, seed: seed)
  }

  /// About which share of the beats the model was trained on; nil where nobody knows.
  private var trainedOnShare: Double? {
    if model.dataFingerprint == beats.fingerprint { return 1 }
    return model.trainedBeats?.sketch.share(of: beats)
  }

  /// Whether the beats were made up, or those that the model was trained on were: either makes the
  /// scores those of no hearts.
  package var isSynthetic: Bool { beats.isSynthetic || model.isSynthetic }

  /// The scores as a document.
  package var report: EvaluationReport {
    var report = EvaluationReport(
      evaluation: evaluation, intervals: intervals, isSynthetic: isSynthetic)
    report.trainedOnShare = trainedOnShare
    return report
  }

  /// What `metrics.json` holds.
  ///
  /// - Parameters:
  ///   - data: where the beats came from, in words.
  ///   - advice: how to get others where they were made up, a sentence.
  package func metrics(data: String, advice: String? = nil) -> RunMetrics {
    RunMetrics(
      report, of: model, part: part, data: data, testPatients: beats.patients,
      remark: isSynthetic ? "Synthetic beats." + (advice.map { " \($0)" } ?? "") : nil)
  }

  /// The names of the files that scores are written to.
  package static let scoreFiles = [
    RunFile.metrics, RunFile.metricsTable, RunFile.doubtfulBeats, RunFile.predictions,
  ]
  /// The names of the files of a run beside its model, which whoever trained it saves.
  package static let runFiles = scoreFiles + [RunFile.history, RunFile.record]

  /// Writes ``scoreFiles``.
  ///
  /// - Parameter metrics: the document of these scores.
  /// - Throws: `FileError`.
  package func writeScores(_ metrics: RunMetrics, to folder: String, overwrite: Bool) throws {
    let document = try JSONEncoder.sorted(isPretty: true).text(of: metrics) + "\n"
    for (name, text) in [
      (RunFile.metrics, document),
      (RunFile.metricsTable, MetricCSV(evaluation, intervals: intervals).description),
      (
        RunFile.doubtfulBeats,
        DoubtfulBeats(evaluation).csv(task: beats.task, origins: beats.origins)
      ),
    ] {
      try OutputFile.write(text, to: Self.path(name, in: folder), overwrite: overwrite)
    }
    try BeatPredictions(evaluation, fingerprint: beats.fingerprint)
      .write(to: Self.path(RunFile.predictions, in: folder), overwrite: overwrite)
  }

  /// Writes ``runFiles``.
  ///
  /// - Parameters:
  ///   - metrics: the document of these scores.
  ///   - record: how the run came about.
  /// - Throws: `FileError`.
  package func writeRun(
    _ metrics: RunMetrics, _ record: RunRecord, to folder: String, overwrite: Bool
  ) throws {
    try writeScores(metrics, to: folder, overwrite: overwrite)
    try OutputFile.write(
      model.historyCSV, to: Self.path(RunFile.history, in: folder), overwrite: overwrite)
    try OutputFile.write(
      record.document, to: Self.path(RunFile.record, in: folder), overwrite: overwrite)
  }

  /// The path of a file in a folder, as a person would write it.
  private static func path(_ name: String, in folder: String) -> String {
    URL(filePath: folder).appending(path: name).relativePath
  }
}
