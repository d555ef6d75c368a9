import ECGDatasets
import ECGFiles
public import ECGRecordings
public import ECGSignals
import Foundation

/// What an annotation file beside a recording says of its beats.
public struct AnnotatedPeaks {
  /// The R peaks in samples of the lead, ascending and each once: `N`.
  public let peaks: [Int]
  /// The class of each, as a label of `AAMIClass`: `N`.
  public let labels: [Int]
  /// Where the file says that nothing can be said about beats: its NOISE marks (`~`) whose subtype
  /// calls the lead unreadable.
  public let quality: SignalQuality
  /// The rhythm at each beat, `N`, as far as it is one of those that are told; nil where the file
  /// marks no rhythm.
  public let rhythms: [RhythmEpisode.Rhythm?]?
  /// Where the file marks ventricular flutter or fibrillation (`[` to `]`, `(VFL`, `(VF`), in
  /// seconds, ascending: there are no beats.
  public let ventricularFlutter: [Range<Double>]
  /// What of the rhythms that the file marks is told otherwise or not, in sentences
  /// without a full stop.
  public let rhythmRemarks: [String]
  /// What of the file was passed over, in sentences without a full stop.
  public let remarks: [String]

  /// Reads `NAME.annotator`, or the file that is named by its path.
  ///
  /// - Parameters:
  ///   - recording: the recording that the file is beside.
  ///   - lead: the lead whose samples the peaks are to count.
  ///   - annotator: the file's suffix where it is beside the recording; what has a `/` is its path.
  /// - Throws: `FileError` where there is no such file, it is damaged, or more than a few of its
  ///   beats lie past the recording's end.
  public init(of recording: RecordingFile, lead: LeadChoice, annotator: String) throws {
    let path = Self.path(of: annotator, beside: recording)
    guard recording.folder.has(path) else {
      throw FileError(
        .noInput, path: path, "there is no such file",
        remedy: annotator.contains("/")
          ? "Check the path, or give the suffix of annotations beside the recording\(.annotator, "atr")"
          : "Put the annotations beside the recording, or name those that are there\(.annotator, "atr")"
      )
    }
    var beats: [Annotation] = []
    var marks = AnnotatedMarks(channel: lead.signal)
    let file = try AnnotationFile.forEach(path: path, in: recording.folder) { annotation in
      guard AnnotationCode.isBeat(annotation.symbol) else { return marks.take(annotation) }
      beats.append(Annotation(sample: annotation.sample, symbol: annotation.symbol))
      try MarkedBeats.check(count: beats.count, of: recording, path: path)
    }
    let marked = try MarkedBeats(
      AnnotationFile(annotations: beats, samplingRate: file.samplingRate), of: recording,
      signal: lead.signal, path: path, tolerance: .cutShort)
    (peaks, labels) = (marked.peaks, marked.labels)
    let rate = recording.signals[lead.signal].samplingRate / marked.scale
    quality = marks.quality(rate: rate, end: recording.duration)
    rhythms = marks.rhythms(at: marked.samples)
    ventricularFlutter = marks.ventricularFlutter(rate: rate, end: recording.duration)
    rhythmRemarks = [marks.remark, marks.flutterRemark, marks.beatlessRemark(at: marked.samples)]
      .compactMap(\.self)
    remarks = file.remarks + marked.remarks
  }

  /// Where the annotations of a recording are.
  ///
  /// - Parameters:
  ///   - annotator: the file's suffix where it is beside the recording; what has a `/` is its path.
  ///   - recording: the recording.
  package static func path(of annotator: String, beside recording: RecordingFile) -> String {
    guard !annotator.contains("/") else { return annotator }
    let folder = URL(filePath: recording.path).deletingLastPathComponent()
    return folder.appending(path: "\(recording.name).\(annotator)").relativePath
  }
}
