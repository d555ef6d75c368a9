import ArgumentParser
import ECGNeuralNetwork
import ECGAnalysis
import ECGDatasets
import ECGClassifier
import ECGDownload
import ECGReports
import Foundation

/// The whole way from data to report, stop by stop.
struct WholeRun {
  let task: BeatTask
  let dataOptions: DataOptions
  let length: BeatLength
  let mirror: MirrorOption
  /// Whether nothing may be downloaded.
  let isOffline: Bool
  let choice: RecipeChoice
  /// Whether the person said how many epochs there are to be.
  let namesEpochs: Bool
  let transfer: TransferOptions
  /// How many networks to train.
  let members: Int
  let compute: ComputeOptions
  let follow: FollowOptions
  let reportOptions: ReportOptions
  /// Whether to go on from the checkpoint in the folder.
  let resumes: Bool
  let folder: ReportFolder
  let console: Console

  /// Synthetic beats are learnt quickly, and nobody wants to wait for them.
  private static let syntheticEpochs = 10

  private var modelPath: String { folder.file(RunFile.model) }

  func go() throws {
    let clock = Clock()
    let reporting = Reporting(compute: compute)
    try session(isSynthetic: false).check()
    try folder.check(files: ScoredModel.runFiles)
    let finding = try find()
    let session = session(isSynthetic: finding.data == nil)

    try console.say(introduction(of: finding))
    let data = try read(finding)
    try choice.check(task: data.train.task, samplesPerBeat: data.train.samplesPerBeat)
    for remark in data.remarks { try console.say(remark) }
    let warnings = Remarks(onTraining: .inMemory(data.train))
    warnings.tell(console)
    let inspection = DatasetInspection(train: data.train, test: data.test)
    try console.say("\n\(heading("Data"))\n\(inspection.text)")
    let shared = inspection.remark.map { [$0] } ?? []
    shared.forEach(console.warn)

    try console.say(heading("Network"))
    let network = session.recipe.architecture(
      task: data.train.task, samplesPerBeat: data.train.samplesPerBeat)
    try console.say("\(try network.summary())\n\n\(heading("Training"))")
    let model = try session.run(on: .inMemory(data.train))
    try console.say("\(model.trainingSummary)\n\n\(heading("Scores on the test beats"))")

    let scored = try ScoredModel(
      model, on: data.test, part: "test", seed: compute.seed, threads: compute.threads)
    try console.say("\(scored.text)\n\n\(heading("Files"))")
    var report = reporting.report(
      title: "Heartbeats, classified", inspection: inspection, examples: data.train)
    report.isOfficialSplit = data.isOfficialSplit
    report.warnings = data.remarks + warnings.sentences + shared
    try reporting.add(scored, to: &report)
    let metrics = scored.metrics(
      data: inspection.source, advice: "\(Wording.gettingData(for: model.task)).")
    var record = RunRecord(
      of: model, data: inspection.source, scoredBeats: data.test.fingerprint, date: .now,
      seconds: clock.seconds, threads: compute.threads, machine: Machine.description,
      command: Reporting.commandLine)
    record.testPatients = inspection.testPatients
    try scored.writeRun(
      metrics, record, to: folder.path, overwrite: folder.overwrite)
    try write(report, metrics)
  }

  /// What there is, or what can be downloaded.
  private func find() throws -> DataFinding {
    let finding = try dataOptions.find(for: task)
    // What is downloaded or made up has one length.
    if finding.data == nil, case .chosen(_?) = length {
      throw ValidationError("--samples is for files of beats, and none were found")
    }
    // Beats of the other task are not built from what could be downloaded.
    guard finding.data == nil, !isOffline, task == .arrhythmia else { return finding }
    var fetch = Fetch(
      DatabaseDownload(.mitdb, mirror: mirror.mirror, to: Fetch.folder(of: .mitdb)),
      console: console)
    console.note("No data was found. \(fetch.announcement) (--offline does without.)")
    return try fetch.runIfReachable() ? dataOptions.find(for: task) : finding
  }

  private func session(isSynthetic: Bool) -> TrainingSession {
    var recipe = choice.recipe
    if isSynthetic, !namesEpochs { recipe.epochs = WholeRun.syntheticEpochs }
    return TrainingSession(
      modelPath: modelPath,
      resumeFrom: resumes ? TrainingSession.checkpointPath(of: modelPath) : nil,
      namesCheckpoint: false, recipe: recipe, transfer: transfer, members: members,
      compute: compute, follow: follow, pagePath: folder.file("watch.html"),
      overwrite: folder.overwrite, console: console)
  }

  private func introduction(of finding: DataFinding) -> String {
    switch finding {
    case .found(let found): found.summary
    case .nothing(let lookedIn):
      """
      Synthetic beats: no data was found. \(Wording.gettingData(for: task)).
      What follows shows how the command works and says nothing about hearts.
      Looked for data in \(lookedIn.joined(separator: ", ")).
      """
    }
  }

  private func read(_ finding: DataFinding) throws -> BeatParts {
    guard let found = finding.data else {
      return BeatParts(syntheticWithSeed: compute.seed, task: task)
    }
    return try BeatParts(
      dataOptions.source(
        found, task: task, length: length, threads: compute.threads, console: console),
      seed: compute.seed)
  }

  private func write(_ report: RunReport, _ metrics: RunMetrics) throws {
    let written = try folder.write(report, options: reportOptions, console: console)
    let files = written + [modelPath] + ScoredModel.runFiles.map(folder.file)
    try console.say(files.joined(separator: "\n"))
    if console.isJSON { try console.printJSON(metrics) }
  }

  private func heading(_ text: String) -> String {
    "── \(text) " + String(repeating: "─", count: max(0, 74 - text.count))
  }
}
