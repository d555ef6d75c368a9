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
      Health exported, or a CSV file with a row for each time.

      \(Wording.disclaimer)
      """)

  @Argument(
    help: "The recording: a file, or the path of a WFDB record with or without .hea.",
    completion: .file())
  var record: String

  @OptionGroup var input: RecordingInputOptions

  @Option(help: "The folder to write NAME.qrs and NAME.qrs.csv to.", completion: .directory)
  var output: String?

  @OptionGroup var overwriteOption: OverwriteOption
  @OptionGroup var jsonOption: JSONOption

  func run() throws {
    let console = jsonOption.console
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
    if jsonOption.json {
      try console.printJSON(WithBeatTable(summary, table))
    } else {
      try console.say(summary.text(lead: beats.lead))
    }
  }
}
