/// A format whose samples take a whole number of bytes each.
protocol BytePacking: SamplePacking {
  /// The value of the sample whose bytes begin at `offset`.
  static func sample(_ bytes: UnsafeRawBufferPointer, at offset: Int) -> Int32

  /// Appends a sample's bytes.
  static func append(_ sample: Int32, to bytes: inout [UInt8])
}

extension BytePacking {
  static var samplesPerBlock: Int { 1 }

  @inline(__always)
  static func unpackAll(
    _ bytes: UnsafeRawBufferPointer, into samples: UnsafeMutableBufferPointer<Int32>
  ) {
    for index in samples.indices { samples[index] = sample(bytes, at: bytesPerBlock * index) }
  }

  static func unpack(
    _ bytes: UnsafeRawBufferPointer, into samples: UnsafeMutableBufferPointer<Int32>
  ) { unpackAll(bytes, into: samples) }

  static func pack(_ samples: UnsafeBufferPointer<Int32>, into bytes: inout [UInt8]) {
    for sample in samples { append(sample, to: &bytes) }
  }
}

extension BytePacking {
  /// Appends the lower `count` bytes of `bits`, the lowest first.
  @inline(__always)
  fileprivate static func append(_ bits: Int32, count: Int, to bytes: inout [UInt8]) {
    for byte in 0..<count { bytes.append(UInt8(truncatingIfNeeded: bits >> Int32(8 * byte))) }
  }

  @inline(__always)
  fileprivate static func word(_ bytes: UnsafeRawBufferPointer, at offset: Int) -> UInt16 {
    UInt16(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt16.self))
  }
}

/// Format 8: the difference from the signal's sample before, an Int8. ``SignalFile`` sums them up.
enum Packing8: BytePacking {
  static let bytesPerBlock = 1

  static func sample(_ bytes: UnsafeRawBufferPointer, at offset: Int) -> Int32 {
    Int32(Int8(bitPattern: bytes[offset]))
  }

  static func append(_ sample: Int32, to bytes: inout [UInt8]) {
    append(sample, count: 1, to: &bytes)
  }
}

/// Format 16: a little-endian Int16.
enum Packing16: BytePacking {
  static let bytesPerBlock = 2

  static func sample(_ bytes: UnsafeRawBufferPointer, at offset: Int) -> Int32 {
    Int32(Int16(bitPattern: word(bytes, at: offset)))
  }

  static func append(_ sample: Int32, to bytes: inout [UInt8]) {
    append(sample, count: 2, to: &bytes)
  }
}

/// Format 24: a little-endian integer of three bytes.
enum Packing24: BytePacking {
  static let bytesPerBlock = 3

  static func sample(_ bytes: UnsafeRawBufferPointer, at offset: Int) -> Int32 {
    Int32(word(bytes, at: offset)) | Int32(Int8(bitPattern: bytes[offset + 2])) << 16
  }

  static func append(_ sample: Int32, to bytes: inout [UInt8]) {
    append(sample, count: 3, to: &bytes)
  }
}

/// Format 32: a little-endian Int32.
enum Packing32: BytePacking {
  static let bytesPerBlock = 4

  static func sample(_ bytes: UnsafeRawBufferPointer, at offset: Int) -> Int32 {
    Int32(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Int32.self))
  }

  static func append(_ sample: Int32, to bytes: inout [UInt8]) {
    append(sample, count: 4, to: &bytes)
  }
}

/// Format 61: a big-endian Int16.
enum Packing61: BytePacking {
  static let bytesPerBlock = 2

  static func sample(_ bytes: UnsafeRawBufferPointer, at offset: Int) -> Int32 {
    Int32(Int16(bitPattern: word(bytes, at: offset).byteSwapped))
  }

  static func append(_ sample: Int32, to bytes: inout [UInt8]) {
    bytes.append(UInt8(truncatingIfNeeded: sample >> 8))
    bytes.append(UInt8(truncatingIfNeeded: sample))
  }
}

/// Format 80: a byte, 128 more than the sample.
enum Packing80: BytePacking {
  static let bytesPerBlock = 1

  static func sample(_ bytes: UnsafeRawBufferPointer, at offset: Int) -> Int32 {
    Int32(bytes[offset]) - 128
  }

  static func append(_ sample: Int32, to bytes: inout [UInt8]) {
    append(sample &+ 128, count: 1, to: &bytes)
  }
}

/// Format 160: a little-endian word, 32,768 more than the sample.
enum Packing160: BytePacking {
  static let bytesPerBlock = 2

  static func sample(_ bytes: UnsafeRawBufferPointer, at offset: Int) -> Int32 {
    Int32(word(bytes, at: offset)) - 32_768
  }

  static func append(_ sample: Int32, to bytes: inout [UInt8]) {
    append(sample &+ 32_768, count: 2, to: &bytes)
  }
}
