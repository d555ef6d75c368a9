/// A signal of an opened recording.
public struct RecordedSignal: Equatable, Sendable {
  /// The name that the file gives it, such as `MLII` or `ECG II`; empty where it gives none.
  public var name: String
  /// The unit of the samples that are delivered: `mV` for every unit of voltage,
  /// otherwise the file's.
  public var unit: String
  /// The unit that the file gives.
  public var storedUnit: String
  /// Samples per second in Hz.
  public var samplingRate: Double
  /// Why the signal cannot be read though the file has it, such as `its file 'x.dat' is not there`;
  /// its samples are then NaN. Nil where it can be read.
  public var flaw: String?

  /// The number that names the signal beside its name, counted from 1: that of its column in a
  /// table; nil for its index among the signals.
  var number: Int?
  /// What the file's beginning shows of its samples; nil where nobody looked.
  var glimpse: Glimpse?

  /// What the beginning of a file shows of a signal.
  struct Glimpse: Equatable, Sendable {
    /// Whether all samples are the same.
    var isFlat = false
    /// Whether there are two different ones, as of a switch or a mark.
    var isTwoLevels = false
    /// The lowest and highest sample in the unit of the file.
    var range: ClosedRange<Float>?
    /// Whether the file or the user says the unit, so that it is not just taken for mV.
    var isUnitStated = true
  }

  init(
    name: String, storedUnit: String, samplingRate: Double, number: Int? = nil,
    glimpse: Glimpse? = nil, flaw: String? = nil
  ) {
    self.name = name
    self.flaw = flaw
    self.storedUnit = storedUnit
    self.samplingRate = samplingRate
    (self.number, self.glimpse) = (number, glimpse)
    unit = VoltageUnit.millivolts(in: storedUnit) == nil ? storedUnit : "mV"
  }

  /// What the signal is called where it is the one at `index`, counted from 0.
  func title(at index: Int) -> String {
    let number = number ?? index + 1
    return name.isEmpty ? "signal \(number)" : "signal \(number) '\(name)'"
  }

  /// Whether the samples are a voltage, in mV.
  public var isVoltage: Bool { VoltageUnit.millivolts(in: storedUnit) != nil }

  /// The lead that its name means, such as `MLII`, `aVR` or `V1`, however it is spelled; nil where
  /// it is of something else.
  public var lead: String? { LeadName.isLead(name) ? LeadName.standard(name) : nil }
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
