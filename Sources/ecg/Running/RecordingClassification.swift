import CECGMalloc
import ECGAnalysis
import ECGClassifier
import ECGFiles
import ECGRecordings
import ECGSignals
import Foundation

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
    tellOfAnotherRecording(recording, console)
    let annotator = annotator ?? (labels == nil ? recording.namedAnnotator : nil)
    if let annotator, self.annotator == nil {
      console.note("Beats are those that \(recording.name).\(annotator) marks.")
    }
    let files = output.map {
      ClassificationFiles(
        base: OutputPaths.path(of: recording.name, in: $0), isLabelled: labels != nil)
    }
    try OutputPlan(overwrite: overwrite).check(files: files?.paths ?? [])
    let bar = ProgressBar("Classifying beats")
    var analysis = try RecordingAnalysis(
      recording,
      options(
        for: recording, by: classifier, measuringST: files != nil || console.isJSON,
        threads: threads),
      telling: AnalysisProgress { bar.show($0) })
    ProgressBar.clear()
    for remark in analysis.classified.remarks { console.warn("\(path): \(remark).") }
    if let files {
      analysis.summary.files = files.paths
      try files.write(analysis, overwrite: overwrite, threads: threads)
      console.note("Written: \(files.paths.joined(separator: ", ")).")
    }
    try console.answer(
      WithBeatTable(analysis.summary, BeatTable(analysis.classified)), text: analysis.summary.text)
  }

  /// How a recording is analysed.
  ///
  /// - Parameters:
  ///   - recording: the recording.
  ///   - classifier: what ``loadClassifier()`` returned.
  ///   - measuresST: whether the ST segment is measured, which only documents and pages have.
  ///   - threads: the threads that share the work.
  func options(
    for recording: RecordingFile, by classifier: RecordingClassifier, measuringST measuresST: Bool,
    threads: Int
  ) -> AnalysisOptions {
    AnalysisOptions(
      lead: input.lead, beats: beats(of: recording), classifier: classifier, context: context,
      abstainBelow: abstainBelow, rateLimits: rateLimits, measuresST: measuresST, threads: threads)
  }

  /// The classifier, once it is known to do what is asked for.
  ///
  /// - Throws: `FileError`.
  func loadClassifier() throws -> RecordingClassifier {
    let classifier = try ModelSource.loadForRecordings(model)
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
  private func beats(of recording: RecordingFile) -> ClassifiedRecording.Beats {
    if let labels { return .labelled(Self.suffixOrPath(labels, of: recording)) }
    if let annotator { return .annotated(Self.suffixOrPath(annotator, of: recording)) }
    return recording.namedAnnotator.map { .annotated($0) } ?? .detected
  }

  /// What a person gave: the suffix of annotations beside the recording, or else a file in the
  /// current folder, as a path.
  private static func suffixOrPath(_ text: String, of recording: RecordingFile) -> String {
    let disk = InputFolder.disk
    guard text.contains("."), !text.contains("/"), disk.hasFile(text),
      !recording.folder.hasFile(AnnotatedPeaks.path(of: text, beside: recording))
    else { return text }
    return "./\(text)"
  }

  /// Tells where a file of annotations is named after another recording.
  private func tellOfAnotherRecording(_ recording: RecordingFile, _ console: Console) {
    guard let text = labels ?? annotator else { return }
    let path = Self.suffixOrPath(text, of: recording)
    let name = URL(filePath: path).deletingPathExtension().lastPathComponent
    guard path.contains("/"), name != recording.name, InputFolder.disk.hasFile(path) else { return }
    console.warn("\(path) is named after another recording than \(recording.name).")
  }
}
