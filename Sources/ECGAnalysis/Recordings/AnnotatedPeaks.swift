import ECGFiles
public import ECGRecordings
import Foundation

/// The R peaks that an annotation file beside a recording gives.
public struct AnnotatedPeaks {
  /// The peaks in samples of the lead, ascending and each once.
  public let peaks: [Int]

  /// Reads `NAME.annotator`.
  ///
  /// - Parameters:
  ///   - recording: the recording that the file is beside.
  ///   - lead: the lead whose samples the peaks are to count.
  ///   - annotator: the file's suffix.
  /// - Throws: `FileError` where there is no such file or it is damaged.
  public init(of recording: RecordingFile, lead: LeadChoice, annotator: String) throws {
    let folder = URL(filePath: recording.path).deletingLastPathComponent()
    let path = folder.appending(path: "\(recording.name).\(annotator)").relativePath
    let file = try AnnotationFile.read(
      path: path, within: recording.header, in: recording.folder)
    let rate = recording.signals[lead.signal].samplingRate
    let samplesPerFrame = max(1, recording.header?.signals[lead.signal].samplesPerFrame ?? 1)
    // Annotations count frames of a WFDB record, and samples of any other, unless they say otherwise.
    let scale = file.samplingRate.map { rate / $0 } ?? Double(samplesPerFrame)
    let length = recording.duration * rate
    var peaks: [Int] = []
    for annotation in file.annotations where AnnotationCode.isBeat(annotation.symbol) {
      let place = (Double(annotation.sample) * scale).rounded()
      guard place < length else {
        throw FileError(
          .badData, path: path,
          "expected beats within the recording's \(recording.duration) s, found one at sample "
            + "\(annotation.sample)", remedy: "Check that the annotations belong to this recording")
      }
      if Int(place) > peaks.last ?? -1 { peaks.append(Int(place)) }
    }
    self.peaks = peaks
  }
}
