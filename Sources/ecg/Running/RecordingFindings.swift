import ECGAnalysis
import ECGClassifier
import ECGFiles
import ECGParallel
import ECGRecordings
import ECGReports
import ECGSignals

/// What was found in a classified recording, and the files that say so.
struct RecordingFindings {
  let result: ClassifiedRecording
  var summary: RecordingSummary
  private let events: RhythmEvents
  /// The annotations that the beats come from; nil where they were found.
  private let source: String?

  init(_ result: ClassifiedRecording, source: String?, rateLimits: RateEpisode.Limits) {
    (self.result, self.source) = (result, source)
    events = result.events
    summary = RecordingSummary(result, events: events, rateLimits: rateLimits)
  }

  /// Measures the ST segment, which only documents and pages have.
  ///
  /// - Throws: `FileError`.
  mutating func measureST(threads: Int) throws {
    summary.st = try STTrend(of: result, events, threads: threads)
  }

  /// Writes annotations, document, page and table.
  ///
  /// - Throws: `FileError`.
  func write(_ files: ClassificationFiles, overwrite: Bool, threads: Int) throws {
    if let annotations = files.annotations {
      try result.annotations.write(to: annotations, overwrite: overwrite)
    }
    let texts: [(path: String, text: @Sendable () throws -> String)] = [
      (files.document, { try JSONText(summary).text }),
      (files.page, { try report().page() }),
      (files.list, { BeatTable(result).csv }),
    ]
    let made = try ParallelWork.map(texts, threads: threads) { try $0.text() }
    for (file, text) in zip(texts, made) {
      try OutputFile.write(text, to: file.path, overwrite: overwrite)
    }
  }

  private func report() throws -> RecordingReport {
    let episodes = result.episodes(events).episodes
    var report = RecordingReport(
      title: result.recording.name, lead: summary.leadText,
      source: source.map { "annotations .\($0)" } ?? "detection",
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
    report.unit = result.recording.signals[result.lead.signal].unit
    report.corrected = result.corrected
    return report
  }
}

/// The files that are written of a classified recording.
struct ClassificationFiles {
  /// The annotations; nil where the beats are those of annotations, which are not written anew: what else
  /// somebody noted in them would be lost.
  let annotations: String?
  let document, page, list: String

  /// The suffix of the annotations.
  private static let suffix = "blm"

  /// - Parameters:
  ///   - base: the path that endings are added to.
  ///   - isLabelled: whether classes are those of annotations.
  init(base: String, isLabelled: Bool) {
    annotations = isLabelled ? nil : "\(base).\(Self.suffix)"
    (document, page, list) = ("\(base).json", "\(base).html", "\(base).\(Self.suffix).csv")
  }

  var paths: [String] { [annotations, document, page, list].compactMap { $0 } }
}
