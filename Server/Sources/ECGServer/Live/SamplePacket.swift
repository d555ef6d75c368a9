import ECGAnalysis
import NIOCore

/// A binary message of `/v1/live`: where its first sample stands in the stream, then the samples,
/// little-endian, those of all leads for each time.
struct SamplePacket {
  /// The number of the first sample, counted from the first of the stream.
  let first: Int
  /// The samples of each lead, NaN where one is missing.
  let leads: [[Float]]

  var count: Int { leads.first?.count ?? 0 }

  /// The integers that a number of JavaScript can tell apart.
  private static let exactIntegers = UInt64(1) << 53

  /// - Throws: ``SocketFault`` where it is none.
  init(_ buffer: ByteBuffer, of start: LiveStart) throws {
    var buffer = buffer
    guard let number = buffer.readInteger(endianness: .little, as: UInt64.self) else {
      throw SocketFault.unreadable(
        "expected 8 bytes of the first sample's number, found \(buffer.readableBytes)")
    }
    guard number < Self.exactIntegers else {
      throw SocketFault.unreadable("expected a sample's number below 2^53, found \(number)")
    }
    let frame = start.leads * start.format.size
    guard buffer.readableBytes % frame == 0 else {
      throw SocketFault.unreadable(
        "expected whole samples of \(start.leads) leads, \(frame) bytes each, found \(buffer.readableBytes) bytes"
      )
    }
    first = Int(number)
    leads = buffer.withUnsafeReadableBytes { start.format.decode($0, leads: start.leads) }
  }
}
