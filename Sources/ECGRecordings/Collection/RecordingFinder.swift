import ECGFiles
import Foundation

/// Finds the recordings that paths lead to.
struct RecordingFinder {
  /// A folder that is passed over.
  let excluded: String?
  let takesTables: Bool
  let suffixes: [String]

  var items: [RecordingCollection.Item] = []
  private(set) var tables = 0
  private(set) var others = 0
  private(set) var results: [String] = []
  var innerArchives: [String] = []
  private(set) var packed: [String] = []

  /// Endings of files that are recordings alone, also where a header of their name
  /// lies beside them.
  static let standalone = RecordingFormat.endings(of: RecordingFormat.standalone)
  /// Endings of files that are meant for recordings whatever is in them.
  private static let certain = RecordingFormat.endings([.own], of: RecordingFormat.standalone)
  /// Endings of tables.
  private static let tabular = RecordingFormat.endings([.usual], of: [.table])

  init(excluded: String?, takesTables: Bool, suffixes: [String]) {
    (self.excluded, self.takesTables, self.suffixes) = (excluded, takesTables, suffixes)
  }

  /// Adds what a path of the command line leads to.
  ///
  /// - Throws: `FileError` where it leads nowhere.
  mutating func add(_ path: String) throws {
    try InputFile.checkName(path)
    let matches = Self.isThere(path) ? [path] : Self.matches(of: path)
    guard !matches.isEmpty else {
      throw FileError(
        .noInput, path: path,
        Self.isPattern(path)
          ? "nothing matches it"
          : "there is neither such a file or folder nor a header \(path).hea",
        remedy: "Check the path")
    }
    for match in matches { try addExisting(match) }
  }

  /// Adds what a line of a list leads to; where that is nowhere, an item that says so.
  mutating func add(listed path: String) throws {
    do { try add(path) } catch let error as FileError {
      addItem(at: path, source: .missing(error), files: [])
    }
  }

  private mutating func addExisting(_ path: String) throws {
    var isFolder: ObjCBool = false
    let isRecord = InputFolder.disk.hasFile(path + ".hea")
    if !isRecord, FileManager.default.fileExists(atPath: path, isDirectory: &isFolder),
      isFolder.boolValue
    {
      try walk(path)
    } else if Archive.isArchive(path) {
      try walk(archive: path)
    } else {
      let header =
        path.hasSuffix(".hea")
        ? path : FileManager.default.fileExists(atPath: path) ? nil : path + ".hea"
      addItem(
        at: header ?? path, source: .disk(path), files: header.map(files) ?? ownFiles(path))
    }
  }

  /// The files of a recording that is named by one of them.
  private func ownFiles(_ path: String) -> [String] {
    let header = RecordingCollection.bare(path) + ".hea"
    let isAlone = Self.standalone.contains(URL(filePath: path).pathExtension.lowercased())
    return !isAlone && FileManager.default.fileExists(atPath: header)
      ? files(header) + [path] : [path]
  }

  /// The files of a WFDB record, as far as its header can be read.
  private func files(_ header: String) -> [String] {
    let folder = URL(filePath: header).deletingLastPathComponent().relativePath
    func parsed(_ path: String) -> RecordHeader? { try? RecordHeader.read(path: path) }
    func signals(_ header: RecordHeader?) -> [String] {
      (header?.signals.map(\.fileName) ?? []).map { "\(folder)/\($0)" }
    }
    let record = parsed(header)
    // Segments have none of their own.
    let segments = Set(record?.segments.compactMap(\.name) ?? []).map { "\(folder)/\($0).hea" }
    let files = signals(record) + segments + segments.flatMap { signals(parsed($0)) }
    let annotations = suffixes.map { RecordingCollection.bare(header) + ".\($0)" }
    return [header]
      + Set(files.map(ExactName.init)).subtracting([ExactName(header)]).sorted().map(\.text)
      + annotations
  }

