public import ECGRecordings

extension SyntheticRecording {
  /// Units per millivolt of ``record(named:samplingRate:)``.
  private static let gain = 1000.0

  /// The recording as a WFDB record: 16 bits a sample, a microvolt a unit.
  ///
  /// - Parameters:
  ///   - name: the record's name, which its signal file has too.
  ///   - samplingRate: the samples per second that its header says.
  public func record(
    named name: String, samplingRate: Double = SyntheticRecording.samplingRate
  ) -> Recording {
    let signals = Self.leads.map {
      SignalDescription(
        fileName: "\(name).dat", format: .format16, gain: Self.gain, adcResolution: 16, name: $0)
    }
    return Recording(
      header: RecordHeader(name: name, samplingRate: samplingRate, signals: signals),
      samples: samples.map { $0.map { Int32(($0 * Float(Self.gain)).rounded()) } })
  }

  /// The beats as annotations of WFDB, supraventricular ones as `A`.
  public var annotations: AnnotationFile {
    let symbols: [Character] = ["N", "A", "V", "F", "Q"]
    return AnnotationFile(
      annotations: zip(peaks, labels).map { Annotation(sample: $0, symbol: symbols[$1]) })
  }
}
