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
  /// Where the file says that nothing can be said about beats: its NOISE marks (`~`) whose subtype calls the
  /// lead unreadable.
  public let quality: SignalQuality
  /// The rhythm at each beat, `N`, as far as it is one of those that are told; nil where the file marks no
  /// rhythm.
  public let rhythms: [RhythmEpisode.Rhythm?]?
  /// Where the file marks ventricular flutter or fibrillation (`[` to `]`, `(VFL`, `(VF`), in seconds,
  /// ascending: there are no beats.
  public let ventricularFlutter: [Range<Double>]
  /// That the file marks rhythms which are none of those that are told, as a sentence without a full stop;
  /// nil where it marks none.
  public let rhythmRemark: String?
  /// What of the rhythms that the file marks is told otherwise or not, ``rhythmRemark`` among it, in sentences
  /// without a full stop.
  public let rhythmRemarks: [String]
  /// What of the file was passed over, in sentences without a full stop.
  public let remarks: [String]

  /// So many beats past the recording's end, as a share of all, are taken for a slip of whoever cut the
  /// recording; more mean that the annotations belong to another.
  private static let toleratedShare = 0.01

  /// More beats than this many, and than so many in each second of the recording, are no beats: a mouse has ten a
  /// second.
  private static let (fewest, mostPerSecond) = (1_000, 50.0)

  /// Reads `NAME.annotator`, or the file that is named by its path.
  ///
  /// - Parameters:
  ///   - recording: the recording that the file is beside.
  ///   - lead: the lead whose samples the peaks are to count.
  ///   - annotator: the file's suffix where it is beside the recording; what has a `/` is its path.
  /// - Throws: `FileError` where there is no such file, it is damaged, or more than a few of its beats
  ///   lie past the recording's end.
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
    let rate = recording.signals[lead.signal].samplingRate
    let samplesPerFrame = recording.samplesPerFrame(of: lead.signal)
    let length = recording.duration * rate
    let most = Self.fewest + Int(min(recording.duration * Self.mostPerSecond, 1e15))
    var beats: [Annotation] = []
    var marks = AnnotatedMarks(channel: lead.signal)
    let file = try AnnotationFile.forEach(path: path, in: recording.folder) { annotation in
      guard AnnotationCode.isBeat(annotation.symbol) else { return marks.take(annotation) }
      beats.append(
        Annotation(sample: annotation.sample, symbol: annotation.symbol))
      guard beats.count <= most else {
        throw FileError(
          .badData, path: path,
          "expected at most \(most) beats in a recording of \(recording.duration) s, found more",
          remedy: "Check that the annotations belong to this recording")
      }
    }
    // The library's sort is stable.
    if zip(beats, beats.dropFirst()).contains(where: { $0.sample > $1.sample }) {
      beats.sort { $0.sample < $1.sample }
    }
    // Annotations count frames of a WFDB record, and samples of any other, unless they say otherwise.
    let scale = file.samplingRate.map { rate / $0 } ?? Double(samplesPerFrame)
    let late = beats.reversed().prefix { (Double($0.sample) * scale).rounded() >= length }
    if let first = late.last,
      Double(late.count) > max(1, Self.toleratedShare * Double(beats.count))
    {
      throw FileError(
        .badData, path: path,
        "expected beats within the recording's \(recording.duration) s, found \(late.count) of "
          + "\(beats.count) past its end, the first at sample \(first.sample)",
        remedy: "Check that the annotations belong to this recording, and that it is whole")
    }
    var (peaks, labels, samples): ([Int], [Int], [Int]) = ([], [], [])
    for beat in beats.dropLast(late.count) {
      let position = Int((Double(beat.sample) * scale).rounded())
      guard position > peaks.last ?? -1 else { continue }
      peaks.append(position)
      labels.append((AAMIClass(symbol: beat.symbol) ?? .unknown).label)
      samples.append(beat.sample)
    }
    (self.peaks, self.labels) = (peaks, labels)
    quality = marks.quality(rate: rate / scale, end: recording.duration)
    rhythms = marks.rhythms(at: samples)
    ventricularFlutter = marks.ventricularFlutter(rate: rate / scale, end: recording.duration)
    rhythmRemark = marks.remark
    rhythmRemarks = [marks.remark, marks.flutterRemark, marks.beatlessRemark(at: samples)]
      .compactMap(\.self)
    remarks =
      file.remarks
      + (late.isEmpty
        ? []
        : ["\(late.count) of \(beats.count) beats lie past the recording's end and are left out"])
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
