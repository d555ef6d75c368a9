public import ECGSignals
import ECGFiles
public import ECGRecordings

/// The beats found in one lead of a recording.
public struct DetectedBeats {
  /// The recording.
  public let recording: RecordingFile
  /// The lead.
  public let lead: LeadChoice
  /// The lead's samples.
  public private(set) var sampleCount = 0
  /// What to tell of the lead, such as that it is flat where another one is not, in sentences
  /// without a full stop.
  public private(set) var remarks: [String] = []
  /// The R peaks, counted in samples of the lead.
  public private(set) var peaks: [Int] = []
  /// Where the lead says nothing of them; without episodes until ``assess()``.
  public private(set) var quality = SignalQuality()
  /// Where it has no samples, in seconds, ascending; none before ``assess()``.
  public private(set) var gaps: [Range<Double>] = []

  /// What is longer is a header that lies: gaps cost no bytes, but time.
  private static let longestDuration: Double = 366 * 86_400

  /// Whether beats can be looked for in a signal.
  static func canSearch(_ recording: RecordingFile, _ signal: Int) -> Bool {
    recording.duration <= longestDuration
      && RPeakDetector.samplingRates.contains(recording.signals[signal].samplingRate)
  }

  /// Reads a lead block by block and finds its beats.
  ///
  /// - Parameters:
  ///   - recording: the recording.
  ///   - name: the lead, or nil for the best one.
  ///   - progress: called with the share of the recording that is done.
  /// - Throws: `FileError` where the recording cannot be read, has no such lead, was sampled too
  ///   slowly or too fast, or is said to last longer than a year.
  public init(
    in recording: RecordingFile, lead name: String?, progress: (Double) -> Void = { _ in }
  ) throws {
    try self.init(
      in: recording, lead: recording.chooseLead(named: name), progress: progress)
  }

  /// Reads a lead that was chosen block by block and finds its beats.
  ///
  /// - Throws: `FileError` as ``init(in:lead:progress:)-(_,String?,_)`` does.
  public init(
    in recording: RecordingFile, lead: LeadChoice, progress: (Double) -> Void = { _ in }
  ) throws {
    self.recording = recording
    self.lead = lead
    guard recording.duration <= DetectedBeats.longestDuration else {
      throw FileError(
        .badData, path: recording.path,
        "expected a recording of at most a year, found one of \(recording.duration) s",
        remedy: "Correct the times in the file or export it again")
    }
    var detector = try DetectedBeats.detector(for: recording, lead)
    var reader = try recording.reader(signals: [lead.signal])
    var isFlat = true
    var first: Float?
    while let block = try reader.next() {
      let samples = block.samples[0]
      first = first ?? samples.first { !$0.isNaN }
      if isFlat { isFlat = samples.allSatisfy { $0.isNaN || $0 == first } }
      sampleCount += samples.count
      peaks += detector.process(samples)
      progress(Double(reader.position) / Double(max(reader.frameCount, 1)))
    }
    peaks += detector.finish()
    if isFlat { remarks += try FlatLead.remarks(on: recording, lead) }
    if let remark = recording.unitRemark(on: lead.signal) { remarks.append(remark) }
  }

  /// Reads the lead once more to find where it says nothing of its beats.
  ///
  /// - Throws: `FileError`.
  public mutating func assess() throws {
    try findQuality()
    remarks += quality.remarks
    remarks += try UnusableLead.remarks(on: recording, lead, quality, gaps)
    let seconds = Double(sampleCount) / samplingRate
    if let remark = events.openPausesRemark(gaps: gaps, seconds: seconds) {
      remarks.append(remark)
    }
  }

  /// The same without a word.
  mutating func findQuality() throws {
    let beats = try RecordingBeats(
      at: peaks.map { Double($0) / samplingRate }, in: recording, signals: [lead.signal],
      threads: 1)
    gaps = beats.gaps
    quality = beats.quality.outside(gaps)
  }

  /// The beats with what lies between them.
  public var events: RhythmEvents {
    RhythmEvents(
      times: peaks.map { Double($0) / samplingRate },
      labels: [Int](repeating: AAMIClass.normal.label, count: peaks.count),
      gaps: gaps, unusable: quality.ranges,
      ventricularFlutter: quality.ventricularFlutter)
  }

  /// The lead's samples per second.
  public var samplingRate: Double { recording.signals[lead.signal].samplingRate }

  /// The peaks as annotations: at the record's rate for a WFDB record, whose files share it,
  /// otherwise at the lead's rate. They say it themselves, as they may come to lie beside a record
  /// of another rate.
  public var annotations: AnnotationFile {
    let channel = UInt8(clamping: lead.signal)
    let samplesPerFrame = recording.samplesPerFrame(of: lead.signal)
    let beats = peaks.map {
      Annotation(sample: $0 / samplesPerFrame, symbol: "N", channel: channel)
    }
    let rate = samplingRate / Double(samplesPerFrame)
    return AnnotationFile(
      annotations: quality.marked(
        beats, channel: channel, rate: rate, end: Double(sampleCount) / samplingRate),
      samplingRate: rate)
  }

  private static func detector(
    for recording: RecordingFile, _ lead: LeadChoice
  ) throws -> RPeakDetector {
    do {
      return try RPeakDetector(samplingRate: recording.signals[lead.signal].samplingRate)
    } catch let error as SamplingRateError {
      throw FileError(
        .badData, path: recording.path, error.description,
        remedy: "Resample the recording or choose another")
    }
  }
}
