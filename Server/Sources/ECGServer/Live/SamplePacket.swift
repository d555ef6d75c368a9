import NIOCore

/// A binary message of `/v1/live`: where its first sample stands in the stream, then the samples, little-endian,
/// those of all leads for each time.
struct SamplePacket {
  /// The place of the first samples, counted from the first of the stream.
  let first: Int
  /// The samples of each lead, NaN where one is missing.
  let leads: [[Float]]

  var count: Int { leads.first?.count ?? 0 }

  /// The places that a number of JavaScript can tell apart.
  private static let places = UInt64(1) << 53

  /// - Throws: ``SocketFault`` where it is none.
  init(_ buffer: ByteBuffer, of start: LiveStart) throws {
    var buffer = buffer
    guard let place = buffer.readInteger(endianness: .little, as: UInt64.self) else {
      throw SocketFault.unreadable(
        "expected 8 bytes of the first sample's number, found \(buffer.readableBytes)")
    }
    guard place < Self.places else {
      throw SocketFault.unreadable("expected a sample's number below 2^53, found \(place)")
    }
    let frame = start.leads * start.format.bytes
    guard buffer.readableBytes % frame == 0 else {
      throw SocketFault.unreadable(
        "expected whole samples of \(start.leads) leads, \(frame) bytes each, found \(buffer.readableBytes) bytes"
      )
    }
    first = Int(place)
    let count = buffer.readableBytes / frame
    leads = buffer.withUnsafeReadableBytes { bytes in
      (0..<start.leads).map { lead in
        (0..<count).map { time in
          Self.sample(bytes, time * frame + lead * start.format.bytes, start.format)
        }
      }
    }
  }

  private static func sample(
    _ bytes: UnsafeRawBufferPointer, _ offset: Int, _ format: LiveStart.Format
  ) -> Float {
    switch format {
    case .f32:
      let bits = bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self)
      return Float(bitPattern: UInt32(littleEndian: bits))
    case .i16:
      let value = Int16(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Int16.self))
      return value == .min ? .nan : Float(value)
    }
  }
}
