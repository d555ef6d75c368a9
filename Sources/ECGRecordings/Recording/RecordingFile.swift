package import ECGFiles
public import Foundation

/// A recording of any supported format, opened for reading.
///
/// Opening reads the headers and checks the lengths; samples are read when they are asked for, in
/// blocks through ``reader(signals:)`` or whole through ``samples(ofSignal:)``. Voltages come in mV
/// whatever unit the file stores, other quantities in their own unit; what is missing is NaN.
public struct RecordingFile: Sendable {
  /// The path as the user named it.
  public let path: String
  /// What the file is.
  public let format: RecordingFormat
  /// When the recording began, as far as the file says, in the local time of the recorder.
  public let start: DateComponents?
  /// The `C` signals.
  public let signals: [RecordedSignal]
  /// What the file itself remarks, in order of time: annotations of EDF+.
  public let events: [RecordedEvent]
  /// The header of a WFDB record.
  public let header: RecordHeader?
  /// What of the recording is left out or is not as its file says, for the person who reads it:
  /// sentences without a full stop, such as
  /// `the file is cut short: 58 of 60 data records are there`.
  public let remarks: [String]
  /// What was decided where the file left it open, such as which column is a time: sentences
  /// without a full stop.
  public let decisions: [String]

  let store: any SampleStore
  /// Where the recording's files are.
  package let folder: InputFolder
  /// What it was allowed to ask for, which holds for its annotations and beats too.
  package internal(set) var limits = RecordingLimits()

  init(
    path: String, format: RecordingFormat, start: DateComponents?, events: [RecordedEvent] = [],
    header: RecordHeader? = nil, decisions: [String] = [], store: any SampleStore,
    folder: InputFolder = .disk
  ) {
    self.path = path
    self.format = format
    self.start = start
    self.events = events
    self.header = header
    self.decisions = decisions
    self.store = store
    self.folder = folder
    signals = store.signals
    remarks = store.remarks + Self.flaws(of: store.signals)
  }

  /// What keeps signals from being read: a sentence for all that follow one another for the same
  /// reason, such as a file that is not there.
  private static func flaws(of signals: [RecordedSignal]) -> [String] {
    var flaws: [(titles: [String], flaw: String)] = []
    var last = -1
    for (index, signal) in signals.enumerated() {
      guard let flaw = signal.flaw else { continue }
      if last == index - 1, flaws.last?.flaw == flaw {
        flaws[flaws.count - 1].titles.append(signal.title(at: index))
      } else {
        flaws.append(([signal.title(at: index)], flaw))
      }
      last = index
    }
    return flaws.map { "\($0.titles.joined(separator: ", ")) cannot be read: \($0.flaw)" }
  }

  /// The recording's name: that of its file without the extension, and without that of gzip, for a
  /// WFDB record that of its header.
  public var name: String {
    let file = URL(filePath: (store as? WFDBStore)?.record.headerPath ?? path)
    let isPacked = file.pathExtension.lowercased() == "gz"
    return (isPacked ? file.deletingPathExtension() : file).deletingPathExtension()
      .lastPathComponent
  }

  /// The suffix of the annotation file by which a WFDB record was named, such as `atr` of
  /// `100.atr`; nil where the record itself was named, or one of its signal files.
  public var namedAnnotator: String? {
    let file = URL(filePath: path)
    guard let header, header.segments.isEmpty, !["", "hea"].contains(file.pathExtension),
      file.deletingPathExtension().lastPathComponent == name,
      !header.signals.contains(where: { $0.fileName == file.lastPathComponent })
    else { return nil }
    return file.pathExtension
  }

  /// Seconds from the first sample to the end of the last one, gaps included.
  public var duration: Double {
    guard let last = store.runs.last else { return 0 }
    return last.start + Double(last.periods.count) * store.period
  }

  /// How many of a signal's samples are one count of the annotations beside the recording: those of
  /// a frame of a WFDB record, and 1 in any other recording.
  ///
  /// - Parameter signal: an index into ``signals``.
  package func samplesPerFrame(of signal: Int) -> Int {
    max(1, header?.signals[signal].samplesPerFrame ?? 1)
  }

  /// - Throws: `FileError` where the recording is longer, or has more samples, than ``limits`` say.
  func checkSamples() throws {
    try limits.check(segments: store.runs.count, path: path)
    let periods = duration / store.period
    try limits.check(
      frames: periods < 1e15 ? Int(max(periods, 0).rounded()) : .max,
      of: store.samplesPerPeriod.reduce(0, +), lasting: store.period,
      path: path)
  }

  /// A reader of some signals that stands at the first sample.
  ///
  /// - Parameter wanted: indices into ``signals``.
  /// - Precondition: there are such signals.
  /// - Throws: `FileError`.
  public func reader(signals wanted: [Int]) throws -> SignalReader {
    try SignalReader(store, signals: wanted, path: path)
  }

  /// All samples of one signal, at its own rate.
  ///
  /// - Throws: `FileError`, also where the recording is nearly all gaps and would not
  ///   fit in memory.
  public func samples(ofSignal signal: Int) throws -> [Float] {
    var reader = try reader(signals: [signal])
    let width = reader.samplesPerFrame.first ?? 1
    try SizeLimit.check(
      frameCount: reader.frameCount, frameSize: width, stored: store.storedSampleCount, path: path)
    var result: [Float] = []
    result.reserveCapacity(reader.frameCount * width)
    while let block = try reader.next(1 << 16) { result += block.samples[0] }
    return result
  }
}
