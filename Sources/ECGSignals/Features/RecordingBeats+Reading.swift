import ECGFiles
public import ECGParallel
public import ECGRecordings

extension RecordingBeats {
  /// Reads the beats of several leads of a recording in one pass.
  ///
  /// - Parameters:
  ///   - times: the R peaks in seconds, ascending.
  ///   - recording: where they are.
  ///   - signals: the leads, at least one.
  ///   - threads: the threads that share the leads; the result does not depend on it.
  ///   - observe: called with each block as it is read.
  /// - Throws: `FileError`.
  public init(
    at times: [Double], in recording: RecordingFile, signals: [Int],
    threads: Int = ThreadCount.allCores,
    observe: (_ block: SignalBlock, _ share: Double) -> Void = { _, _ in }
  ) throws {
    var reader = try recording.reader(signals: signals)
    let reading: BeatReading
    do {
      reading = try BeatReading(
        at: times, samplingRates: signals.map { recording.signals[$0].samplingRate },
        threads: threads)
    } catch let error as ResamplingError {
      throw FileError(
        .badData, path: recording.path, error.description,
        remedy: "Resample the recording or choose another")
    }
    while let block = try reader.next() {
      reading.process(block.samples)
      observe(block, Double(reader.position) / Double(max(reader.frameCount, 1)))
    }
    self = reading.finish()
  }
}
