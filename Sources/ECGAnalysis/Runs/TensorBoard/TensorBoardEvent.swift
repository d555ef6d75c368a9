import Foundation

/// An event as TensorBoard reads it: scalars at a step, in protocol buffers and TFRecord's frame.
///
/// Written by hand because it is four fields of two messages (`Event` and `Summary` of
/// tensorflow/core, `event.proto` and `summary.proto`), and swift-protobuf would become a
/// dependency of every program that analyses recordings. That TensorBoard's own reader takes the
/// files is seen to by `scripts/check-tensorboard`.
package struct TensorBoardEvent {
  /// Seconds since 1970.
  package let time: Double
  /// The epoch.
  package let step: Int64
  /// The scalars by their tags; none for the first event of a file, which names the format.
  package let scalars: [(tag: String, value: Float)]

  package init(
    time: Double, step: Int64 = 0, scalars: [(tag: String, value: Float)] = []
  ) {
    (self.time, self.step, self.scalars) = (time, step, scalars)
  }

  /// The event in its frame: its length, the length's checksum, the message and its checksum.
  package var record: [UInt8] {
    let message = message
    let length = Self.littleEndian(UInt64(message.count))
    return length + Self.littleEndian(CRC32C.masked(length)) + message
      + Self.littleEndian(CRC32C.masked(message))
  }

  /// `Event`: wall_time = 1 (double), step = 2 (int64), file_version = 3 (string),
  /// summary = 5 (message).
  private var message: [UInt8] {
    var bytes = [0x09] + Self.littleEndian(time.bitPattern)
    guard !scalars.isEmpty else { return bytes + Self.field(3, Array("brain.Event:2".utf8)) }
    bytes += [0x10] + Self.varint(UInt64(bitPattern: step))
    let summary = scalars.flatMap { scalar in
      // `Summary.Value`: tag = 1 (string), simple_value = 2 (float); they are field 1 of `Summary`.
      Self.field(
        1,
        Self.field(1, Array(scalar.tag.utf8)) + [0x15]
          + Self.littleEndian(scalar.value.bitPattern))
    }
    return bytes + Self.field(5, summary)
  }

  /// A field of bytes with their number before them.
  private static func field(_ number: UInt8, _ bytes: [UInt8]) -> [UInt8] {
    [number << 3 | 2] + varint(UInt64(bytes.count)) + bytes
  }

  /// A number in groups of seven bits, the lowest first.
  private static func varint(_ value: UInt64) -> [UInt8] {
    var (rest, bytes) = (value, [UInt8]())
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    return bytes + [UInt8(rest)]
  }

  private static func littleEndian(_ value: some FixedWidthInteger) -> [UInt8] {
    withUnsafeBytes(of: value.littleEndian) { Array($0) }
  }
}
