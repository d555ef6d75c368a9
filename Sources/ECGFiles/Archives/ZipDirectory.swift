/// The list of a ZIP archive's files, that of ZIP64 included (APPNOTE 6.3.10,
/// sections 4.3 and 4.5).
///
/// Files that lie over one another, as in an archive that is to fill a disk, are refused.
struct ZipDirectory {
  let entries: [Archive.Entry]

  private static let endSize = 22
  private static let largestComment = 0xFFFF
  /// The bytes of a local header without its name.
  static let localSize = 30
  /// The bytes of a list, at the most.
  private static let largestList = 1 << 30

  static func isZip(_ beginning: [UInt8]) -> Bool {
    beginning.starts(with: ZipSignature.file) || beginning.starts(with: ZipSignature.end)
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
    while entries.count < Archive.mostEntries, let record = ZipRecord(list[position...]) {
      position += record.length
      guard record.isFile else { continue }
      guard let places = record.places,
        places.header + Self.localSize + places.compressedSize <= offset
      else {
        throw Self.damaged(
          file, at: offset,
          "expected \(record.name.debugDescription) before the list of files, found it behind")
      }
      covered.append(places.header..<places.header + Self.localSize + places.compressedSize)
      entries.append(record.entry(at: places))
    }
    guard position == list.count || list[position...].starts(with: ZipSignature.listSignature)
    else {
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

  /// Files with those marked that have the name of another and not its bytes. Programs differ in
  /// which of them they unpack; of a tar archive it is the last, which replaces the others.
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

  /// Offset, size and number of files of the list, told at the archive's end.
  private static func end(of file: FileBytes) throws -> (offset: Int, size: Int, count: Int) {
    let start = max(0, file.count - endSize - largestComment)
    let tail = try file.read(start..<file.count)
    let last = tail.count - endSize
    guard
      let found = stride(from: last, through: 0, by: -1).first(where: {
        tail[$0...].starts(with: ZipSignature.end)
      })
    else {
      throw damaged(
        file, at: file.count, "expected the list of the archive's files at its end, found the end")
    }
    let end = tail[found...]
    let plain = (
      offset: Int(end.littleEndian(at: 16, bytes: 4)),
      size: Int(end.littleEndian(at: 12, bytes: 4)), count: Int(end.littleEndian(at: 10, bytes: 2))
    )
    guard plain.offset == 0xFFFF_FFFF || plain.size == 0xFFFF_FFFF || plain.count == 0xFFFF else {
      return plain
    }
    // ZIP64: its locator stands before, and names the offset of the longer record.
    guard found >= 20, tail[(found - 20)...].starts(with: ZipSignature.locator64),
      let offset = Int(exactly: tail[(found - 20)...].littleEndian(at: 8, bytes: 8)),
      offset <= file.count - 56
    else { return plain }
    let record = try file.read(offset..<offset + 56)[...]
    guard record.starts(with: ZipSignature.end64),
      let offset = Int(exactly: record.littleEndian(at: 48, bytes: 8)), offset <= file.count,
      let size = Int(exactly: record.littleEndian(at: 40, bytes: 8)), size <= file.count,
      let count = Int(exactly: record.littleEndian(at: 32, bytes: 8))
    else {
      throw damaged(file, at: offset, "expected the end record of ZIP64, found something else")
    }
    return (offset, size, count)
  }
}
