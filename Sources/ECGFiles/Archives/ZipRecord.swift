/// Where a file of a ZIP archive is, as its central directory says.
struct ZipLocation: Sendable {
  /// How it is compressed: 0 not at all, 8 by DEFLATE.
  let method: UInt16
  let isEncrypted: Bool
  let compressedSize: Int
  let checksum: UInt32
  /// The offset of its local header.
  let header: Int
}

/// A file in the list of a ZIP archive (APPNOTE 6.3.10, section 4.3.12).
struct ZipRecord {
  let name: String
  /// The bytes that it takes in the list.
  let length: Int
  private let bytes: ArraySlice<UInt8>
  private let extra: ArraySlice<UInt8>

  /// The bytes of a record without name, extra field and comment.
  private static let fixedSize = 46

  /// Reads the first record of what is left of a list; nil where there is none, or not all of it.
  init?(_ list: ArraySlice<UInt8>) {
    guard list.count >= Self.fixedSize, list.starts(with: ZipSignature.listed) else { return nil }
    let lengths = [28, 30, 32].map { Int(list.littleEndian(at: $0, bytes: 2)) }
    length = Self.fixedSize + lengths.reduce(0, +)
    guard length <= list.count else { return nil }
    bytes = list
    let name = list.dropFirst(Self.fixedSize).prefix(lengths[0])
    extra = list.dropFirst(Self.fixedSize + lengths[0]).prefix(lengths[1])
    self.name =
      String(validating: name, as: UTF8.self)
      ?? String(name.map { Character(Unicode.Scalar($0)) })
  }

  /// Whether there is something to read: folders, and of Unix links and devices, are none.
  var isFile: Bool {
    if name.hasSuffix("/") { return false }
    // Of Unix, the kind of the file is in the upper half.
    let mode = bytes.littleEndian(at: 38, bytes: 4) >> 28
    return bytes.littleEndian(at: 5, bytes: 1) != 3 || mode == 8 || mode == 0
  }

  /// The sizes of a file, and the offset of its local header.
  struct Places {
    let compressedSize, size, header: Int
  }

  /// The sizes and the offset; of ZIP64 they are in the extra field. nil where they make no sense.
  var places: Places? {
    var values = [24, 20, 42].map { bytes.littleEndian(at: $0, bytes: 4) }
    var rest = extra
    while rest.count >= 4 {
      let kind = rest.littleEndian(at: 0, bytes: 2)
      let length = Int(rest.littleEndian(at: 2, bytes: 2))
      guard 4 + length <= rest.count else { break }
      if kind == 1 {
        var field = rest.dropFirst(4).prefix(length)
        for index in values.indices where values[index] == 0xFFFF_FFFF && field.count >= 8 {
          values[index] = field.littleEndian(at: 0, bytes: 8)
          field = field.dropFirst(8)
        }
      }
      rest = rest.dropFirst(4 + length)
    }
    // So small that the sum of as many as there may be does not overflow.
    guard values.allSatisfy({ $0 < 1 << 40 }) else { return nil }
    return Places(compressedSize: Int(values[1]), size: Int(values[0]), header: Int(values[2]))
  }

  /// The file as the archive lists it.
  func entry(at places: Places) -> Archive.Entry {
    let checksum = UInt32(bytes.littleEndian(at: 16, bytes: 4))
    return Archive.Entry(
      name: name, size: places.size, mark: UInt64(checksum),
      location: .zip(
        ZipLocation(
          method: UInt16(bytes.littleEndian(at: 10, bytes: 2)),
          isEncrypted: bytes.littleEndian(at: 8, bytes: 2) & 1 != 0,
          compressedSize: places.compressedSize, checksum: checksum, header: places.header)))
  }
}
