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
      most confidently wrong ones, with record and time where the data says where it comes from. With \
      --protocol it writes the outcome instead, as JSON and CSV, with patient-folds also as report.html.

      \(Wording.disclaimer)
      """)

  @Argument(
    help: "The model's file, instead of the pretrained model.",
    completion: .file(extensions: ["safetensors"]))
  var model: String?

  @Option(
    name: .customLong("protocol"),
    help: """
      inter-patient: classifiers of recordings on the 44 unpaced MIT-BIH records, an ablation of what \
      they see, cross-validated by patient, and trained on DS1 and scored on DS2, which takes minutes. patient-folds: cross-validate networks over \
      the patients of PTB, from scratch, with frozen and with fine-tuned convolutions of another, beside \
      the same over beats. No model is named.
      """)
  var division: EvaluationProtocol?

  @OptionGroup var patientFoldOptions: PatientFoldOptions

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
    let given = patientFoldOptions.given
    guard division == .patientFolds || given.isEmpty else {
      throw ValidationError("\(given[0]) goes with --protocol patient-folds")
    }
    let records = dataOptions.recordOptions.given
    guard division != .interPatient || records.isEmpty else {
      throw ValidationError("\(records[0]) does not go with --protocol inter-patient")
    }
    guard division == nil || !scaleOption.rescale else {
      throw ValidationError("--rescale is for beats; --protocol takes records")
    }
    if let model, BeatFile.Form(path: model) == .csv {
      throw ValidationError(
        "expected a model, found a table, \(model); beats to score a model on go with --data")
    }
    guard division != nil, let model else { return }
    throw ValidationError("--protocol trains models of its own; expected none, found \(model)")
  }

  func run() throws {
    let console = jsonOption.console
    switch division {
    case .interPatient: try runInterPatient(console)
    case .patientFolds: try runPatientFolds(console)
    case nil: try scoreModel(console)
    }
  }

  private func scoreModel(_ console: Console) throws {
    let folder = output.map { ReportFolder(path: $0, overwrite: overwriteOption.overwrite) }
    let reporting = Reporting(compute: compute)
    let classifier = try ModelSource.load(model)
    let source = try dataOptions.source(
      for: classifier.task, threads: compute.threads, console: console)
    let files = ScoredModel.scoreFiles
    if let folder { try Self.checkIsOfNoRun(folder) }
    try folder?.check(files: files)
    let (unscaled, part) = try source.evaluation(
      samplesPerBeat: classifier.samplesPerBeat, trainedOn: classifier.dataFingerprint,
      seed: classifier.seed, isToldApart: classifier.trainedBeats != nil)
    let beats = scaleOption.applied(to: unscaled)
    ModelSource.tell(classifier, from: model, console)
    let remarks = Remarks(on: classifier, beats: beats, isScored: true)
    remarks.tell(console)
    let scored = try ScoredModel(
      classifier, on: beats, part: part, seed: compute.seed, threads: compute.threads)
    if jsonOption.json {
      try console.printJSON(scored.report)
    } else {
      try console.say(scored.text)
    }
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

  /// Refuses the folder of a run, whose scores would be replaced by those of another model or of other beats, and which
  /// would then be taken for those of the run.
  private static func checkIsOfNoRun(_ folder: ReportFolder) throws {
    guard FileManager.default.fileExists(atPath: folder.file(RunFile.record)) else { return }
    throw FileError(
      .cannotWrite, path: folder.path,
      "expected a folder for an evaluation, found that of a run, whose scores stay its own",
      remedy: "Choose another folder")
  }

  /// The inter-patient protocol; with `--output` also `inter-patient.json` and `inter-patient.csv`.
  private func runInterPatient(_ console: Console) throws {
    let files = try ScoreFiles(
      "inter-patient", in: output, overwrite: overwriteOption.overwrite)
    let records = try ProtocolRecords(in: dataOptions.data, console: console)
    let scores = try InterPatientStudy(
      folder: records.folder, seed: compute.seed, threads: compute.threads,
      report: console.studyReport
    ).scores()
    try files.write(scores, csv: scores.csv, console)
    if jsonOption.json {
      try console.printJSON(scores)
    } else {
      try console.say(scores.description)
    }
  }
}
