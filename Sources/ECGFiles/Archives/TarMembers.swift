/// What a tar archive holds, in its order: each header with what the extended
/// headers before it say.
struct TarMembers<Bytes: ArchiveBytes> {
  /// A file, a link, a folder or a device.
  struct Member {
    let kind: TarHeader.Kind
    let name: String
    /// What a link leads to.
    let target: String
    /// When it was changed last, in seconds since 1970.
    let changed: Int
    /// Where its bytes are, from the archive's beginning.
    let content: Range<Int>
  }

  private let bytes: Bytes
  private let path: String
  /// The offset of the next header.
  private var position = 0
  /// Whether the archive ended without the mark of its end; told once ``next()`` gave nil.
  private(set) var isCut = false

  /// The bytes of an extended header, at the most.
  private static var largestHeader: Int { 1 << 20 }

  init(_ bytes: Bytes, path: String) {
    (self.bytes, self.path) = (bytes, path)
  }

  /// The next member; nil at the end.
  mutating func next() throws -> Member? {
    var told = TarExtension()
    while let block = try nextBlock() {
      let header = try header(block)
      let isExtension = header.kind.isExtension
      let content = try content(after: header, size: isExtension ? nil : told.size)
      position = (content.upperBound + TarHeader.size - 1) / TarHeader.size * TarHeader.size
      guard isExtension else {
        return Member(
          kind: header.kind, name: told.name ?? header.name, target: told.target ?? header.target,
          changed: header.changed, content: content)
      }
      told.take(try bytes.read(content), of: header.kind)
    }
    return nil
  }

  /// The error for damage at the next header.
  func damaged(_ problem: String) -> FileError {
    FileError(.badData, path: path, at: .byte(position), problem, remedy: "Fetch the archive again")
  }

  /// The block at the next header's place; nil where the archive ends.
  private mutating func nextBlock() throws -> [UInt8]? {
    let block = try bytes.read(position..<position + TarHeader.size)
    isCut = block.count < TarHeader.size
    // Two blocks of zeros end it; one that is cut is read up to there.
    return isCut || block.allSatisfy { $0 == 0 } ? nil : block
  }

  private func header(_ block: [UInt8]) throws -> TarHeader {
    guard let header = TarHeader(block) else {
      throw damaged("expected the header of a file in a tar archive, found something else")
    }
    return header
  }

  /// Where the bytes after a header are.
  ///
  /// - Parameter size: what an extended header says of their number; nil for what the header says.
  private func content(after header: TarHeader, size: Int?) throws -> Range<Int> {
    guard let stated = header.contentSize else {
      throw damaged("expected the size of a file, found something else")
    }
    let size = size ?? stated
    let start = position + TarHeader.size
    let (end, isTooLarge) = start.addingReportingOverflow(size)
    guard !isTooLarge, end <= Int.max - 2 * TarHeader.size else {
      throw damaged("expected a size that fits in the archive, found \(size) bytes")
    }
    guard !header.kind.isExtension || size <= Self.largestHeader else {
      throw damaged("expected an extended header of at most 1 MiB, found \(size) bytes")
    }
    return start..<end
  }
}
