import Foundation

/// The file that an ML Program keeps its large constants in: MIL's blob storage, version 2.
///
/// A header of 64 bytes (how many blobs, the version), then blob after blob: 64 bytes that say what
/// it is and where its numbers begin, and the numbers; all begin at multiples of 64 bytes,
/// little-endian. After `mlmodel/src/MILBlob/Blob/StorageFormat.hpp` of coremltools.
struct MILWeightFile {
  /// The bytes but for the header.
  private var blobs = Data()
  private var count: UInt32 = 0

  private static let alignment = 64
  private static let version: UInt32 = 2
  private static let sentinel: UInt32 = 0xDEAD_BEEF
  /// The code of 32-bit floats.
  private static let float32: UInt32 = 2

  /// Adds numbers.
  ///
  /// - Returns: where the program finds them: the offset of what is said of them.
  mutating func add(_ values: [Float]) -> UInt64 {
    let offset = Self.alignment + blobs.count
    let size = values.count * MemoryLayout<Float>.size
    var header = Data()
    header.append(Self.sentinel)
    header.append(Self.float32)
    header.append(UInt64(size))
    header.append(UInt64(offset + Self.alignment))
    blobs.append(Self.filled(header))
    blobs.append(
      Self.filled(values.map(\.bitPattern.littleEndian).withUnsafeBytes { Data($0) }))
    count += 1
    return UInt64(offset)
  }

  /// The bytes of the file.
  var data: Data {
    var header = Data()
    header.append(count)
    header.append(Self.version)
    return Self.filled(header) + blobs
  }

  /// Bytes with zeros after them, as far as the next may begin.
  private static func filled(_ data: Data) -> Data {
    data + Data(count: (alignment - data.count % alignment) % alignment)
  }
}

extension Data {
  /// Appends a number, its lowest byte first.
  fileprivate mutating func append(_ number: some FixedWidthInteger) {
    Swift.withUnsafeBytes(of: number.littleEndian) { append(contentsOf: $0) }
  }
}
