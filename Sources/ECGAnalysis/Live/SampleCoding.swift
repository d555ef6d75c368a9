/// How the samples of a stream are coded in bytes, little-endian.
public enum SampleCoding: String, CaseIterable, Sendable {
  /// 32-bit floating point, NaN where a sample is missing.
  case f32
  /// 16-bit integers, -32768 where one is missing.
  case i16

  /// The bytes of a sample.
  public var size: Int { self == .f32 ? 4 : 2 }

  /// Decodes samples that follow upon one another, those of all leads at each time.
  ///
  /// - Parameters:
  ///   - bytes: the samples; what is left over after the last that all leads have is not looked at.
  ///   - leads: how many leads there are, `C`.
  /// - Returns: the samples of each lead, NaN where one is missing: `C` of the same length.
  public func decode(_ bytes: UnsafeRawBufferPointer, leads: Int) -> [[Float]] {
    let frame = leads * size
    return (0..<leads).map { lead in
      (0..<bytes.count / frame).map { sample(bytes, at: $0 * frame + lead * size) }
    }
  }

  private func sample(_ bytes: UnsafeRawBufferPointer, at offset: Int) -> Float {
    switch self {
    case .f32:
      let bits = bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self)
      return Float(bitPattern: UInt32(littleEndian: bits))
    case .i16:
      let value = Int16(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Int16.self))
      return value == .min ? .nan : Float(value)
    }
  }
}
