import Foundation

/// The list of a tar archive's files: V7, POSIX ustar and pax, and GNU's long names. Links to files of the archive are
/// files with the same bytes; others are left out.
struct TarDirectory {
  let entries: [Archive.Entry]
  /// Whether it ends without the mark of an archive's end.
  let isCut: Bool

  /// The bytes of an extended header, at the most.
  private static let largestHeader = 1 << 20

  /// A link to another file of the archive.
  private struct Link {
    let name: String
    /// The path of the file from the archive's beginning.
    let target: String
  }

  init(_ bytes: some ArchiveBytes, path: String) throws {
    var entries: [Archive.Entry] = []
    var links: [Link] = []
    var next = TarExtension()
    var position = 0
    while true {
      let block = try bytes.read(position..<position + TarHeader.size)
      // Two blocks of zeros end it; one that is cut is read up to there.
      if block.count < TarHeader.size || block.allSatisfy({ $0 == 0 }) {
        isCut = block.count < TarHeader.size
        break
      }
      func damaged(_ problem: String) -> FileError {
        FileError(
          .badData, path: path, at: .byte(position), problem, remedy: "Fetch the archive again")
      }
      guard let header = TarHeader(block) else {
        throw damaged("expected the header of a file in a tar archive, found something else")
      }
      guard let stated = header.contentSize else {
        throw damaged("expected the size of a file, found something else")
      }
      let isExtension = header.kind.isExtension
      let size = isExtension ? stated : next.size ?? stated
      let content = position + TarHeader.size
      let (end, isTooLarge) = content.addingReportingOverflow(size)
      guard !isTooLarge, end <= Int.max - 2 * TarHeader.size else {
        throw damaged("expected a size that fits in the archive, found \(size) bytes")
      }
      guard !isExtension || size <= Self.largestHeader else {
        throw damaged("expected an extended header of at most 1 MiB, found \(size) bytes")
      }
      position = (end + TarHeader.size - 1) / TarHeader.size * TarHeader.size
      if isExtension {
        next.take(try bytes.read(content..<end), of: header.kind)
        continue
      }
      let name = Self.plain(next.name ?? header.name)
      let target = next.target ?? header.target
      switch header.kind {
      case .file where !name.hasSuffix("/"):
        entries.append(
          Archive.Entry(
            name: name, size: size, mark: UInt64(bitPattern: Int64(header.changed)),
            location: .tar(content)))
      case .hardLink: links.append(Link(name: name, target: Self.plain(target)))
      case .symbolicLink:
        if let whole = Self.resolved(target, beside: name) {
          links.append(Link(name: name, target: whole))
        }
      default: break
      }
      guard entries.count + links.count <= Archive.mostEntries else {
        throw damaged("expected at most \(Archive.mostEntries) files, found more")
      }
      next = TarExtension()
    }
    self.entries = entries + Self.entries(of: links, among: entries)
  }

  /// Links as files with the bytes of those that they lead to, which may be links before them.
  private static func entries(of links: [Link], among entries: [Archive.Entry]) -> [Archive.Entry] {
    guard !links.isEmpty else { return [] }
    var known = NameTable<Archive.Entry>()
    for entry in entries { known.add(entry, named: entry.name) }
    return links.compactMap { link in
      guard let target = known[link.target] else { return nil }
      let entry = Archive.Entry(
        name: link.name, size: target.size, mark: target.mark, location: target.location)
      known.add(entry, named: link.name)
      return entry
    }
  }

  private static func plain(_ name: String) -> String {
    name.hasPrefix("./") ? String(name.dropFirst(2)) : name
  }

  /// The path that a symbolic link leads to; nil where it leads out of the archive.
  private static func resolved(_ target: String, beside name: String) -> String? {
    guard !target.hasPrefix("/") else { return nil }
    var parts = name.split(separator: "/").dropLast()
    for part in target.split(separator: "/") where part != "." {
      guard part == ".." else {
        parts.append(part)
        continue
      }
      guard parts.popLast() != nil else { return nil }
    }
    return parts.joined(separator: "/")
  }
}
