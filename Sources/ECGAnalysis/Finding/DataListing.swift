import ECGDatasets
import ECGFiles
import Foundation

/// What of interest lies in a folder and its subfolders.
struct DataListing {
  /// A file of beats whose name begins as one of Kaggle's.
  struct Table: Equatable {
    let folder: String
    let name: String
    /// Whether the name is Kaggle's own.
    let isExact: Bool
    /// What the name has between its beginning and its extension, such as ` (1)`.
    let suffix: String

    var path: String { "\(folder)/\(name)" }
  }

  private var trains: [Table] = []
  private var tests: [Table] = []
  private var normals: [Table] = []
  private var abnormals: [Table] = []
  private var records: [RecordFolder] = []
  private var ptbFolders: [String] = []

  /// The folder that is listed.
  private let root: String
  /// The suffix of the annotations of records.
  private let annotator: String

  /// Lists a folder; one that cannot be read is like an empty one.
  ///
  /// - Parameters:
  ///   - path: the folder.
  ///   - annotator: the suffix of the annotations of records.
  init(of path: String, annotator: String) {
    self.annotator = annotator
    var path = path
    while path.count > 1, path.hasSuffix("/") { path.removeLast() }
    root = path
    let names = DataListing.names(in: path)
    add(names, in: path)
    for name in names where !name.hasPrefix(".") {
      let folder = "\(path)/\(name)"
      var isFolder: ObjCBool = false
      if FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder), isFolder.boolValue
      {
        add(DataListing.names(in: folder), in: folder)
      }
    }
  }

  /// The data to take, by the order of ``DataFinder``; nil where there is none.
  func best(for task: BeatTask, in place: FoundData.Place) -> FoundData? {
    // Who names a folder means what lies in it.
    let own = place == .named ? records.first { $0.path == root } : nil
    let folder =
      own ?? records.first(where: \.isMITBIH)
      ?? records.max { ($0.records.count, $1.path) < ($1.records.count, $0.path) }
    let exact = pair(trains.filter(\.isExact), tests.filter(\.isExact))
    let loose = pair(trains, tests)
    let ptb = pair(normals, abnormals)
      .map { FoundData.Content.ptbBeats(normal: $0.path, abnormal: $1.path) }
    let infarctions = ptb ?? ptbFolder.map { .ptbRecords($0) }
    let arrhythmias: FoundData.Content? =
      exact.map { .mitbihBeats(train: $0.path, test: $1.path) }
      ?? folder.map { .records($0) }
      ?? loose.map { .mitbihBeats(train: $0.path, test: $1.path) }
      ?? first(trains).map { .mitbihBeats(train: $0.path, test: nil) }
      ?? ptb
      ?? first(tests).map { .mitbihBeats(train: nil, test: $0.path) }
    let content = task == .infarction ? infarctions : arrhythmias
    return content.map {
      FoundData(
        content: $0, place: place, others: allPaths.filter(isNot(in: $0)),
        remarks: DataListing.remarks(on: $0))
    }
  }

  /// The folder of PTB records: where all that were found are those of a patient each, as PhysioNet
  /// has them, it is the one that they lie in.
  private var ptbFolder: String? {
    guard let first = ptbFolders.first else { return nil }
    let arePatients = ptbFolders.allSatisfy {
      PTBRecord.isOfPatient(folder: $0) && $0 != root
    }
    return arePatients ? root : first
  }

  /// The folders of records of which the one of `content` was taken, where nothing but its size,
  /// or its name, speaks for it; of one that is the whole database, or that was looked at
  /// itself, there are none.
  func rivals(of content: FoundData.Content) -> [String] {
    let (taken, folders): (String, [String])
    switch content {
    case .records(let folder) where !folder.isMITBIH:
      (taken, folders) = (folder.path, records.map(\.path))
    case .ptbRecords(let folder): (taken, folders) = (folder, ptbFolders)
    default: return []
    }
    return taken == root || folders.count < 2 ? [] : folders
  }

  /// What to say of two files that nobody put beside one another.
  private static func remarks(on content: FoundData.Content) -> [String] {
    let (first, second): (String, String)
    switch content {
    case .mitbihBeats(let train?, let test?): (first, second) = (train, test)
    case .ptbBeats(let normal, let abnormal): (first, second) = (normal, abnormal)
    default: return []
    }
    let folders = [first, second].map { URL(filePath: $0).deletingLastPathComponent() }
    guard folders[0] != folders[1] else { return [] }
    return [
      """
      The two files are from two folders, \(folders[0].path.printable) and \(folders[1].path.printable): \
      do they belong together?
      """
    ]
  }

  private var allPaths: [String] {
    (trains + tests + normals + abnormals).map(\.path).sorted()
      + Set(records.map(\.path) + ptbFolders).sorted()
  }

  private func isNot(in content: FoundData.Content) -> (String) -> Bool {
    let used: [String?] =
      switch content {
      case .mitbihBeats(let train, let test): [train, test]
      case .ptbBeats(let normal, let abnormal): [normal, abnormal]
      case .records(let folder): [folder.path]
      case .ptbRecords(let folder): folder == root ? [folder] + ptbFolders : [folder]
      case .beats(let path): [path]
      case .recordPaths(let paths), .shards(let paths): paths
      }
    return { !used.contains($0) }
  }

  /// The first of the tables in the order of preference; they are listed folder by folder.
  private func first(_ tables: [Table]) -> Table? {
    tables.first(where: \.isExact) ?? tables.first
  }

  /// The two tables that belong together best: same folder, then exact names, then same
  /// suffix, then same form.
  private func pair(_ one: [Table], _ other: [Table]) -> (Table, Table)? {
    let pairs = one.flatMap { one in other.map { (one, $0) } }
    func mismatch(_ pair: (Table, Table)) -> Int {
      (pair.0.folder == pair.1.folder ? 0 : 8)
        + (pair.0.isExact && pair.1.isExact ? 0 : 4) + (pair.0.suffix == pair.1.suffix ? 0 : 2)
        + (BeatFile.Form(path: pair.0.name) == BeatFile.Form(path: pair.1.name) ? 0 : 1)
    }
    // `min` takes the first of equals.
    return pairs.min { mismatch($0) < mismatch($1) }
  }

  private mutating func add(_ names: [String], in folder: String) {
    // What a download has not brought yet would be missed later.
    if names.contains(UnfinishedFolder.marker) { return }
    for name in names {
      if let table = Table(name, beginning: "mitbih_train", in: folder) { trains.append(table) }
      if let table = Table(name, beginning: "mitbih_test", in: folder) { tests.append(table) }
      if let table = Table(name, beginning: "ptbdb_normal", in: folder) { normals.append(table) }
      if let table = Table(name, beginning: "ptbdb_abnormal", in: folder) {
        abnormals.append(table)
      }
    }
    if let found = try? RecordFolder(of: folder, annotator: annotator, files: names),
      !found.records.isEmpty
    {
      records.append(found)
    }
    if PTBRecord.mayBe(in: folder, names: names) { ptbFolders.append(folder) }
  }

  /// The names in a folder, in alphabetical order.
  private static func names(in folder: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
  }
}

extension DataListing.Table {
  /// Tells by its name whether a file is one of Kaggle's tables.
  init?(_ name: String, beginning: String, in folder: String) {
    let lowercase = name.lowercased()
    guard
      lowercase.hasPrefix(beginning), let form = BeatFile.Form(path: lowercase),
      !lowercase.hasSuffix("_provenance.csv"), !lowercase.hasSuffix(".checkpoint.safetensors")
    else { return nil }
    let ending = "." + form.rawValue
    var isFolder: ObjCBool = false
    let isThere = FileManager.default.fileExists(
      atPath: "\(folder)/\(name)", isDirectory: &isFolder)
    guard isThere, !isFolder.boolValue else { return nil }
    self.init(
      folder: folder, name: name, isExact: lowercase == beginning + ending,
      suffix: String(lowercase.dropFirst(beginning.count).dropLast(ending.count)))
  }
}
