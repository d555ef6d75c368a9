import Foundation

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

/// The list of a ZIP archive's files, that of ZIP64 included (APPNOTE 6.3.10, sections 4.3 and 4.5).
///
/// Files that lie over one another, as in an archive that is to fill a disk, are refused.
struct ZipDirectory {
  let entries: [Archive.Entry]

  private static let endSize = 22
  private static let largestComment = 0xFFFF
  /// The bytes of a local header without its name.
  static let localSize = 30
  private static let centralSize = 46
  /// The bytes of a list, at the most.
  private static let largestList = 1 << 30

  static func isZip(_ beginning: [UInt8]) -> Bool {
    beginning.starts(with: [0x50, 0x4B, 3, 4]) || beginning.starts(with: [0x50, 0x4B, 5, 6])
  }

  init(_ file: FileBytes) throws {
    let (offset, size, count) = try Self.end(of: file)
    guard size <= Self.largestList, count <= Archive.mostEntries, offset + size <= file.count else {
      throw Self.damaged(file, at: offset, "expected a list of the archive's files, found less")
    }
    let list = try file.read(offset..<offset + size)
    var entries: [Archive.Entry] = []
    var covered: [Range<Int>] = []
    var position = 0
    while entries.count + 1 <= Archive.mostEntries, position + Self.centralSize <= list.count,
      list[position...].starts(with: [0x50, 0x4B, 1, 2])
    {
      let record = list[position...]
      let lengths = [28, 30, 32].map { Int(Self.number(record, at: $0, bytes: 2)) }
      let end = position + Self.centralSize + lengths.reduce(0, +)
      guard end <= list.count else { break }
      let nameStart = position + Self.centralSize
      let nameBytes = list[nameStart..<nameStart + lengths[0]]
      let extra = list[(nameStart + lengths[0])..<(nameStart + lengths[0] + lengths[1])]
      position = end
      let sizes = Self.sizes(of: record, extra: extra)
      let name =
        String(validating: nameBytes, as: UTF8.self)
        ?? String(nameBytes.map { Character(Unicode.Scalar($0)) })
      guard !name.hasSuffix("/") else { continue }
      // Of Unix, the kind of the file is in the upper half: links and devices are none to read.
      let mode = Self.number(record, at: 38, bytes: 4) >> 28
      guard Self.number(record, at: 5, bytes: 1) != 3 || mode == 8 || mode == 0 else { continue }
      guard let sizes, sizes.header + Self.localSize + sizes.compressed <= offset else {
        throw Self.damaged(
          file, at: offset,
          "expected \(name.debugDescription) before the list of files, found it behind")
      }
      covered.append(sizes.header..<sizes.header + Self.localSize + sizes.compressed)
      let checksum = UInt32(Self.number(record, at: 16, bytes: 4))
      entries.append(
        Archive.Entry(
          name: name, size: sizes.size, mark: UInt64(checksum),
          location: .zip(
            ZipLocation(
              method: UInt16(Self.number(record, at: 10, bytes: 2)),
              isEncrypted: Self.number(record, at: 8, bytes: 2) & 1 != 0,
              compressedSize: sizes.compressed, checksum: checksum, header: sizes.header))))
    }
    guard position == list.count || list[position...].starts(with: [0x50, 0x4B, 5, 5]) else {
      throw Self.damaged(
        file, at: offset + position, "expected a file in the list, found something else")
    }
    covered.sort { $0.lowerBound < $1.lowerBound }
    for (first, second) in zip(covered, covered.dropFirst())
    where first.upperBound > second.lowerBound {
      throw Self.damaged(
        file, at: second.lowerBound,
        "expected files beside one another, found some over one another")
    }
    self.entries = Self.marked(entries)
  }

