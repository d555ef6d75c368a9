import ECGFiles
import Foundation

extension RecordingFinder {
  /// Adds the recordings of an archive. What is refused or damaged in it is an item that says so.
  mutating func walk(archive path: String) throws {
    let archive = try Archive(path: path)
    if let damage = archive.damage { addItem(at: path, source: .missing(damage), files: [path]) }
    var folders: [ExactName: NameTable<Archive.Entry>] = [:]
    for entry in archive.entries {
      let slash = entry.name.lastIndex(of: "/")
      let name = String(slash.map { entry.name[entry.name.index(after: $0)...] } ?? entry.name[...])
      let folder = slash.map { String(entry.name[..<$0]) } ?? ""
      if let refusal = entry.refusal {
        // Results of a name that leads out of the archive have to stay in their folder.
        let isInside = entry.isAmbiguous
        addArchived(
          isInside ? name : entry.name.replacing("/", with: "_"), in: isInside ? folder : "",
          of: archive, size: 0, mark: 0,
          source: .missing(
            FileError(
              .badData, path: archive.shown(entry), refusal.problem, remedy: refusal.remedy)))
        continue
      }
      // As macOS puts beside each file.
      if name.hasPrefix(".") || entry.name.hasPrefix("__MACOSX/") { continue }
      folders[ExactName(folder), default: NameTable()].add(entry, named: name)
    }
    for (folder, entries) in folders.sorted(by: { $0.key < $1.key }) {
      let folder = folder.text
      let input = InputFolder(archive, entries: entries)
      let shelf = RecordingShelf(
        names: entries.sorted,
        header: { try? RecordHeader.read(path: $0, in: input) })
      for name in shelf.headers {
        let own = shelf.files(of: name, suffixes: suffixes).compactMap { entries[$0] }
        addArchived(name, in: folder, of: archive, entries, files: own)
      }
      for name in shelf.others {
        guard let entry = entries[name] else { continue }
        let beginning = Self.beginning(of: entry, in: archive, as: name)
        if (try? beginning.bytes(name)).map({ Archive.isArchive($0, named: name) }) == true {
          innerArchives.append(archive.shown(entry))
        } else if let error = Self.spelling(archive.shown(entry)) {
          addArchived(
            name, in: folder, of: archive, size: entry.size, mark: entry.mark,
            source: .missing(error))
        } else if isWanted(name, in: beginning, path: name, shown: archive.shown(entry)) {
          addArchived(name, in: folder, of: archive, entries, files: [entry])
        }
      }
    }
  }

  /// A file of an archive as far as it takes to tell what it is.
  private static func beginning(of entry: Archive.Entry, in archive: Archive, as name: String)
    -> InputFolder
  {
    InputFolder(files: (try? archive.read(entry, upTo: 1 << 16)).map { [name: Data($0)] } ?? [:])
  }

  private mutating func addArchived(
    _ name: String, in folder: String, of archive: Archive, _ entries: NameTable<Archive.Entry>,
    files: [Archive.Entry]
  ) {
    addArchived(
      name, in: folder, of: archive, size: files.reduce(0) { $0 + $1.size },
      mark: FileMark.of(files.map { ($0.name, $0.size, $0.mark) }),
      source: .archive(archive, name: name, entries: entries))
  }

  private mutating func addArchived(
    _ name: String, in folder: String, of archive: Archive, size: Int, mark: UInt64,
    source: RecordingCollection.Source
  ) {
    let inside = folder.isEmpty ? "" : "/\(folder)"
    let shown = name.hasSuffix(".hea") ? String(name.dropLast(4)) : name
    let origin = Self.resolved(archive.path) + inside
    items.append(
      RecordingCollection.Item(
        path: "\(archive.path)\(inside)/\(shown)", output: "", source: source, size: size,
        mark: mark, place: (Self.standardized(archive.path) + inside, name),
        origin: (origin, "\(origin)/\(name)")))
  }
}
