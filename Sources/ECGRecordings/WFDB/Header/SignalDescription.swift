/// What a header says of one signal (WFDB's `header(5)`, "signal specification lines").
public struct SignalDescription: Equatable, Sendable {
  /// The name of the file that holds the signal's samples, in the header's folder.
  public var fileName: String
  /// How the file stores samples.
  public var format: SignalFormat
  /// Samples of this signal per frame; more than 1 where it was sampled faster than others.
  public var samplesPerFrame: Int
  /// By how many frames the stored signal lags behind the record's first one. ``Recording`` gives
  /// samples as they are stored; ``RecordingFile`` takes the skew out.
  public var skew: Int
  /// Bytes before the first sample in the file.
  public var byteOffset: Int
  /// ADC units per physical unit.
  public var gain: Double
  /// Whether the header says the gain: where it is silent or says 0, ``assumedGain`` stands for one
  /// that nobody knows.
  public internal(set) var isCalibrated = true
  /// The ADC value of 0 physical units.
  public var baseline: Int
  /// The physical unit, such as `mV`.
  public var units: String
  /// Bits per sample of the converter.
  public var adcResolution: Int
  /// The ADC value in the middle of the converter's range.
  public var adcZero: Int
  /// The first sample in ADC units.
  public var initialValue: Int
  /// The sum of all samples modulo 65,536, where the header gives it.
  public var checksum: Int16?
  /// The block size in bytes of devices that must be read in blocks, otherwise 0.
  public var blockSize: Int
  /// The signal's name, such as `MLII`; empty where the header gives none.
  public var name: String

  /// Creates a description; what is not given is what `header(5)` assumes where a header is silent.
  public init(
    fileName: String, format: SignalFormat, samplesPerFrame: Int = 1, skew: Int = 0,
    byteOffset: Int = 0, gain: Double = SignalDescription.assumedGain, baseline: Int = 0,
    units: String = "mV", adcResolution: Int = 12, adcZero: Int = 0, initialValue: Int = 0,
    checksum: Int16? = nil, blockSize: Int = 0, name: String = ""
  ) {
    self.fileName = fileName
    self.format = format
    self.samplesPerFrame = samplesPerFrame
    self.skew = skew
    self.byteOffset = byteOffset
    self.gain = gain
    self.baseline = baseline
    self.units = units
    self.adcResolution = adcResolution
    self.adcZero = adcZero
    self.initialValue = initialValue
    self.checksum = checksum
    self.blockSize = blockSize
    self.name = name
  }

  /// The gain of signals whose header gives none, in ADC units per millivolt.
  public static let assumedGain = 200.0
}
