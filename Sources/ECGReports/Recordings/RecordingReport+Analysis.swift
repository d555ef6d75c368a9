public import ECGAnalysis
import ECGRecordings
import ECGSignals

extension RecordingReport {
  /// The page on an analysis, with strips of what matters most in it.
  ///
  /// - Parameters:
  ///   - analysis: the analysis.
  ///   - version: the version of the package, as in the change log.
  /// - Throws: `FileError` where samples of a strip cannot be read.
  public init(of analysis: RecordingAnalysis, version: String) throws {
    let (classified, summary) = (analysis.classified, analysis.summary)
    let source =
      switch classified.source {
      case .detected: "detection"
      case .annotated(let suffix), .labelled(let suffix): "annotations .\(suffix)"
      }
    self.init(
      title: classified.recording.name, lead: summary.leadText, source: source,
      summary: summary.summary, events: analysis.events)
    self.version = version
    (hours, episodes, gaps) = (summary.periods, analysis.episodes, classified.gaps)
    strips = try RhythmStrip.strips(of: analysis)
    clock = summary.clock
    families = classified.families
    findings = summary.findings
    trends = summary.trends
    st = summary.st
    variability = summary.heartRateVariability
    unit = classified.recording.signals[classified.lead.signal].unit
    corrected = classified.corrected
    remarks = analysis.remarks
  }
}
