import CECGMalloc
import ECGAnalysis
import ECGClassifier
import ECGFiles
import ECGRecordings
import ECGSignals

/// `ecg classify` of a recording.
struct RecordingClassification {
  let path: String
  let input: RecordingInputOptions
  /// The annotations whose beats are taken; nil where beats are to be found.
  let annotator: String?
  /// The annotations whose beats and classes are taken; nil where they are to be found.
  let labels: String?
  /// The model's file; nil for the one that comes with the package.
  let model: String?
  /// How far around a beat to look; nil for as far as the model was made for.
  let context: BeatContext?
  /// The folder to write to.
  let output: String?
  /// The probability below which beats are left unclassified; nil for none.
  let abstainBelow: Double?
  /// What counts as bradycardia and tachycardia.
  let rateLimits: RateEpisode.Limits
  let threads: Int
  let overwrite: Bool

  /// Finds, classifies, writes and tells.
  ///
  /// - Throws: `FileError`.
  func run(_ console: Console) throws {
    // The arrays of a day are large, and most are needed for a moment.
    cmalloc_return_large_blocks()
    let classifier = try loadClassifier()
    let recording = try input.open(path, console)
    let annotator = annotator ?? (labels == nil ? recording.namedAnnotator : nil)
    if let annotator, self.annotator == nil {
      console.note("Beats are those that \(recording.name).\(annotator) marks.")
    }
    let files = output.map {
      ClassificationFiles(
        base: OutputPaths.path(of: recording.name, in: $0), isLabelled: labels != nil)
    }
    try OutputPlan(overwrite: overwrite).check(files: files?.paths ?? [])
    let bars = (ProgressBar("Finding beats"), ProgressBar("Classifying beats"))
    let result = try ClassifiedRecording(
      recording, lead: input.lead, beats: beats(of: recording), by: classifier, context: context,
      abstainBelow: abstainBelow, threads: threads
    ) { step, share in
      switch step {
      case .finding: bars.0.show(share)
      case .classifying: bars.1.show(share)
      }
    }
    ProgressBar.clear()
    for remark in result.remarks { console.warn("\(path): \(remark).") }
    var findings = RecordingFindings(
      result, source: labels ?? annotator, rateLimits: rateLimits)
    if files != nil || console.isJSON { try findings.measureST(threads: threads) }
    if let files {
      findings.summary.files = files.paths
      try findings.write(files, overwrite: overwrite, threads: threads)
      console.note("Written: \(files.paths.joined(separator: ", ")).")
    }
    if console.isJSON {
      try console.printJSON(WithBeatTable(findings.summary, BeatTable(result)))
    } else {
      try console.say(findings.summary.text)
    }
  }

  /// The classifier, once it is known to do what is asked for.
  ///
  /// - Throws: `FileError`.
  func loadClassifier() throws -> RecordingClassifier {
    let classifier =
      try model.map { try RecordingClassifier.load(path: $0) } ?? RecordingClassifier.pretrained()
    if let context, !classifier.contexts.contains(context) {
      throw FileError(
        .badData, path: model ?? "the pretrained model for recordings",
        "expected a model that can be asked for \(context.rawValue), found one for "
          + classifier.contexts.map(\.rawValue).joined(separator: ", "),
        remedy: "Choose one of these with --context")
    }
    return classifier
  }

  /// Where the beats of a recording come from.
  func beats(of recording: RecordingFile) -> ClassifiedRecording.Beats {
    if let labels { return .labelled(labels) }
    return (annotator ?? recording.namedAnnotator).map { .annotated($0) } ?? .detected
  }
}
