import ECGBeats
import ECGRecordings

/// The beats found in one lead of a record.
struct DetectedBeats {
  let header: RecordHeader
  /// The index of the lead among the record's signals.
  let signal: Int
  /// The lead's samples per second.
  let samplingRate: Double
  /// The lead's samples, and how many of them are missing.
  let sampleCount: Int
  let missingCount: Int
  /// The R peaks, counted in samples of the lead.
  let peaks: [Int]

  /// The units in which a lead is given.
  private static let voltages: Set<String> = ["mV", "uV", "µV", "μV", "V", "nV"]

  /// Reads a record and finds the beats of a lead.
  ///
  /// - Throws: `FileError` where the record cannot be read, has no such lead, or was sampled too
  ///   slowly or too fast.
  init(record: String, lead: String?) throws {
    let recording = try Recording.read(path: record)
    let path = DetectedBeats.headerPath(of: record)
    header = recording.header
    signal = try DetectedBeats.signal(named: lead, in: header, path: path)
    let samples = recording.physicalSamples(ofSignal: signal)
    samplingRate = header.frequency * Double(header.signals[signal].samplesPerFrame)
    sampleCount = samples.count
    missingCount = samples.reduce(0) { $0 + ($1.isNaN ? 1 : 0) }
    do {
      peaks = try RPeakDetector.peaks(in: samples, samplingRate: samplingRate)
    } catch let error as SamplingRateError {
      throw FileError(
        .badData, path: path, error.description, remedy: "Resample the record or choose another")
    }
  }

  /// The path of a record's header, which may be named with or without `.hea`.
  static func headerPath(of record: String) -> String {
    record.hasSuffix(".hea") ? record : record + ".hea"
  }

  /// The peaks as annotations, at the record's rate.
  var annotations: AnnotationFile {
    let samplesPerFrame = max(1, header.signals[signal].samplesPerFrame)
    return AnnotationFile(
      annotations: peaks.map {
        Annotation(
          sample: $0 / samplesPerFrame, symbol: "N", channel: UInt8(clamping: signal))
      })
  }

  private static func signal(
    named lead: String?, in header: RecordHeader, path: String
  ) throws -> Int {
    let names = header.signals.map(\.name)
    guard !names.isEmpty else {
      throw FileError(
        .badData, path: path, "expected a signal, found none", remedy: "Name a record with signals")
    }
    guard let lead else {
      return header.signals.firstIndex { voltages.contains($0.units) } ?? 0
    }
    if let exact = names.firstIndex(of: lead) { return exact }
    if let alike = names.firstIndex(where: { $0.lowercased() == lead.lowercased() }) {
      return alike
    }
    throw FileError(
      .badData, path: path,
      "expected a lead named \(lead), found \(names.joined(separator: ", "))",
      remedy: "Name one of these with --lead")
  }
}
