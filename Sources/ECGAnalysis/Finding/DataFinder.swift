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
/// 2. raw MIT-BIH records: the files named by a `RECORDS` file, or any records with annotations
///    where there is no such file; the folder with most records
/// 3. two files `mitbih_train*.csv` and `mitbih_test*.csv`
/// 4. one file `mitbih_train*.csv`
/// 5. `ptbdb_normal*.csv` and `ptbdb_abnormal*.csv`
/// 6. one file `mitbih_test*.csv`
///
/// For `BeatTask.infarction`, `ptbdb_normal*.csv` and `ptbdb_abnormal*.csv` count, then raw PTB records,
/// which are told by folders `patient001` and so on beside a `RECORDS` file, or by the diagnosis in a
/// header.
///
/// Files ending in `.safetensors` (see `BeatCache`) count as those ending in `.csv` do, after them.
/// Raw records come before CSV files of other names, since those are often excerpts. Upper and
/// lower case are the same. Between equals, the exact name, then the place itself before its
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
  public func find(for task: BeatTask = .arrhythmia) -> DataFinding {
    var lookedIn: [String] = []
    for (place, path) in places {
      if isFile(path) {
        return .found(FoundData(content: .beats(path), place: place, others: []))
      }
      lookedIn.append(path)
      if let found = DataListing(of: path).best(for: task, in: place) { return .found(found) }
    }
    return .nothing(lookedIn: lookedIn)
  }

  /// The data at a path that was named: a CSV file, or a folder looked at like the usual places.
  ///
  /// - Throws: `FileError` of kind `noInput` where there is nothing at `path` or no data in it.
  public func find(at path: String, for task: BeatTask = .arrhythmia) throws -> FoundData {
    if isFile(path) { return FoundData(content: .beats(path), place: .named, others: []) }
    guard FileManager.default.fileExists(atPath: path) else {
      throw FileError(
        .noInput, path: path, "there is no such file or folder", remedy: "Check the path")
    }
    guard !UnfinishedFolder.isUnfinished(path) else {
      throw FileError(
        .noInput, path: path, "expected a whole download, found one that was ended before",
        remedy: "Complete it with the same \"ecg download\" as before")
    }
    guard let found = DataListing(of: path).best(for: task, in: .named) else {
      throw FileError(
        .noInput, path: path,
        "expected \(DataFinder.wanted(for: task)), found neither",
        remedy: "Name a folder that holds them, or a CSV file of beats")
    }
    return found
  }

  /// The data of a task, in words.
  public static func wanted(for task: BeatTask) -> String {
    task == .infarction
      ? "ptbdb_normal.csv and ptbdb_abnormal.csv, or PTB records"
      : "mitbih_train.csv and mitbih_test.csv, or MIT-BIH records"
  }

  private var places: [(FoundData.Place, String)] {
    let named = environment["ECG_DATA"].flatMap { $0.isEmpty ? nil : $0 }
    return (named.map { [(.environment, $0)] } ?? []) + [
      (.workingFolder, workingFolder),
      (.dataFolder, workingFolder.appending("/data")),
      (.desktop, home.appending("/Desktop")),
    ]
  }

  private func isFile(_ path: String) -> Bool { InputFolder.disk.hasFile(path) }
}
