public import ECGRecordings

/// A record with beats whose classes are known, as experts marked them and as they are detected.
public struct LabelledRecording: Sendable {
  /// Beats with their R peaks.
  public struct Beats: Sendable {
    /// The R peaks in samples of the record.
    public let peaks: [Int]
    /// What a classifier may know of each.
    public let content: RecordingBeats
    /// The class of each, as an index into those of ``BeatTask/arrhythmia``; nil where a beat was
    /// detected that the experts did not mark.
    public internal(set) var labels: [Int?]
  }

  /// The most that a detected beat may lie from the marked one, in seconds.
  private static let window = 0.15

  /// The record's name.
  public let name: String
  /// The record's samples per second.
  public let frequency: Double
  /// The record's length in samples.
  public let sampleCount: Int
  /// The experts' annotations.
  public let reference: AnnotationFile
  /// The beats that the experts marked.
  public internal(set) var annotated: Beats
  /// The beats that ``RPeakDetector`` finds.
  public internal(set) var detected: Beats

  /// Reads a record and its annotations, `.atr`.
  ///
  /// - Throws: `FileError` where files are missing or damaged, or the rate does not do.
  public init(path: String) throws {
    let file = try RecordingFile.open(path)
    let lead = try file.chooseLead()
    let signal = try file.samples(ofSignal: lead.signal)
    let rate = file.signals[lead.signal].frequency
    reference = try AnnotationFile.read(path: path + ".atr", within: file.header)
    var (peaks, labels): ([Int], [Int]) = ([], [])
    for annotation in reference.annotations {
      guard let label = MITBIHSegmentation.label(of: annotation.symbol) else { continue }
      // Two marks of one beat make no interval.
      if let last = peaks.last, annotation.sample <= last { continue }
      peaks.append(annotation.sample)
      labels.append(label)
    }
    do {
      annotated = Beats(
        peaks: peaks,
        content: try RecordingBeats(signal: signal, peaks: peaks, samplingRate: rate),
        labels: labels)
      let found = try RPeakDetector.peaks(in: signal, samplingRate: rate)
      detected = Beats(
        peaks: found,
        content: try RecordingBeats(signal: signal, peaks: found, samplingRate: rate),
        labels: Self.labels(of: found, near: peaks, labels, within: Self.window * rate))
    } catch let error as SamplingRateError {
      throw FileError(
        .badData, path: path, error.description, remedy: "Resample the recording")
    } catch let error as ResamplingError {
      throw FileError(
        .badData, path: path, error.description, remedy: "Resample the recording")
    }
    name = file.name
    frequency = rate
    sampleCount = signal.count
  }

  /// For each beat found the class of the nearest marked one.
  static func labels(
    of found: [Int], near marked: [Int], _ labels: [Int], within window: Double
  ) -> [Int?] {
    var place = 0
    return found.map { peak in
      while place + 1 < marked.count, abs(marked[place + 1] - peak) <= abs(marked[place] - peak) {
        place += 1
      }
      guard place < marked.count, Double(abs(marked[place] - peak)) <= window else { return nil }
      return labels[place]
    }
  }
}
