package import ECGFiles
import Foundation

/// Recordings that were named together: by their paths, as folders, as archives or in a list.
package struct RecordingCollection: Sendable {
  /// One of them.
  package struct Item: Sendable {
    /// Where it is, as the person would name it; of an archive's, the archive's path
    /// and the name in it.
    package let path: String
    /// Where its results belong: its path below what all have in common, without the ending.
    package internal(set) var output: String
    /// What it is opened by: the path, and where that counts.
    package let source: Source
    /// The bytes of its files.
    package let size: Int
    /// Changes where one of its files does.
    package let mark: UInt64

    /// The folder that its results belong to, and its file's name.
    let place: (folder: String, name: String)
    /// The same behind all links: of the folder, and of the file too.
    let origin: (folder: String, file: String)
  }

  /// Where a recording is.
  package enum Source: Sendable {
    /// The path to open on the disk.
    case disk(String)
    /// The name to open in a folder of an archive.
    case archive(Archive, name: String, entries: NameTable<Archive.Entry>)
    /// Nowhere: it was named and is not there, or is none.
    case missing(FileError)
  }

  /// The recordings: in the order in which they were named, those of a folder by name.
  package let items: [Item]
  /// Tables in folders that do not say their sampling rate, so that nobody knows whether
  /// they are recordings.
  package internal(set) var tables = 0
  /// Other files in folders that no format here reads.
  package internal(set) var others = 0
  /// Folders that were passed over since an earlier run has left its results there.
  package internal(set) var results: [String] = []
  /// Archives within archives, which are not looked into.
  package private(set) var innerArchives: [String] = []
  /// Files that are compressed, or archives, in ways that are not read: recordings may be in them.
  package private(set) var packed: [String] = []
  /// How often a recording was met that is among the items by another name, such as a link.
  package private(set) var repeated = 0

  /// Finds recordings.
  ///
  /// - Parameters:
  ///   - paths: recordings, folders of them, ZIP and tar archives, and patterns such as
  ///     `data/*.edf`.
  ///   - listed: the same from a list: what is missing there is one of the items.
  ///   - excluded: a folder that is passed over, such as the one that results go to.
  ///   - takesTables: whether tables in folders that do not say their rate are recordings.
  ///   - suffixes: of annotations that are read beside the recordings.
  /// - Throws: `FileError` where a path is not there, or a folder or an archive cannot be read.
  package init(
    _ paths: [String], listed: [String] = [], excluding excluded: String?, takesTables: Bool,
    suffixes: [String] = []
  ) throws {
    var finder = RecordingFinder(
      excluded: excluded.map(RecordingFinder.resolved), takesTables: takesTables,
      suffixes: suffixes)
    for path in paths { try finder.add(path) }
    for path in listed { try finder.add(listed: path) }
    (items, repeated) = Self.arranged(finder.items)
    (tables, others, results) = (finder.tables, finder.others, finder.results)
    (innerArchives, packed) = (finder.innerArchives, finder.packed)
  }

  /// Each recording once, with a place for its results that no other has, and how many are left out
  /// that have another name.
  private static func arranged(_ items: [Item]) -> ([Item], repeated: Int) {
    var seen: [ExactName: String] = [:]
    var repeated = 0
    var kept: [Item] = []
    // A record that is named itself and by one of its files is meant once.
    let whole = Set(items.filter { !isPart($0) }.map { ExactName(stem($0)) })
    // Whatever comes first by name, a recording has its own and not that of a link to it.
    let real = Set(items.filter { !isLink($0) }.map { ExactName($0.origin.file) })
    for item in items where !(isPart(item) && whole.contains(ExactName(stem(item)))) {
      let file = ExactName(item.origin.file)
      if isLink(item), real.contains(file) {
        repeated += 1
        continue
      }
      if let earlier = seen[file] {
        repeated += earlier == name(item) ? 0 : 1
      } else {
        seen[file] = name(item)
        kept.append(item)
      }
    }
    let common = commonFolder(of: kept.map(\.place.folder))
    func output(_ item: Item, _ name: String) -> String {
      let folder = item.place.folder.dropFirst(common.count).drop { $0 == "/" }
      return folder.isEmpty ? name : "\(folder)/\(name)"
    }
    // By texts, unlike the recordings: results may be copied to where letters that are made up
    // otherwise are the same.
    var counts: [String: Int] = [:]
    for item in kept { counts[output(item, bare(item.place.name)), default: 0] += 1 }
    var taken: Set<String> = []
    for index in kept.indices {
      let item = kept[index]
      let (name, whole) = (output(item, bare(item.place.name)), output(item, item.place.name))
      kept[index].output = counts[name] == 1 ? name : whole
      // A name may be that of another without its ending.
      var number = 2
      while !taken.insert(kept[index].output).inserted {
        kept[index].output = "\(whole)-\(number)"
        number += 1
      }
    }
    return (kept, repeated)
  }

  /// Whether it is the file's name that leads to another one, not its folder's.
  private static func isLink(_ item: Item) -> Bool {
    let folder = item.origin.folder
    let own = folder.hasSuffix("/") ? folder + item.place.name : "\(folder)/\(item.place.name)"
    return ExactName(item.origin.file) != ExactName(own)
  }

  private static func name(_ item: Item) -> String { "\(item.place.folder)/\(item.place.name)" }

  /// A recording without the ending of the file by which it was named.
  private static func stem(_ item: Item) -> String {
    "\(item.origin.folder)/\(bare(item.place.name))"
  }

  /// Whether a file is named that belongs to a WFDB record, and not the record.
  private static func isPart(_ item: Item) -> Bool {
    guard case .disk(let path) = item.source, !path.hasSuffix(".hea") else { return false }
    return InputFolder.disk.hasFile(path) && InputFolder.disk.hasFile(bare(path) + ".hea")
      && !RecordingFinder.standalone.contains(URL(filePath: path).pathExtension.lowercased())
  }

  /// A name without its ending.
  static func bare(_ name: String) -> String {
    guard let point = name.lastIndex(of: "."), point != name.startIndex,
      !name[point...].contains("/"), name[name.index(before: point)] != "/"
    else { return name }
    return String(name[..<point])
  }

  private static func commonFolder(of folders: [String]) -> String {
    guard var common = folders.first?.split(separator: "/")[...] else { return "" }
    for folder in folders.dropFirst() {
      let parts = folder.split(separator: "/")
      common = common.prefix(
        zip(common, parts).prefix { $0.utf8.elementsEqual($1.utf8) }.count)
    }
    return common.map { "/" + $0 }.joined()
  }
}

extension RecordingCollection.Item {
  /// Opens the recording.
  ///
  /// - Throws: `FileError`.
  package func open(options: RecordingOptions) throws -> RecordingFile {
    switch source {
    case .disk(let path): return try .open(path, options: options)
    case .archive(let archive, let name, let entries):
      return try .open(name, in: InputFolder(archive, entries: entries), options: options)
    case .missing(let error): throw error
    }
  }

  /// An error in reading the recording, with the path of a file in an archive where it has the
  /// file's name alone.
  package func placed(_ error: FileError) -> FileError {
    guard case .archive(let archive, _, _) = source, !error.path.hasPrefix(archive.path) else {
      return error
    }
    var error = error
    error.path =
      URL(filePath: path).deletingLastPathComponent().appending(path: error.path)
      .relativePath
    return error
  }
}
