/// The list of a tar archive's files: V7, POSIX ustar and pax, and GNU's long names. Links to files
/// of the archive are files with the same bytes; others are left out.
struct TarDirectory {
  let entries: [Archive.Entry]
  /// Whether it ends without the mark of an archive's end.
  let isCut: Bool

  /// A link to another file of the archive.
  private struct Link {
    let name: String
    /// The path of the file from the archive's beginning.
    let target: String
  }

  init(_ bytes: some ArchiveBytes, path: String) throws {
    var members = TarMembers(bytes, path: path)
    var entries: [Archive.Entry] = []
    var links: [Link] = []
    while let member = try members.next() {
      let name = Self.plain(member.name)
      switch member.kind {
      case .file where !name.hasSuffix("/"):
        entries.append(
          Archive.Entry(
            name: name, size: member.content.count,
            mark: UInt64(bitPattern: Int64(member.changed)),
            location: .tar(member.content.lowerBound)))
      case .hardLink: links.append(Link(name: name, target: Self.plain(member.target)))
      case .symbolicLink:
        if let target = Self.resolved(member.target, beside: name) {
          links.append(Link(name: name, target: target))
        }
      default: break
      }
      guard entries.count + links.count <= Archive.mostEntries else {
        throw members.damaged("expected at most \(Archive.mostEntries) files, found more")
      }
    }
    isCut = members.isCut
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
