import ECGClassifier
import ECGDatasets
import ECGFiles
import ECGText

/// `ecg classify` of single beats.
struct BeatClassification {
  let path: String
  /// The model's file; nil for the one that comes with the package.
  let model: String?
  let scale: BeatScaleOption
  /// The file to write to; nil for standard output.
  let output: String?
  /// The confidence below which beats are left unclassified; nil for none.
  let abstainBelow: Double?
  /// Whether it is told what each part of a beat adds to its class.
  let explains: Bool
  /// The file to draw that to; nil for none.
  let figure: String?
  let threads: Int
  let overwrite: Bool

  /// Reads, classifies, draws, writes and tells.
  ///
  /// - Throws: `FileError`.
  func run(_ console: Console) throws {
    let classifier = try ModelSource.load(model)
    let drawing = try figure.map(ExplanationFigure.init)
    try OutputPlan(overwrite: overwrite).check(files: [output, figure].compactMap(\.self))
    let beats = try read(for: classifier, console)
    ModelSource.tell(classifier, from: model, console)
    Remarks(on: classifier, beats: beats).tell(console)
    let probabilities = try classifier.probabilities(of: beats.values, threads: threads)
    let attributions =
      explains
      ? try Explaining.attributions(of: beats.values, by: classifier, threads: threads) : nil
    if let drawing, let attributions {
      try drawing.write(
        beats, by: classifier, probabilities: probabilities, attributions: attributions,
        overwrite: overwrite)
    }
    try tell(
      Classification(
        classifier, probabilities: probabilities, abstainBelow: abstainBelow,
        attributions: attributions),
      of: beats.count, console)
  }

  private func read(for classifier: HeartbeatClassifier, _ console: Console) throws -> BeatDataset {
    let beats = try BeatFile.read(
      path: path, task: classifier.task, labels: .unread,
      samplesPerBeat: classifier.samplesPerBeat, nonFinite: .refuse, threads: threads
    ) { console.note("\(path): \($0).") }
    return scale.applied(to: beats)
  }

  private func tell(
    _ classification: Classification, of count: Int, _ console: Console
  ) throws {
    if let abstainBelow {
      console.note(
        """
        \(classification.unclassified.grouped) of \(count.grouped) beats are \
        left unclassified: their confidence is below \(abstainBelow).
        """)
    }
    if let output {
      try OutputFile.write(classification.csv, to: output, overwrite: overwrite)
      console.note("\(count.grouped) beats classified, written to \(output).")
    }
    if console.isJSON {
      try console.printJSON(classification)
    } else if output == nil {
      try Descriptor.output.write(classification.csv)
    }
  }
}
