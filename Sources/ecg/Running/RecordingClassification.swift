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
  /// The model's file; nil for the one that comes with the package.
  let model: String?
  /// The folder to write to.
  let output: String?
  /// The probability below which beats are left unclassified; nil for none.
  let abstainBelow: Double?
  let threads: Int
  let overwrite: Bool

  /// The suffix of the annotations that are written.
  private static let suffix = "blm"

  /// Finds, classifies, writes and tells.
  ///
  /// - Throws: `FileError`.
  func run(_ console: Console) throws {
    // The arrays of a day are large, and most are needed for a moment.
    cmalloc_return_large_blocks()
    let classifier =
      try model.map { try RecordingClassifier.load(path: $0) } ?? RecordingClassifier.pretrained()
    let recording = try input.open(path, console)
    let annotator = annotator ?? recording.namedAnnotator
    if let named = recording.namedAnnotator, self.annotator == nil {
      console.note("Beats are those that \(recording.name).\(named) marks.")
    }
    let files = [Self.suffix, "json", "html", "\(Self.suffix).csv"].map { suffix in
      output.map { OutputPaths.path(of: "\(recording.name).\(suffix)", in: $0) }
    }
    try OutputPlan(overwrite: overwrite).check(files: files.compactMap { $0 })
    let bars = (ProgressBar("Finding beats"), ProgressBar("Classifying beats"))
    let result = try ClassifiedRecording(
      recording, lead: input.lead, beats: annotator.map { .annotated($0) } ?? .detected,
      by: classifier, abstainBelow: abstainBelow, threads: threads
    ) { step, share in
      switch step {
      case .finding: bars.0.show(share)
      case .classifying: bars.1.show(share)
      }
    }
    ProgressBar.clear()
    for remark in result.remarks { console.warn("\(path): \(remark).") }
    let events = result.events
    var summary = RecordingSummary(result, events: events)
    if let annotations = files[0], let document = files[1], let page = files[2],
      let list = files[3]
    {
      try result.annotations.write(to: annotations, overwrite: overwrite)
      let report = RecordingReport(
        title: recording.name, lead: summary.leadText,
        source: annotator.map { "annotations .\($0)" } ?? "detection", summary: summary.summary,
        hours: summary.hours, events: events, episodes: result.episodes(events).episodes,
        gaps: result.gaps,
        strips: try RecordingStrips(of: result, events).strips, clock: summary.clock,
        version: Version.current)
      summary.files = files.compactMap { $0 }
      try OutputFile.write(JSONText(summary).text, to: document, overwrite: overwrite)
      try OutputFile.write(report.page(), to: page, overwrite: overwrite)
      try OutputFile.write(BeatTable(result).csv, to: list, overwrite: overwrite)
      console.note("Written: \(summary.files.joined(separator: ", ")).")
    }
    if console.isJSON {
      try console.printJSON(WithBeatTable(summary, BeatTable(result)))
    } else {
      try console.say(summary.text)
    }
  }
}
