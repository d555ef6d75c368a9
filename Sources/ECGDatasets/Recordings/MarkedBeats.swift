import ECGFiles
package import ECGRecordings
import ECGSignals

/// The beats that annotations mark, each once, in samples of a lead: `N`.
package struct MarkedBeats {
  /// The R peaks in samples of the lead, ascending and within it.
  package private(set) var peaks: [Int] = []
  /// The class of each as a label of `AAMIClass`.
  package private(set) var labels: [Int] = []
  /// The symbol of each.
  package private(set) var symbols: [Character] = []
  /// The sample of each as the annotations count.
  package private(set) var samples: [Int] = []
  /// The samples of the lead for each step of the annotations' clock.
  package let scale: Double
  /// What was passed over, in sentences without a full stop.
  package private(set) var remarks: [String] = []

  /// More beats than this many, and than so many in each second of the recording, are no beats: a
  /// mouse has ten a second.
  private static let (fewest, mostPerSecond) = (1_000, 50.0)

  /// Takes the beats of annotations.
  ///
  /// - Parameters:
  ///   - annotations: the content of the file; marks that are no beats are passed over.
  ///   - recording: the recording that they are of.
  ///   - signal: the lead, as an index into the recording's signals.
  ///   - path: the file of annotations, for messages.
  ///   - tolerance: whether a few beats past the recording's end are left out, which ``remarks``
  ///     then say; otherwise they are refused.
  /// - Throws: `FileError` where the annotations belong to another recording.
  package init(
    _ annotations: AnnotationFile, of recording: RecordingFile, signal: Int, path: String,
    tolerance: DamageTolerance
  ) throws {
    let beats = annotations.annotations.filter { AnnotationCode.isBeat($0.symbol) }
    try Self.check(count: beats.count, of: recording, path: path)
    scale = recording.samplesPerMark(of: annotations, signal)
    let end = (recording.duration * recording.signals[signal].samplingRate).rounded()
    let late = try LateBeats(
      of: beats, end: end, scale: scale, duration: recording.duration, path: path,
      tolerance: tolerance)
    remarks = [late.remark].compactMap(\.self)
    for beat in beats.dropLast(late.count) {
      // What rounding takes to the end is at the last sample still.
      let peak = Int(min((Double(beat.sample) * scale).rounded(), end - 1))
      // Two marks of one beat make no interval.
      guard peak > peaks.last ?? -1 else { continue }
      peaks.append(peak)
      labels.append((AAMIClass(symbol: beat.symbol) ?? .unknown).label)
      symbols.append(beat.symbol)
      samples.append(beat.sample)
    }
  }

  /// Refuses more beats than any heart has, which who reads a file may ask before it is in memory.
  ///
  /// - Parameters:
  ///   - count: how many are marked, or how many were found so far.
  ///   - recording: the recording that they are of.
  ///   - path: the file of annotations, for messages.
  /// - Throws: `FileError` where there are too many.
  package static func check(count: Int, of recording: RecordingFile, path: String) throws {
    let most = fewest + Int(min(recording.duration * mostPerSecond, 1e15))
    guard count > most else { return }
    throw FileError(
      .badData, path: path,
      "expected at most \(most) beats in a recording of \(recording.duration) s, found more",
      remedy: "Check that the annotations belong to this recording")
  }
}

extension RecordingFile {
  /// The samples of a signal for each step of the clock of annotations: they count frames of a WFDB
  /// record, and samples of any other recording, unless they give a rate of their own.
  fileprivate func samplesPerMark(of annotations: AnnotationFile, _ signal: Int) -> Double {
    annotations.samplingRate.map { signals[signal].samplingRate / $0 }
      ?? Double(samplesPerFrame(of: signal))
  }
}
