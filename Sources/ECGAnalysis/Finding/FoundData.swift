import ECGDatasets
import ECGFiles

/// Data that was found, and where.
public struct FoundData: Equatable, Sendable {
  /// The kinds of data.
  public enum Content: Equatable, Sendable {
    /// Kaggle's MIT-BIH beats; one of the two files may be missing, not both.
    case mitbihBeats(train: String?, test: String?)
    /// Annotated WFDB records, to build the beats from: those of the MIT-BIH Arrhythmia Database,
    /// or of any other.
    case records(RecordFolder)
    /// Annotated WFDB records that were named: several folders, records or lists, as
    /// ``AnnotatedRecords`` takes them.
    case recordPaths([String])
    /// Kaggle's PTB beats.
    case ptbBeats(normal: String, abnormal: String)
    /// Raw records of the PTB Diagnostic ECG Database, by their folder.
    case ptbRecords(String)
    /// One CSV file of beats, by whatever name, that was named.
    case beats(String)
    /// The files of one data set, by names as `beats-00001-of-00100.safetensors` (see
    /// `BeatShards`), in a folder that was named.
    case shards([String])
  }

  /// Where the search came upon the data.
  public enum Place: String, Codable, Sendable {
    /// The path that was named, as with `--data`.
    case named = "as named"
    /// `$ECG_DATA`.
    case environment = "$ECG_DATA"
    /// The current folder.
    case workingFolder = "the current folder"
    /// The current folder's `data`.
    case dataFolder = "./data"
    /// `~/Desktop`.
    case desktop = "~/Desktop"
  }

  /// What was found.
  public let content: Content
  /// Where.
  public let place: Place
  /// Other data found in the same place and not chosen: paths of files and folders.
  public let others: [String]

  /// What is a reason to worry about it, each a sentence.
  package let remarks: [String]

  /// Creates what was found.
  package init(content: Content, place: Place, others: [String], remarks: [String] = []) {
    (self.content, self.place, self.others) = (content, place, others)
    self.remarks = remarks
  }

  /// Whether beats are cut from annotated records, whose annotations, patients and
  /// leads can be chosen.
  package var isOfAnnotatedRecords: Bool {
    switch content {
    case .records, .recordPaths: true
    case .mitbihBeats, .ptbBeats, .ptbRecords, .beats, .shards: false
    }
  }

  /// Whether there are files of beats, which have any length; those that are cut from
  /// records have one.
  package var isOfBeatFiles: Bool { !files.isEmpty }

  /// Keeps the process from replacing any file of beats that was found, and what lies beside it and
  /// says where its rows came from: a test part too, where the training part alone is read.
  ///
  /// - Throws: `FileError` of kind `cannotWrite` where one is going to be replaced.
  package func keep() throws {
    for file in files {
      try ReadFiles.keep(path: file)
      try ReadFiles.keep(path: ProvenanceFile.path(of: file))
    }
  }

  /// The files of beats; none where the data is records.
  private var files: [String] {
    switch content {
    case .mitbihBeats(let train, let test): [train, test].compactMap { $0 }
    case .ptbBeats(let normal, let abnormal): [normal, abnormal]
    case .beats(let path): [path]
    case .shards(let paths): paths
    case .records, .recordPaths, .ptbRecords: []
    }
  }

  /// The path of the file or folder, or those of two files, for messages.
  public var path: String {
    switch content {
    case .mitbihBeats(let train?, let test?): "\(train) and \(test)"
    case .mitbihBeats(let train, let test): train ?? test ?? ""
    case .ptbBeats(let normal, let abnormal): "\(normal) and \(abnormal)"
    case .beats(let path), .ptbRecords(let path): path
    case .records(let folder): folder.path
    case .recordPaths(let paths): paths.joined(separator: ", ")
    case .shards(let paths): "\(paths.first ?? "") and \(paths.count - 1) more"
    }
  }

  /// One sentence for the person: what was found where, and what else there was.
  public var summary: String {
    let what =
      switch content {
      case .ptbRecords(let folder): "PTB records in \(folder)"
      case .records(let folder): folder.summary
      case .recordPaths: "records in \(path)"
      case .mitbihBeats, .ptbBeats, .beats, .shards: path
      }
    let rest = others.isEmpty ? "" : "; not used: \(others.joined(separator: ", "))"
    return "Found \(what) (\(place.rawValue))\(rest)."
  }
}