  /// Files with those marked that have the name of another and not its bytes. Programs differ in which of them they
  /// unpack; of a tar archive it is the last, which replaces the others.
  private static func marked(_ entries: [Archive.Entry]) -> [Archive.Entry] {
    var first: [ExactName: Archive.Entry] = [:]
    var ambiguous: Set<ExactName> = []
    for entry in entries {
      let name = ExactName(entry.name)
      guard let other = first[name] else {
        first[name] = entry
        continue
      }
      if (other.size, other.mark) != (entry.size, entry.mark) { ambiguous.insert(name) }
    }
    guard !ambiguous.isEmpty else { return entries }
    return entries.map { entry in
      var entry = entry
      entry.isAmbiguous = ambiguous.contains(ExactName(entry.name))
      return entry
    }
  }

  static func damaged(_ file: FileBytes, at offset: Int, _ problem: String) -> FileError {
    FileError(
      .badData, path: file.path, at: .byte(offset), problem, remedy: "Fetch the archive again")
  }

  /// A number of so many bytes, the lowest first.
  static func number(_ bytes: ArraySlice<UInt8>, at offset: Int, bytes count: Int) -> UInt64 {
    let start = bytes.startIndex + offset
    return (0..<count).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64(bytes[start + $1]) }
  }

  /// Offset, size and number of files of the list, told at the archive's end.
  private static func end(of file: FileBytes) throws -> (offset: Int, size: Int, count: Int) {
    let start = max(0, file.count - endSize - largestComment)
    let tail = try file.read(start..<file.count)
    let last = tail.count - endSize
    guard
      let found = stride(from: last, through: 0, by: -1).first(where: {
        tail[$0...].starts(with: [0x50, 0x4B, 5, 6])
      })
    else {
      throw damaged(
        file, at: file.count, "expected the list of the archive's files at its end, found the end")
    }
    let end = tail[found...]
    let plain = (
      offset: Int(number(end, at: 16, bytes: 4)), size: Int(number(end, at: 12, bytes: 4)),
      count: Int(number(end, at: 10, bytes: 2))
    )
    guard plain.offset == 0xFFFF_FFFF || plain.size == 0xFFFF_FFFF || plain.count == 0xFFFF else {
      return plain
    }
    // ZIP64: its locator stands before, and names the offset of the longer record.
    guard found >= 20, tail[(found - 20)...].starts(with: [0x50, 0x4B, 6, 7]),
      let offset = Int(exactly: number(tail[(found - 20)...], at: 8, bytes: 8)),
      offset <= file.count - 56
    else { return plain }
    let record = try file.read(offset..<offset + 56)[...]
    guard record.starts(with: [0x50, 0x4B, 6, 6]),
      let offset = Int(exactly: number(record, at: 48, bytes: 8)), offset <= file.count,
      let size = Int(exactly: number(record, at: 40, bytes: 8)), size <= file.count,
      let count = Int(exactly: number(record, at: 32, bytes: 8))
    else {
      throw damaged(file, at: offset, "expected the end record of ZIP64, found something else")
    }
    return (offset, size, count)
  }

  /// The sizes and the offset of a file; of ZIP64 they are in an extra field. nil where they make no sense.
  private static func sizes(
    of record: ArraySlice<UInt8>, extra: ArraySlice<UInt8>
  ) -> (compressed: Int, size: Int, header: Int)? {
    var values = [24, 20, 42].map { number(record, at: $0, bytes: 4) }
    var rest = extra
    while rest.count >= 4 {
      let (kind, length) = (number(rest, at: 0, bytes: 2), Int(number(rest, at: 2, bytes: 2)))
      guard 4 + length <= rest.count else { break }
      if kind == 1 {
        var field = rest.dropFirst(4).prefix(length)
        for index in values.indices where values[index] == 0xFFFF_FFFF && field.count >= 8 {
          values[index] = number(field, at: 0, bytes: 8)
          field = field.dropFirst(8)
        }
      }
      rest = rest.dropFirst(4 + length)
    }
    // So small that the sum of as many as there may be does not overflow.
    guard values.allSatisfy({ $0 < 1 << 40 }) else { return nil }
    return (Int(values[1]), Int(values[0]), Int(values[2]))
  }
}
