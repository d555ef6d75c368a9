import ECGAnalysis
import ECGClassifier
import ECGFiles
import ECGRecordings
import ECGSignals

/// `ecg classify` of many recordings.
struct ClassificationBatch {
  /// What is done with each; its path is left unread.
  let classification: RecordingClassification
  let paths: [String]
  let options: BatchOptions
  /// The processes that share the recordings; nil where this one works alone.
  var team: Team?

  /// Classifies all, and tells what they came to.
  ///
  /// - Throws: `FileError` where some failed, when the others are done.
  func run(_ console: Console) throws {
    let (batch, classifier) = try team.agreeing {
      (try self.batch, try self.classification.loadClassifier())
    }
    let classification = classification
    try batch.run(console) { recording, base, threads in
      try classification.item(of: recording, at: base, by: classifier, threads: threads)
    }
  }

  private var batch: RecordingBatch {
    get throws {
      let output = try options.folder(classification.output, for: paths)
      let limits = classification.rateLimits
      return RecordingBatch(
        title: "Classifying", verb: "classified", paths: paths, options: options,
        input: classification.input,
        output: output,
        settings: [
          "--model": try classification.model.map { try FileMark.hexadecimal(ofFile: $0) },
          "--annotator": classification.annotator, "--labels": classification.labels,
          "--context": classification.context?.rawValue,
          "--abstain": classification.abstainBelow.map { "\($0)" },
          "--bradycardia": "\(limits.slow)", "--tachycardia": "\(limits.fast)",
        ],
        suffixes: [classification.annotator, classification.labels].compactMap { $0 },
        threads: classification.threads, overwrite: classification.overwrite, team: team)
    }
  }
}

extension RecordingClassification {
  /// Classifies one of many recordings and writes its files.
  fileprivate func item(
    of recording: RecordingFile, at base: String, by classifier: RecordingClassifier, threads: Int
  ) throws -> RecordingBatchItem {
    let analysis = try RecordingAnalysis(
      recording, options(for: recording, by: classifier, measuringST: true, threads: threads))
    let files = ClassificationFiles(base: base, isLabelled: labels != nil)
    // Without paths: a tree of results may be moved.
    try files.write(analysis, overwrite: true, threads: threads)
    var item = BatchResult(path: recording.path)
    item.take(analysis.summary, analysis.classified)
    return RecordingBatchItem(
      result: item, remarks: analysis.classified.remarks,
      endings: files.paths.map { String($0.dropFirst(base.count + 1)) })
  }
}
