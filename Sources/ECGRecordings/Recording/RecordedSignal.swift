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
  /// Why the signal cannot be read though the file has it, such as `its file 'x.dat' is not there`; its
  /// samples are then NaN. Nil where it can be read.
  public var flaw: String?

  init(name: String, storedUnit: String, samplingRate: Double, flaw: String? = nil) {
    self.name = name
    self.flaw = flaw
    self.storedUnit = storedUnit
    self.samplingRate = samplingRate
    unit = VoltageUnit.millivolts(in: storedUnit) == nil ? storedUnit : "mV"
  }

  /// What the signal is called where it is the one at `index`, counted from 0.
  func title(at index: Int) -> String {
    name.isEmpty ? "signal \(index + 1)" : "signal \(index + 1) '\(name)'"
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
