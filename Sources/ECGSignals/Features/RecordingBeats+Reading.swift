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
    let quality: SignalQuality
    var leads = signals.map { _ in LeadBeats(capacity: times.count) }
    var reader = try recording.reader(signals: signals)
    do {
      var extractors = try signals.enumerated().map { index, signal in
        let rate = recording.signals[signal].samplingRate
        return index == 0
          ? try BeatExtractor.measuring(times: times, samplingRate: rate)
          : try BeatExtractor(times: times, samplingRate: rate)
      }
      let rate = recording.signals[signals[0]].samplingRate
      var rails = RailFinder(samplingRate: rate)
      var count = 0
      while let block = try reader.next() {
        for lead in signals.indices {
          extractors[lead].process(block.samples[lead], into: &leads[lead])
        }
        rails.process(block.samples[0])
        count += block.samples[0].count
        observe(block, Double(reader.position) / Double(max(reader.frameCount, 1)))
      }
      for lead in signals.indices { extractors[lead].finish(into: &leads[lead]) }
      rails.finish()
      quality =
        QualityAssessment(
          beats: leads[0], times: times, blocks: extractors[0].meter?.blocks ?? [], rails: rails,
          end: Double(count) / rate
        ).quality
    } catch let error as ResamplingError {
      throw FileError(
        .badData, path: recording.path, error.description,
        remedy: "Resample the recording or choose another")
    }
    self.init(times: times, leads: leads)
    self.quality = quality
  }
}
