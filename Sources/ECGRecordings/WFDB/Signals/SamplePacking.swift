/// A format whose samples have a fixed width in bits: blocks of `samplesPerBlock` samples fill
/// `bytesPerBlock` bytes.
///
/// Packing knows nothing of signals: the samples of a file are one sequence, which
/// ``SignalFileReader`` deals out to the signals.
protocol SamplePacking {
  static var samplesPerBlock: Int { get }
  static var bytesPerBlock: Int { get }

  /// The bytes that `count` samples take; the last block may be cut short. Nil on overflow.
  static func byteCount(ofSamples count: Int) -> Int?

  /// Unpacks `samples.count` samples from the start of `bytes`, which holds enough bytes for them.
  static func unpack(
    _ bytes: UnsafeRawBufferPointer, into samples: UnsafeMutableBufferPointer<Int32>)
}

/// Format 16: one little-endian Int16 a sample.
enum Packing16: SamplePacking {
  static let samplesPerBlock = 1
  static let bytesPerBlock = 2

  static func byteCount(ofSamples count: Int) -> Int? {
    let (bytes, overflow) = count.multipliedReportingOverflow(by: 2)
    return overflow ? nil : bytes
  }

  static func unpack(
    _ bytes: UnsafeRawBufferPointer, into samples: UnsafeMutableBufferPointer<Int32>
  ) {
    for index in samples.indices {
      let word = bytes.loadUnaligned(fromByteOffset: 2 * index, as: UInt16.self)
      samples[index] = Int32(Int16(bitPattern: UInt16(littleEndian: word)))
    }
  }
}

/// Format 212: two 12-bit samples in three bytes. The first byte holds the low bits of the first
/// sample, the third those of the second, the middle one the high bits of the first (low nibble)
/// and of the second (high nibble).
enum Packing212: SamplePacking {
  static let samplesPerBlock = 2
  static let bytesPerBlock = 3

  static func byteCount(ofSamples count: Int) -> Int? {
    let (bytes, overflow) = (count / 2).multipliedReportingOverflow(by: 3)
    let (sum, sumOverflow) = bytes.addingReportingOverflow(count % 2 * 2)
    return overflow || sumOverflow ? nil : sum
  }

  static func unpack(
    _ bytes: UnsafeRawBufferPointer, into samples: UnsafeMutableBufferPointer<Int32>
  ) {
    var byte = 0
    var index = 0
    while index + 1 < samples.count {
      let middle = Int32(bytes[byte + 1])
      samples[index] = signed(Int32(bytes[byte]) | (middle & 0x0F) << 8)
      samples[index + 1] = signed(Int32(bytes[byte + 2]) | (middle & 0xF0) << 4)
      byte += 3
      index += 2
    }
    if index < samples.count {
      samples[index] = signed(Int32(bytes[byte]) | (Int32(bytes[byte + 1]) & 0x0F) << 8)
    }
  }

  /// The two's complement value of 12 bits.
  @inline(__always)
  private static func signed(_ bits: Int32) -> Int32 { (bits << 20) >> 20 }
}
