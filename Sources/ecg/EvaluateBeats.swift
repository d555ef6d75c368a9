import ECGAnalysis
import ECGEvaluation
import ArgumentParser
import ECGDatasets
import ECGClassifier
import ECGFiles
import ECGReports
import Foundation

/// `ecg evaluate beats`, also without the last word.
struct EvaluateBeats: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "beats",
    abstract: "Scores a network on labelled beats.",
    discussion: """
      The test part is used where the data has one, all beats otherwise; of annotated records, and of a file that \
      "ecg run" divided, all, unless the model was trained on a part of them. Which share of the beats the model was \
      trained on is said, as far as it knows. With --output it also \
      writes report.html, figures/, metrics.json, the same scores as metrics.csv, \
      predictions.safetensors, which "ecg runs compare" reads, and \
      doubtful-beats.csv: the least certain beats and the \
      most confidently wrong ones, with record and time where the data says where it comes from.

      \(Wording.disclaimer)
      """)

  @Argument(
    help: "The model's file, instead of the pretrained model.",
    completion: .file(extensions: ["safetensors"]))
  var model: String?

  @OptionGroup var dataOptions: DataOptions
  @OptionGroup var scaleOption: BeatScaleOption

  @Option(
    help: "The folder to write a report, figures, scores and doubtful-beats.csv to.",
    completion: .directory)
  var output: String?

  @OptionGroup var reportOptions: ReportOptions
  @OptionGroup var compute: ComputeOptions
  @OptionGroup var overwriteOption: OverwriteOption
  @OptionGroup var jsonOption: JSONOption

  func validate() throws {
    if let model, BeatFile.Form(path: model) == .csv {
      throw ValidationError(
        "expected a model, found a table, \(model); beats to score a model on go with --data")
    }
  }

  func run() throws {
    let console = jsonOption.console
    let folder = output.map { ReportFolder(path: $0, overwrite: overwriteOption.overwrite) }
    let reporting = Reporting(compute: compute)
    let classifier = try ModelSource.load(model)
    let source = try dataOptions.source(
      for: classifier.task, length: .ofModel(classifier.samplesPerBeat),
      threads: compute.threads, console: console)
    let files = ScoredModel.scoreFiles
    if let folder { try Self.checkIsOfNoRun(folder) }
    try folder?.check(files: files)
    let (unscaled, part) = try source.evaluation(
      trainedOn: classifier.dataFingerprint, seed: classifier.seed,
      isToldApart: classifier.trainedBeats != nil)
    let beats = scaleOption.applied(to: unscaled)
    ModelSource.tell(classifier, from: model, console)
    let remarks = Remarks(on: classifier, beats: beats, isScored: true)
    remarks.tell(console)
    let scored = try ScoredModel(
      classifier, on: beats, part: part, seed: compute.seed, threads: compute.threads)
    try console.answer(scored.report, text: scored.text)
    guard let folder else { return }
    let inspection = DatasetInspection(beats)
    var report = reporting.report(
      title: "Heartbeats: how a model does", inspection: inspection, examples: beats)
    report.parts[0].name = part
    report.warnings = remarks.sentences
    try reporting.add(scored, to: &report)
    try scored.writeScores(
      scored.metrics(
        data: inspection.source, advice: "\(Wording.gettingData(for: classifier.task))."),
      to: folder.path, overwrite: folder.overwrite)
    let written = try folder.write(report, options: reportOptions, console: console)
    console.note("Written: \((written + files.map(folder.file)).joined(separator: ", ")).")
  }

  /// Refuses the folder of a run, whose scores would be replaced by those of another model or of
  /// other beats, and which would then be taken for those of the run.
  private static func checkIsOfNoRun(_ folder: ReportFolder) throws {
    guard FileManager.default.fileExists(atPath: folder.file(RunFile.record)) else { return }
    throw FileError(
      .cannotWrite, path: folder.path,
      "expected a folder for an evaluation, found that of a run, whose scores stay its own",
      remedy: "Choose another folder")
  }
}