  mutating func addItem(
    at path: String, source: RecordingCollection.Source, files: [String]
  ) {
    let (size, mark) = FileMark.of(files)
    let shown = path.hasSuffix(".hea") ? String(path.dropLast(4)) : path
    let absolute = Self.standardized(path)
    let slash = absolute.lastIndex(of: "/") ?? absolute.startIndex
    items.append(
      RecordingCollection.Item(
        path: shown, output: "", source: source, size: size, mark: mark,
        place: (
          String(absolute[..<slash]), String(absolute[slash...].drop { $0 == "/" })
        ), origin: Self.origin(absolute)))
  }
}

// MARK: Folders

extension RecordingFinder {
  /// Adds the recordings of a folder and those below it. What cannot be looked at is an
  /// item that says so.
  private mutating func walk(_ folder: String) throws {
    if Self.resolved(folder) == excluded { return }
    let listing = try FolderListing(folder)
    // What an earlier run left there are results.
    if FileManager.default.fileExists(atPath: "\(folder)/\(RecordingCollection.journalName)") {
      results.append(folder)
      return
    }
    let base = listing.base
    others += listing.others
    for (name, error) in listing.unreachable {
      addItem(at: base + name, source: .missing(error), files: [])
    }
    let shelf = RecordingShelf(
      names: listing.files, header: { try? RecordHeader.read(path: base + $0) })
    for name in shelf.headers {
      let error = Self.error(name, in: listing)
      addItem(
        at: base + name, source: error.map { .missing($0) } ?? .disk(base + name),
        files: files(base + name))
    }
    for name in shelf.others {
      do { try addOther(name, in: listing) } catch let error as FileError {
        addItem(at: base + name, source: .missing(error), files: [base + name])
      }
    }
    for name in listing.folders {
      do { try walk(base + name) } catch let error as FileError {
        addItem(at: base + name, source: .missing(error), files: [])
      }
    }
  }

  /// Adds a file of a folder that no header is of, where it is a recording or an archive of some.
  private mutating func addOther(_ name: String, in listing: FolderListing) throws {
    let path = listing.base + name
    // Of a link under another name nothing says that it should be a recording.
    if listing.isDangling(name), !Self.isMeant(name) {
      others += 1
    } else if let error = Self.error(name, in: listing) {
      throw error
    } else if Archive.isArchive(path) {
      try walk(archive: path)
    } else if isWanted(name, in: .disk, path: path, shown: path) {
      addItem(at: path, source: .disk(path), files: [path])
    }
  }

  /// Whether a name says that a recording or an archive of some is meant, though nothing
  /// can be seen of it.
  private static func isMeant(_ name: String) -> Bool {
    let ending = URL(filePath: name).pathExtension.lowercased()
    return RecordingFormat.endings([.own, .usual]).contains(ending)
      || ForeignFile.packedEndings.contains(ending)
  }

  /// Why a file of a folder cannot be read or is called as no recording is; nil where nothing
  /// is wrong with it.
  private static func error(_ name: String, in listing: FolderListing) -> FileError? {
    listing.error(name) ?? spelling(listing.base + name)
  }

  /// The error for a header in capital letters: the files that it names are called
  /// otherwise then, too.
  static func spelling(_ path: String) -> FileError? {
    guard path.hasSuffix(".HEA") else { return nil }
    return FileError(
      .badData, path: path, "expected a header that ends in .hea, found .HEA",
      remedy: "Rename it, and its files as it names them")
  }

  /// Whether a file of a folder is a recording; counts those that are none, and names those in
  /// which some may be.
  mutating func isWanted(
    _ name: String, in folder: InputFolder, path: String, shown: String
  ) -> Bool {
    let ending = URL(filePath: name).pathExtension.lowercased()
    if Self.certain.contains(ending) { return true }
    let isTabular = Self.tabular.contains(ending)
    guard let source = try? RecordingSource(path: path, in: folder) else {
      return takesTables && isTabular
    }
    if ForeignFile.isBeatTable(source) {
      others += 1
      return false
    }
    if takesTables && isTabular { return true }
    if RecordingFormat.standalone.contains(where: { $0.isSelfDescribing(source) }) {
      return true
    }
    if ForeignFile.isPacked(source) {
      packed.append(shown)
    } else if isTabular {
      tables += 1
    } else {
      others += 1
    }
    return false
  }
}
