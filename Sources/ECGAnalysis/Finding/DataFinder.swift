public import ECGRecordings
public import ECGDatasets
import ECGFiles
public import Foundation

/// Finds the data to work on where nobody said where it is.
///
/// Places are looked at in this order, each with its subfolders one level down: `$ECG_DATA`, the
/// current folder, its `data`, `~/Desktop`. The first place that holds any data is taken. Within it
/// the first of these counts:
///
/// 1. `mitbih_train.csv` and `mitbih_test.csv`, best from one folder
/// 2. annotated records: the files named by a `RECORDS` file, or any records with annotations where
///    there is no such file; those of a folder that was named, the MIT-BIH records, or the folder
///    with most records. Where a folder was named that has several subfolders of records, none of
///    them MIT-BIH, that is an error: any one of them would be a guess
/// 3. two files `mitbih_train*.csv` and `mitbih_test*.csv`
/// 4. one file `mitbih_train*.csv`
/// 5. `ptbdb_normal*.csv` and `ptbdb_abnormal*.csv`
/// 6. one file `mitbih_test*.csv`
///
/// For `BeatTask.infarction`, `ptbdb_normal*.csv` and `ptbdb_abnormal*.csv` count, then raw PTB
/// records, which are told by folders `patient001` and so on, or by the diagnosis in a header.
///
/// Files ending in `.safetensors` (see `BeatSafetensors`) count as those ending in `.csv` do, after
/// them. Raw records come before CSV files of other names, since those are often excerpts. Upper
/// and lower case are the same. Between equals, the exact name, then the place itself before its
/// subfolders, then the path in alphabetical order decides. Files ending in `_provenance.csv` and
/// hidden folders do not count.
public struct DataFinder: Sendable {
  private let environment: [String: String]
  private let workingFolder: String
  private let home: String

  /// Creates a finder.
  ///
  /// - Parameters:
  ///   - environment: The environment variables, of which `ECG_DATA` and `HOME` matter.
  ///   - workingFolder: The current folder.
  ///   - home: The home folder; nil for what `HOME` says, or the user's entry in the system where
  ///     it says nothing.
  public init(
    environment: [String: String] = ProcessInfo.processInfo.environment,
    workingFolder: String = FileManager.default.currentDirectoryPath,
    home: String? = nil
  ) {
    self.environment = environment
    self.workingFolder = workingFolder
    self.home =
      home ?? environment["HOME"] ?? NSHomeDirectory()
  }

  /// Looks in the usual places for data of a task.
  ///
  /// - Parameters:
  ///   - task: what the data is for.
  ///   - annotator: the suffix of the annotations of records.
  public func find(
    for task: BeatTask = .arrhythmia, annotator: String = AnnotationFile.expertAnnotator
  ) -> DataFinding {
    var lookedIn: [String] = []
    for (place, path) in places {
      if isFile(path) {
        return .found(
          FoundData(content: .beats(path), place: place, others: [], remarks: missingPlace))
      }
      lookedIn.append(path)
      let listing = DataListing(of: path, annotator: annotator)
      if let found = listing.best(for: task, in: place) {
        let isInData = place == .workingFolder && isInDataFolder(found)
        return .found(
          FoundData(
            content: found.content, place: isInData ? .dataFolder : place, others: found.others,
            remarks: missingPlace + found.remarks
              + Self.remarks(on: listing.rivals(of: found.content))))
      }
    }
    return .nothing(lookedIn: lookedIn)
  }

  /// The data at a path that was named: a CSV file, or a folder looked at like the usual places.
  ///
  /// - Parameters:
  ///   - path: the file or folder.
  ///   - annotator: the suffix of the annotations of records.
  ///   - task: what the data is for.
  /// - Throws: `FileError` of kind `noInput` where there is nothing at `path` or no data in it.
  public func find(
    at path: String, annotator: String = AnnotationFile.expertAnnotator,
    for task: BeatTask = .arrhythmia
  ) throws -> FoundData {
    if isFile(path) { return FoundData(content: .beats(path), place: .named, others: []) }
    guard FileManager.default.fileExists(atPath: path) else {
      throw FileError(
        .noInput, path: path, "there is no such file or folder", remedy: "Check the path")
    }
    guard !UnfinishedFolder.isUnfinished(path) else {
      throw FileError(
        .noInput, path: path, "expected a whole download, found one that was ended before",
        remedy: "Complete it by \(.downloading) as before")
    }
    let listing = DataListing(of: path, annotator: annotator)
    guard let found = listing.best(for: task, in: .named) else {
      let shards = try BeatShards.paths(in: path)
      guard shards.isEmpty else {
        return FoundData(content: .shards(shards), place: .named, others: [])
      }
      throw DataFinder.nothing(at: path, for: task)
    }
    let rivals = listing.rivals(of: found.content)
    guard rivals.isEmpty else {
      throw FileError(
        .badData, path: path,
        "expected one folder of records, found \(rivals.count): \(Self.list(rivals))",
        remedy: task == .arrhythmia
          ? """
          Name the one that is meant or, for all of them, put a file RECORDS there that lists their records
          """
          : "Name the one that is meant")
    }
    return found
  }

