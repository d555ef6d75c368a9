import ECGRecordings
import ECGSignals

/// The R peaks of a recording, detected or annotated, and what the annotations say of them.
struct FoundPeaks {
  /// In samples of the lead, ascending.
  let peaks: [Int]
  /// Where ventricular flutter or fibrillation is marked, in seconds, ascending.
  let ventricularFlutter: [Range<Double>]
  /// What somebody said of classes, noise and rhythms, where that is to be taken.
  let reading: AnnotatedPeaks?
  /// What is not as one would expect, in sentences without a full stop.
  let remarks: [String]

  init(
    _ source: ClassifiedRecording.Beats, in recording: RecordingFile, lead: LeadChoice,
    telling progress: AnalysisProgress
  ) throws {
    switch source {
    case .detected:
      let found = try DetectedBeats(in: recording, lead: lead) { progress.tell(.finding, $0) }
      (peaks, remarks) = (found.peaks, found.remarks)
      (ventricularFlutter, reading) = ([], nil)
    case .annotated(let annotator):
      let marked = try AnnotatedPeaks(of: recording, lead: lead, annotator: annotator)
      (peaks, remarks) = (marked.peaks, Self.remarks(on: marked, in: recording, lead))
      (ventricularFlutter, reading) = (marked.ventricularFlutter, nil)
    case .labelled(let annotator):
      let marked = try AnnotatedPeaks(of: recording, lead: lead, annotator: annotator)
      peaks = marked.peaks
      remarks = Self.remarks(on: marked, in: recording, lead) + marked.rhythmRemarks
      (ventricularFlutter, reading) = (marked.ventricularFlutter, marked)
    }
  }

  private static func remarks(
    on marked: AnnotatedPeaks, in recording: RecordingFile, _ lead: LeadChoice
  ) -> [String] {
    marked.remarks + [recording.unitRemark(on: lead.signal)].compactMap(\.self)
  }
}
