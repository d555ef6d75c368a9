import ArgumentParser
import ECGAnalysis
import ECGDatasets
import ECGRecordings

/// `--data`, which means the same everywhere.
struct DataOptions: ParsableArguments {
  @Option(
    help: """
      A folder, or a file of beats (CSV, or .safetensors as "ecg prepare" writes it). Folders of annotated \
      WFDB records of any database do; of these several may be named, as --data A --data B, and single \
      records. Where it is not given, beats of the task or annotated records are looked for in \
      $ECG_DATA, the current folder, its data and ~/Desktop.
      """, completion: .file())
  var data: [String] = []

  @OptionGroup(title: "Annotated records") var recordOptions: AnnotatedRecordOptions

  /// The data named, or found in the usual places.
  ///
  /// - Throws: `FileError` of kind `noInput` for a path without data.
  func find(for task: BeatTask) throws -> DataFinding {
    try DataFinder().find(
      named: data, annotator: recordOptions.annotator ?? AnnotationFile.expertAnnotator, for: task)
  }

  /// The data named or found, told to the person.
  ///
  /// - Throws: `FileError` of kind `noInput` where there is none.
  func source(
    for task: BeatTask, length: BeatLength = .usual, threads: Int, console: Console
  ) throws -> BeatSource {
    try source(
      find(for: task).told(named: data, for: task, console), task: task, length: length,
      threads: threads, console: console)
  }

  /// The beats of data that was found.
  ///
  /// - Throws: `ValidationError` where there are options for annotated records or for files of
  ///   beats, and the data is other.
  func source(
    _ found: FoundData, task: BeatTask, length: BeatLength = .usual, threads: Int,
    console: Console
  ) throws -> BeatSource {
    if case .chosen(_?) = length, !found.isOfBeatFiles {
      throw ValidationError("--samples is for files of beats, found \(found.path)")
    }
    guard found.isOfAnnotatedRecords || recordOptions.given.isEmpty else {
      throw ValidationError(
        "\(recordOptions.given[0]) is for annotated records, found \(found.path)")
    }
    return try BeatSource(
      found, records: recordOptions.choice, task: task, length: length, threads: threads,
      console: console)
  }
}