  /// The error about a folder without any data.
  static func nothing(at path: String, for task: BeatTask) -> FileError {
    FileError(
      .noInput, path: path, "expected \(wanted(for: task)), found neither",
      remedy: "Name a folder that holds them, or a CSV file of beats")
  }

  /// What to say where one of several folders was taken.
  private static func remarks(on rivals: [String]) -> [String] {
    rivals.isEmpty
      ? []
      : [
        """
        \(rivals.count) folders of records were found, \(list(rivals)), and one alone is taken: name what is meant.
        """
      ]
  }

  private static func list(_ folders: [String]) -> String {
    RecordSelection.list(folders.map { URL(filePath: $0).lastPathComponent.printable })
  }

  /// The data at paths that were named: one as it is taken alone, or annotated records, by folders,
  /// lists or one by one, as ``AnnotatedRecords`` takes them.
  ///
  /// - Parameters:
  ///   - paths: what was named.
  ///   - annotator: the suffix of the annotations of records.
  ///   - task: what the data is for.
  /// - Throws: `FileError` where there is nothing at a path, or no data in it.
  public func find(
    at paths: [String], annotator: String = AnnotationFile.expertAnnotator,
    for task: BeatTask = .arrhythmia
  ) throws -> FoundData {
    let areRecords =
      paths.count != 1
      || paths.allSatisfy { namesRecords($0) || listsFolders($0, annotator: annotator) }
    do {
      if !areRecords, let path = paths.first {
        return try find(at: path, annotator: annotator, for: task)
      }
    } catch let error as FileError where error.kind == .noInput && task == .arrhythmia {
      // Its records may have annotations or signals of other suffixes.
      guard (try? AnnotatedRecords(at: paths, annotator: annotator)) != nil else { throw error }
    }
    guard task == .arrhythmia else {
      throw FileError(
        .badData, path: paths.joined(separator: ", "),
        "expected one folder or file of beats for the task \(task.name), found "
          + (paths.count > 1 ? "\(paths.count)" : "records of beats"),
        remedy: "Name one folder with \(DataFinder.wanted(for: task))")
    }
    if let file = paths.first(where: {
      BeatFile.Form(path: $0) != nil && isFile($0) && !namesRecords($0)
    }) {
      throw FileError(
        .badData, path: file, "expected records, found a file of beats, which is named alone",
        remedy: "Name it alone, or the folder that holds it and its test part")
    }
    _ = try AnnotatedRecords(at: paths, annotator: annotator)
    return FoundData(content: .recordPaths(paths), place: .named, others: [])
  }

  /// The data at paths that were named, or in the usual places where none was.
  ///
  /// - Parameters:
  ///   - paths: what was named.
  ///   - annotator: the suffix of the annotations of records.
  ///   - task: what the data is for.
  /// - Throws: as ``find(at:annotator:for:)``.
  package func find(
    named paths: [String], annotator: String = AnnotationFile.expertAnnotator,
    for task: BeatTask = .arrhythmia
  ) throws -> DataFinding {
    paths.isEmpty
      ? find(for: task, annotator: annotator)
      : .found(try find(at: paths, annotator: annotator, for: task))
  }

  /// Whether a path is that of a record, or of a list of records by its usual name.
  private func namesRecords(_ path: String) -> Bool {
    isFile("\(path).hea")
      || isFile(path)
        && (path.hasSuffix(".hea") || URL(filePath: path).lastPathComponent.hasPrefix("RECORDS"))
  }

  /// Whether the `RECORDS` file of a folder lists annotated records of its subfolders.
  private func listsFolders(_ path: String, annotator: String) -> Bool {
    guard !isFile(path), let found = try? RecordFolder(of: path, annotator: annotator) else {
      return false
    }
    return found.records.contains { $0.contains("/") }
  }

  /// The data of a task, in words.
  public static func wanted(for task: BeatTask) -> String {
    task == .infarction
      ? "ptbdb_normal.csv and ptbdb_abnormal.csv, or PTB records"
      : "mitbih_train.csv and mitbih_test.csv, or annotated WFDB records"
  }

  /// What to say of a place that was meant to come first, and is not there.
  private var missingPlace: [String] {
    guard let named = environment["ECG_DATA"], !named.isEmpty,
      !FileManager.default.fileExists(atPath: named)
    else { return [] }
    return ["$ECG_DATA names \(named.printable), which is not there; other places were looked at."]
  }

  private var places: [(FoundData.Place, String)] {
    let named = environment["ECG_DATA"].flatMap { $0.isEmpty ? nil : $0 }
    return (named.map { [(.environment, $0)] } ?? []) + [
      (.workingFolder, workingFolder),
      (.dataFolder, workingFolder.appending("/data")),
      (.desktop, home.appending("/Desktop")),
    ]
  }

  /// Whether what was found below the current folder is in its `data`.
  private func isInDataFolder(_ found: FoundData) -> Bool {
    found.path.appending("/").hasPrefix(workingFolder.appending("/data/"))
  }

  private func isFile(_ path: String) -> Bool { InputFolder.disk.hasFile(path) }
}
