/// A signal of an opened recording.
public struct RecordedSignal: Equatable, Sendable {
  /// The name that the file gives it, such as `MLII` or `ECG II`; empty where it gives none.
  public var name: String
  /// The unit of the samples that are delivered: `mV` for every unit of voltage, otherwise the file's.
  public var unit: String
  /// The unit that the file gives.
  public var storedUnit: String
  /// Samples per second in Hz.
  public var samplingRate: Double

  init(name: String, storedUnit: String, samplingRate: Double) {
    self.name = name
    self.storedUnit = storedUnit
    self.samplingRate = samplingRate
    unit = VoltageUnit.millivolts(in: storedUnit) == nil ? storedUnit : "mV"
  }

  /// Whether the samples are a voltage, in mV.
  public var isVoltage: Bool { VoltageUnit.millivolts(in: storedUnit) != nil }
}

/// A remark in a recording file itself, such as an annotation of EDF+.
public struct RecordedEvent: Equatable, Sendable {
  /// Seconds from the recording's first sample; below 0 for what was remarked before it.
  public var onset: Double
  /// Seconds that it lasts, where the file says so.
  public var duration: Double?
  /// What is said.
  public var text: String

  /// Creates an event.
  public init(onset: Double, duration: Double? = nil, text: String) {
    self.onset = onset
    self.duration = duration
    self.text = text
  }
}
