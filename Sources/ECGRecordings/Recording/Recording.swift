/// A recording: what its header says and its samples.
public struct Recording: Sendable {
  /// What is known of the recording and its signals.
  public var header: RecordHeader
  /// The samples of each of the `C` signals in ADC units.
  public var samples: [[Int32]]

  /// Creates a recording.
  ///
  /// - Precondition: `samples` holds one array for each signal of the header.
  public init(header: RecordHeader, samples: [[Int32]]) {
    precondition(samples.count == header.signals.count)
    self.header = header
    self.samples = samples
  }

  /// The samples of one signal in its physical unit, `signals[signal].units`: NaN where there is no
  /// sample.
  public func physicalSamples(ofSignal signal: Int) -> [Float] {
    let description = header.signals[signal]
    let missing = description.format.missingValue
    let baseline = Double(description.baseline)
    return samples[signal].map {
      $0 == missing ? .nan : Float((Double($0) - baseline) / description.gain)
    }
  }
}
