import ECGFiles
public import ECGRecordings
import Foundation

/// The R peaks that an annotation file beside a recording gives.
public struct AnnotatedPeaks {
  /// The peaks in samples of the lead, ascending and each once.
  public let peaks: [Int]
  /// What of the file was passed over, in sentences without a full stop.
  public let remarks: [String]

  /// So many beats past the recording's end, as a share of all, are taken for a slip of whoever cut the
  /// recording; more mean that the annotations belong to another.
  private static let toleratedShare = 0.01

  /// More beats than this many, and than so many in each second of the recording, are no beats: a mouse has ten a
  /// second.
  private static let (fewest, mostPerSecond) = (1_000, 50.0)

  /// Reads `NAME.annotator`.
  ///
  /// - Parameters:
  ///   - recording: the recording that the file is beside.
  ///   - lead: the lead whose samples the peaks are to count.
  ///   - annotator: the file's suffix.
  /// - Throws: `FileError` where there is no such file, it is damaged, or more than a few of its beats
  ///   lie past the recording's end.
  public init(of recording: RecordingFile, lead: LeadChoice, annotator: String) throws {
    let folder = URL(filePath: recording.path).deletingLastPathComponent()
    let path = folder.appending(path: "\(recording.name).\(annotator)").relativePath
    let rate = recording.signals[lead.signal].samplingRate
    let samplesPerFrame = max(1, recording.header?.signals[lead.signal].samplesPerFrame ?? 1)
    let length = recording.duration * rate
    let most = Self.fewest + Int(min(recording.duration * Self.mostPerSecond, 1e15))
    var beats: [Int] = []
    let file = try AnnotationFile.forEach(path: path, in: recording.folder) { annotation in
      guard AnnotationCode.isBeat(annotation.symbol) else { return }
      beats.append(annotation.sample)
      guard beats.count <= most else {
        throw FileError(
          .badData, path: path,
          "expected at most \(most) beats in a recording of \(recording.duration) s, found more",
          remedy: "Check that the annotations belong to this recording")
      }
    }
    // The library's sort is stable, and beats are alike but for their places.
    if zip(beats, beats.dropFirst()).contains(where: { $0 > $1 }) { beats.sort() }
    // Annotations count frames of a WFDB record, and samples of any other, unless they say otherwise.
    let scale = file.samplingRate.map { rate / $0 } ?? Double(samplesPerFrame)
    let late = beats.reversed().prefix { (Double($0) * scale).rounded() >= length }
    if let first = late.last,
      Double(late.count) > max(1, Self.toleratedShare * Double(beats.count))
    {
      throw FileError(
        .badData, path: path,
        "expected beats within the recording's \(recording.duration) s, found \(late.count) of "
          + "\(beats.count) past its end, the first at sample \(first)",
        remedy: "Check that the annotations belong to this recording, and that it is whole")
    }
    var peaks: [Int] = []
    for beat in beats.dropLast(late.count) {
      let position = Int((Double(beat) * scale).rounded())
      if position > peaks.last ?? -1 { peaks.append(position) }
    }
    self.peaks = peaks
    remarks =
      file.remarks
      + (late.isEmpty
        ? []
        : ["\(late.count) of \(beats.count) beats lie past the recording's end and are left out"])
  }
}
