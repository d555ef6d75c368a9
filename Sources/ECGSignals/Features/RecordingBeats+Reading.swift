import ECGFiles
public import ECGRecordings

extension RecordingBeats {
  /// Reads the beats of several leads of a recording in one pass.
  ///
  /// - Parameters:
  ///   - times: the R peaks in seconds, ascending.
  ///   - recording: where they are.
  ///   - signals: the leads, at least one.
  ///   - observe: called with each block as it is read.
  /// - Throws: `FileError`.
  public init(
    at times: [Double], in recording: RecordingFile, signals: [Int],
    observe: (_ block: SignalBlock, _ share: Double) -> Void = { _, _ in }
  ) throws {
    var leads = signals.map { _ in LeadBeats(capacity: times.count) }
    var reader = try recording.reader(signals: signals)
    do {
      var extractors = try signals.map {
        try BeatExtractor(times: times, samplingRate: recording.signals[$0].samplingRate)
      }
      while let block = try reader.next() {
        for lead in signals.indices {
          extractors[lead].process(block.samples[lead], into: &leads[lead])
        }
        observe(block, Double(reader.position) / Double(max(reader.frameCount, 1)))
      }
      for lead in signals.indices { extractors[lead].finish(into: &leads[lead]) }
    } catch let error as ResamplingError {
      throw FileError(
        .badData, path: recording.path, error.description,
        remedy: "Resample the recording or choose another")
    }
    self.init(times: times, leads: leads)
  }
}
