/// A format whose samples have a fixed width in bits: blocks of `samplesPerBlock` samples fill
/// `bytesPerBlock` bytes.
///
/// Packing knows nothing of signals: the samples of a file are one sequence, which ``SignalFile``
/// deals out to the signals.
protocol SamplePacking: SendableMetatype {
  static var samplesPerBlock: Int { get }
  static var bytesPerBlock: Int { get }

  /// The bytes that the first `count` samples of a block take, for `count` below `samplesPerBlock`.
  static func byteCount(ofPartialBlock count: Int) -> Int

  /// Unpacks `samples.count` samples from the start of `bytes`, which holds enough bytes for them.
  static func unpack(
    _ bytes: UnsafeRawBufferPointer, into samples: UnsafeMutableBufferPointer<Int32>)

  /// Appends the bytes of `samples`, of which each is in the format's range.
  static func pack(_ samples: UnsafeBufferPointer<Int32>, into bytes: inout [UInt8])
}

extension SamplePacking {
  static func byteCount(ofPartialBlock count: Int) -> Int { 0 }

  /// The bytes that `count` samples take; the last block may be cut short. Nil on overflow.
  static func byteCount(ofSamples count: Int) -> Int? {
    let (whole, rest) = count.quotientAndRemainder(dividingBy: samplesPerBlock)
    let (bytes, overflow) = whole.multipliedReportingOverflow(by: bytesPerBlock)
    let (sum, sumOverflow) = bytes.addingReportingOverflow(byteCount(ofPartialBlock: rest))
    return overflow || sumOverflow ? nil : sum
  }

  /// How many samples `count` bytes hold.
  static func sampleCount(inBytes count: Int) -> Int {
    let (blocks, rest) = count.quotientAndRemainder(dividingBy: bytesPerBlock)
    let partial = (1..<samplesPerBlock).last { byteCount(ofPartialBlock: $0) <= rest } ?? 0
    return blocks * samplesPerBlock + partial
  }
}

/// Format 212: two 12-bit samples in three bytes. The first byte holds the low bits of the first
/// sample, the third those of the second, the middle one the high bits of the first (low nibble)
/// and of the second (high nibble).
enum Packing212: SamplePacking {
  static let samplesPerBlock = 2
  static let bytesPerBlock = 3

  static func byteCount(ofPartialBlock count: Int) -> Int { 2 * count }

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

  static func pack(_ samples: UnsafeBufferPointer<Int32>, into bytes: inout [UInt8]) {
    for index in stride(from: 0, to: samples.count, by: 2) {
      let first = samples[index]
      let second = index + 1 < samples.count ? samples[index + 1] : 0
      bytes.append(UInt8(truncatingIfNeeded: first))
      bytes.append(UInt8(truncatingIfNeeded: (first >> 8) & 0x0F | (second >> 4) & 0xF0))
      if index + 1 < samples.count { bytes.append(UInt8(truncatingIfNeeded: second)) }
    }
  }

  /// The two's complement value of 12 bits.
  @inline(__always)
  private static func signed(_ bits: Int32) -> Int32 { (bits << 20) >> 20 }
}

/// Format 310: three 10-bit samples in two little-endian words. The first and the second sample are
/// bits 1 to 10 of the first and second word; the third has its low half in the upper five bits of
/// the first word and its high half in those of the second.
enum Packing310: SamplePacking {
  static let samplesPerBlock = 3
  static let bytesPerBlock = 4

  static func byteCount(ofPartialBlock count: Int) -> Int { 2 * count }

  static func unpack(
    _ bytes: UnsafeRawBufferPointer, into samples: UnsafeMutableBufferPointer<Int32>
  ) {
    for block in 0..<(samples.count + 2) / 3 {
      let rest = samples.count - 3 * block
      let first = word(bytes, 4 * block)
      samples[3 * block] = signed(first >> 1)
      guard rest > 1 else { return }
      let second = word(bytes, 4 * block + 2)
      samples[3 * block + 1] = signed(second >> 1)
      guard rest > 2 else { return }
      samples[3 * block + 2] = signed(first >> 11 | (second >> 11) << 5)
    }
  }

  static func pack(_ samples: UnsafeBufferPointer<Int32>, into bytes: inout [UInt8]) {
    for index in stride(from: 0, to: samples.count, by: 3) {
      let rest = samples.count - index
      let third = rest > 2 ? samples[index + 2] : 0
      append((samples[index] & 0x3FF) << 1 | (third & 0x1F) << 11, to: &bytes)
      guard rest > 1 else { return }
      append((samples[index + 1] & 0x3FF) << 1 | ((third >> 5) & 0x1F) << 11, to: &bytes)
    }
  }

  private static func word(_ bytes: UnsafeRawBufferPointer, _ offset: Int) -> Int32 {
    Int32(bytes[offset]) | Int32(bytes[offset + 1]) << 8
  }

  private static func append(_ word: Int32, to bytes: inout [UInt8]) {
    bytes.append(UInt8(truncatingIfNeeded: word))
    bytes.append(UInt8(truncatingIfNeeded: word >> 8))
  }

  /// The two's complement value of the lower 10 bits.
  private static func signed(_ bits: Int32) -> Int32 { (bits << 22) >> 22 }
}

/// Format 311: three 10-bit samples in a little-endian word of 32 bits, the first in the lowest
/// bits; the upper two bits are unused.
enum Packing311: SamplePacking {
  static let samplesPerBlock = 3
  static let bytesPerBlock = 4

  /// One sample ends in the second byte, two in the third.
  static func byteCount(ofPartialBlock count: Int) -> Int { count == 0 ? 0 : count + 1 }

  static func unpack(
    _ bytes: UnsafeRawBufferPointer, into samples: UnsafeMutableBufferPointer<Int32>
  ) {
    for block in 0..<(samples.count + 2) / 3 {
      let rest = min(samples.count - 3 * block, 3)
      var word: UInt32 = 0
      for byte in 0..<(rest == 3 ? 4 : rest + 1) {
        word |= UInt32(bytes[4 * block + byte]) << UInt32(8 * byte)
      }
      for sample in 0..<rest {
        let bits = Int32(truncatingIfNeeded: word >> UInt32(10 * sample))
        samples[3 * block + sample] = (bits << 22) >> 22
      }
    }
  }

  /// A last block of two samples is written whole: WFDB's C library wants its fourth byte.
  static func pack(_ samples: UnsafeBufferPointer<Int32>, into bytes: inout [UInt8]) {
    for index in stride(from: 0, to: samples.count, by: 3) {
      let rest = min(samples.count - index, 3)
      var word: UInt32 = 0
      for sample in 0..<rest {
        word |= (UInt32(bitPattern: samples[index + sample]) & 0x3FF) << UInt32(10 * sample)
      }
      for byte in 0..<(rest == 1 ? 2 : 4) {
        bytes.append(UInt8(truncatingIfNeeded: word >> UInt32(8 * byte)))
      }
    }
  }
}
