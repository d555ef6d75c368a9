import CECGMalloc
import ECGAnalysis
import ECGClassifier
import ECGFiles
import ECGRecordings
import ECGReports
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

  /// The files that are written.
  private struct OutputFiles {
    /// The annotations; nil where the beats are those of annotations, which are not written anew: what else
    /// somebody noted in them would be lost.
    let annotations: String?
    let document, page, list: String

    /// The suffix of the annotations.
    private static let suffix = "blm"

    /// - Parameter folder: the folder to write to; nil for none.
    init?(of record: String, in folder: String?, isLabelled: Bool) {
      guard let folder else { return nil }
      func path(_ suffix: String) -> String {
        OutputPaths.path(of: "\(record).\(suffix)", in: folder)
      }
      annotations = isLabelled ? nil : path(Self.suffix)
      (document, page, list) = (path("json"), path("html"), path("\(Self.suffix).csv"))
    }

    var paths: [String] { [annotations, document, page, list].compactMap { $0 } }
  }

  /// Finds, classifies, writes and tells.
  ///
  /// - Throws: `FileError`.
  func run(_ console: Console) throws {
    // The arrays of a day are large, and most are needed for a moment.
    cmalloc_return_large_blocks()
    let classifier =
      try model.map { try RecordingClassifier.load(path: $0) } ?? RecordingClassifier.pretrained()
    if let context, !classifier.contexts.contains(context) {
      throw FileError(
        .badData, path: model ?? "the pretrained model for recordings",
        "expected a model that can be asked for \(context.rawValue), found one for "
          + classifier.contexts.map(\.rawValue).joined(separator: ", "),
        remedy: "Choose one of these with --context")
    }
    let recording = try input.open(path, console)
    let annotator = annotator ?? (labels == nil ? recording.namedAnnotator : nil)
    if let annotator, self.annotator == nil {
      console.note("Beats are those that \(recording.name).\(annotator) marks.")
    }
    let beats: ClassifiedRecording.Beats =
      labels.map { .labelled($0) } ?? annotator.map { .annotated($0) } ?? .detected
    let files = OutputFiles(of: recording.name, in: output, isLabelled: labels != nil)
    try OutputPlan(overwrite: overwrite).check(files: files?.paths ?? [])
    let bars = (ProgressBar("Finding beats"), ProgressBar("Classifying beats"))
    let result = try ClassifiedRecording(
      recording, lead: input.lead, beats: beats, by: classifier, context: context,
      abstainBelow: abstainBelow, threads: threads
    ) { step, share in
      switch step {
      case .finding: bars.0.show(share)
      case .classifying: bars.1.show(share)
      }
    }
    ProgressBar.clear()
    for remark in result.remarks { console.warn("\(path): \(remark).") }
    let events = result.events
    var summary = RecordingSummary(result, events: events, rateLimits: rateLimits)
    if files != nil || console.isJSON { summary.st = try STTrend(of: result, events) }
    if let files {
      if let annotations = files.annotations {
        try result.annotations.write(to: annotations, overwrite: overwrite)
      }
      let episodes = result.episodes(events).episodes
      var report = RecordingReport(
        title: recording.name, lead: summary.leadText,
        source: (labels ?? annotator).map { "annotations .\($0)" } ?? "detection",
        summary: summary.summary, hours: summary.periods, events: events,
        episodes: episodes, gaps: result.gaps,
        strips: try RecordingStrips(of: result, events, episodes, summary.extremes).strips,
        clock: summary.clock,
        version: Version.current)
      report.families = result.families
      report.findings = summary.findings
      report.trends = summary.trends
      report.st = summary.st
      report.variability = summary.heartRateVariability
      report.unit = recording.signals[result.lead.signal].unit
      report.corrected = result.corrected
      summary.files = files.paths
      try OutputFile.write(JSONText(summary).text, to: files.document, overwrite: overwrite)
      try OutputFile.write(report.page(), to: files.page, overwrite: overwrite)
      try OutputFile.write(BeatTable(result).csv, to: files.list, overwrite: overwrite)
      console.note("Written: \(summary.files.joined(separator: ", ")).")
    }
    if console.isJSON {
      try console.printJSON(WithBeatTable(summary, BeatTable(result)))
    } else {
      try console.say(summary.text)
    }
  }
}
