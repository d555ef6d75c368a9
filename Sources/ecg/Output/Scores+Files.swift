import ECGAnalysis
import ECGClassifier
import ECGDatasets
import ECGFiles

extension Scores {
  /// The names of the files that scores are written to.
  static let files = [
    RunFile.metrics, RunFile.metricsTable, RunFile.doubtfulBeats, RunFile.predictions,
  ]

  /// What `metrics.json` holds.
  ///
  /// - Parameter data: where the beats came from, in words.
  func metrics(of model: HeartbeatClassifier, data: String) -> RunMetrics {
    RunMetrics(
      report, of: model, part: part, data: data,
      remark: isSynthetic ? "Synthetic beats. \(Wording.gettingData(for: model.task))." : nil)
  }

  /// Writes ``files``.
  ///
  /// - Parameters:
  ///   - metrics: the document of these scores.
  ///   - beats: what was scored.
  /// - Throws: `FileError`.
  func write(_ metrics: RunMetrics, of beats: BeatDataset, to folder: ReportFolder) throws {
    func write(_ text: String, _ name: String) throws {
      try OutputFile.write(text, to: folder.file(name), overwrite: folder.overwrite)
    }
    try write(JSONText(metrics).text, RunFile.metrics)
    try write(metricsCSV, RunFile.metricsTable)
    try write(doubtfulCSV(of: beats), RunFile.doubtfulBeats)
    try BeatPredictions(evaluation, fingerprint: beats.fingerprint)
      .write(to: folder.file(RunFile.predictions), overwrite: folder.overwrite)
  }
}
