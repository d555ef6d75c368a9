import ECGParallel
import ECGRecordings
import ArgumentParser
import ECGAnalysis
import ECGFiles

/// `ecg detect`.
struct Detect: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Finds the R peaks of a recording.",
    discussion: """
      Finds the beats in one lead of a recording and prints how many there are and how fast they \
      come; with --output also writes them as annotations, NAME.qrs, which standard tools read, and \
      as a table, NAME.qrs.csv. \
      A recording is a WFDB record, an EDF, EDF+ or BDF file, an electrocardiogram that Apple \
      Health exported, or a CSV file with a row for each time. Beats are found of human hearts, about \
      30 to 220 a minute; of faster ones, such as those of mice and some newborns, about every other one. \
      Where these are regular they are marked as unusable, and that is told.

      Of many recordings --output gets the files of each in a tree like theirs, results.jsonl with a line \
      for each, and summary.csv, as with "ecg classify".

      \(Wording.disclaimer)
      """)

  @Argument(
    help: """
      The recording: a file, or the path of a WFDB record with or without .hea. Or many: their paths, folders, \
      ZIP and tar archives, patterns such as "data/*.edf"; - for a list on standard input.
      """,
    completion: .file())
  var paths: [String] = []

  @OptionGroup var batchOptions: BatchOptions

  @OptionGroup var input: RecordingInputOptions

  @Option(help: "The folder to write NAME.qrs and NAME.qrs.csv to.", completion: .directory)
  var output: String?

  @OptionGroup var overwriteOption: OverwriteOption
  @OptionGroup var jsonOption: JSONOption

  func validate() throws { try batchOptions.check(paths, named: "path") }

  func run() throws {
    let console = jsonOption.console
    if batchOptions.isAsked(by: paths) { return try runBatch(console) }
    let record = paths[0]
    let recording = try input.open(record, console)
    if let annotator = recording.namedAnnotator {
      console.warn(
        "\(recording.name).\(annotator) is left unread: beats are found in the signals. \"ecg classify\" "
          + "takes the beats of annotations.")
    }
    let path = output.map { OutputPaths.path(of: "\(recording.name).qrs", in: $0) }
    let tablePath = output.map { OutputPaths.path(of: "\(recording.name).qrs.csv", in: $0) }
    try OutputPlan(overwrite: overwriteOption.overwrite).check(
      files: [path, tablePath].compactMap { $0 })
    let bar = ProgressBar("Finding beats")
    var beats = try DetectedBeats(in: recording, lead: input.lead) { bar.show($0) }
    try beats.assess()
    ProgressBar.clear()
    for remark in beats.remarks { console.warn("\(record): \(remark).") }
    let table = BeatTable(beats)
    if let path, let tablePath {
      try beats.annotations.write(to: path, overwrite: overwriteOption.overwrite)
      try OutputFile.write(table.csv, to: tablePath, overwrite: overwriteOption.overwrite)
      console.note("Written: \(path), \(tablePath).")
    }
    let summary = DetectionSummary(beats, file: path)
    try console.answer(WithBeatTable(summary, table), text: summary.text(lead: beats.lead))
  }

  /// Finds the beats of many recordings, each on one thread.
  private func runBatch(_ console: Console) throws {
    var console = console
    let team = try batchOptions.processesOption.join(console)
    console.isQuiet = team?.speaks == false
    let input = input
    let output = try team.agreeing { try batchOptions.folder(self.output, for: paths) }
    let batch = RecordingBatch(
      title: "Finding beats", verb: "searched for beats", paths: paths, options: batchOptions,
      input: input,
      output: output, settings: [:], suffixes: [],
      threads: ThreadCount.allCores,
      overwrite: overwriteOption.overwrite, team: team)
    try batch.run(console) { recording, base, _ in
      var beats = try DetectedBeats(in: recording, lead: input.lead) { _ in }
      try beats.assess()
      try beats.annotations.write(to: "\(base).qrs", overwrite: true)
      try OutputFile.write(BeatTable(beats).csv, to: "\(base).qrs.csv", overwrite: true)
      return RecordingBatchItem(
        result: BatchResult(DetectionSummary(beats, file: nil)), remarks: beats.remarks,
        endings: ["qrs", "qrs.csv"])
    }
  }
}
