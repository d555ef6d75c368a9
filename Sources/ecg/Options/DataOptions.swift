import ArgumentParser
import ECGAnalysis
import ECGDatasets
import ECGFiles
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
    let annotator = recordOptions.annotator ?? AnnotationFile.expertAnnotator
    guard !data.isEmpty else { return DataFinder().find(for: task, annotator: annotator) }
    return .found(try DataFinder().find(at: data, annotator: annotator, for: task))
  }

  /// The data named or found, told to the person.
  ///
  /// - Throws: `FileError` of kind `noInput` where there is none.
  func source(
    for task: BeatTask, threads: Int, console: Console
  ) throws -> BeatSource {
    switch try find(for: task) {
    case .found(let found):
      // Who names one file knows what it is.
      if found.content != .beats(data.first ?? "") { console.note(found.summary) }
      return try source(found, task: task, threads: threads, console: console)
    case .nothing(let lookedIn):
      throw FileError(
        .noInput, path: lookedIn.joined(separator: ", "),
        "expected \(DataFinder.wanted(for: task)), found neither",
        remedy: Remedy(Wording.gettingData(for: task)))
    }
  }

  /// The beats of data that was found.
  ///
  /// - Throws: `ValidationError` where there are options for annotated records, and the data is other.
  func source(
    _ found: FoundData, task: BeatTask, threads: Int, console: Console
  ) throws -> BeatSource {
    guard found.isOfAnnotatedRecords || recordOptions.given.isEmpty else {
      throw ValidationError(
        "\(recordOptions.given[0]) is for annotated records, found \(found.path)")
    }
    for remark in found.remarks { console.warn(remark) }
    try found.keep()
    return BeatSource(found, records: recordOptions.choice, task: task, threads: threads) {
      switch $0 {
      case .note(let sentence): console.note(sentence)
      case .warning(let sentence): console.warn(sentence)
      }
    }
  }
}
