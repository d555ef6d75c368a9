/// How a signal file stores its samples (WFDB's `signal(5)`); the raw value is the number headers
/// use.
public enum SignalFormat: Int, CaseIterable, Hashable, Sendable {
  /// No file: the signal has no samples here, as in the layout header of a multi-segment record.
  case format0 = 0
  /// First differences in one byte.
  case format8 = 8
  /// 16-bit two's complement, least significant byte first.
  case format16 = 16
  /// 24-bit two's complement, least significant byte first.
  case format24 = 24
  /// 32-bit two's complement, least significant byte first.
  case format32 = 32
  /// 16-bit two's complement, most significant byte first.
  case format61 = 61
  /// 8-bit offset binary.
  case format80 = 80
  /// 16-bit offset binary.
  case format160 = 160
  /// Pairs of 12-bit two's complement samples in three bytes.
  case format212 = 212
  /// Triples of 10-bit two's complement samples in four bytes.
  case format310 = 310
  /// Triples of 10-bit two's complement samples in four bytes, packed in another way.
  case format311 = 311
  /// FLAC, 8 bits per sample.
  case format508 = 508
  /// FLAC, 16 bits per sample.
  case format516 = 516
  /// FLAC, 24 bits per sample.
  case format524 = 524

  /// The value that stands for "no sample here", in the formats that have one.
  public var missingValue: Int32? {
    switch self {
    case .format16, .format61, .format160, .format516: -32_768
    case .format212: -2_048
    case .format24, .format524: -8_388_608
    case .format32: Int32.min
    case .format80, .format508: -128
    case .format310, .format311: -512
    case .format0, .format8: nil
    }
  }

  /// The samples that the format can hold; of format 8, whose samples are sums, any.
  public var sampleRange: ClosedRange<Int32> {
    switch self {
    case .format16, .format61, .format160, .format516: -32_768...32_767
    case .format212: -2_048...2_047
    case .format24, .format524: -8_388_608...8_388_607
    case .format80, .format508: -128...127
    case .format310, .format311: -512...511
    case .format0, .format8, .format32: Int32.min...Int32.max
    }
  }

  /// How samples are packed, or nil for formats without files of their own or compressed ones.
  var packing: (any SamplePacking.Type)? {
    switch self {
    case .format8: Packing8.self
    case .format16: Packing16.self
    case .format24: Packing24.self
    case .format32: Packing32.self
    case .format61: Packing61.self
    case .format80: Packing80.self
    case .format160: Packing160.self
    case .format212: Packing212.self
    case .format310: Packing310.self
    case .format311: Packing311.self
    case .format0, .format508, .format516, .format524: nil
    }
  }
}
