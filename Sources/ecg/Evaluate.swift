import ArgumentParser
import ECGBeats
import ECGClassifier
import ECGRecordings
import ECGReports

/// `ecg evaluate`.
struct Evaluate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Scores a model on labelled beats.",
    discussion: """
      The test part is used where the data has one, all beats otherwise. With --output it also \
      writes report.html, figures/, metrics.json and doubtful-beats.csv: the least certain beats and the \
      most confidently wrong ones, with record and time where the data says where it comes from.

      \(Wording.disclaimer)
      """)

  @Argument(
    help: "The model's file, instead of the pretrained model.",
    completion: .file(extensions: ["safetensors"]))
  var model: String?

  @OptionGroup var dataOptions: DataOptions

  @Option(
    help: "The folder to write a report, figures, metrics.json and doubtful-beats.csv to.",
    completion: .directory)
  var output: String?

  @OptionGroup var reportOptions: ReportOptions
  @OptionGroup var compute: ComputeOptions
  @OptionGroup var forceOption: ForceOption
  @OptionGroup var jsonOption: JSONOption

  func run() throws {
    let console = jsonOption.console
    let folder = output.map { OutputFolder(path: $0, force: forceOption.force) }
    let reporting = Reporting(compute: compute)
    let classifier = try ModelSource.load(model, console: console)
    let source = try dataOptions.source(threads: compute.threads, console: console)
    let files = ["metrics.json", Scores.doubtfulFile]
    try folder?.check(files: files)
    let (beats, part) = try source.evaluation(
      of: classifier.task, samplesPerBeat: classifier.samplesPerBeat)
    let remarks = Remarks(on: classifier, scored: beats)
    remarks.tell(console)
    let scores = try Scores(of: classifier, on: beats, part: part, compute: compute)
    if jsonOption.json {
      try console.printJSON(scores.report)
    } else {
      try console.say(scores.text)
    }
    guard let folder else { return }
    let inspection = DatasetInspection(beats)
    var report = reporting.report(
      title: "Heartbeats: how a model does", inspection: inspection, examples: beats)
    report.parts[0].name = part
    report.warnings = remarks.sentences
    try reporting.add(classifier, scores, on: beats, to: &report)
    let metrics = RunMetrics(scores: scores, model: classifier, data: inspection.source)
    try OutputFile.write(
      JSONText(metrics).text, to: folder.file("metrics.json"), overwrite: forceOption.force)
    try OutputFile.write(
      scores.doubtfulCSV(of: beats), to: folder.file(Scores.doubtfulFile),
      overwrite: forceOption.force)
    let written = try folder.write(report, options: reportOptions, console: console)
    console.note("Written: \((written + files.map(folder.file)).joined(separator: ", ")).")
  }
}
