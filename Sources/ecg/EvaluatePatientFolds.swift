import ArgumentParser
import ECGAnalysis
import ECGClassifier
import ECGDatasets
import ECGEvaluation
import ECGFiles
import ECGNeuralNetwork
import ECGReports

/// `ecg evaluate patient-folds`.
struct EvaluatePatientFolds: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "patient-folds",
    abstract: "Scores networks for infarction on PTB patients they were not trained on.",
    discussion: """
      Deals the patients of the PTB Diagnostic ECG Database to folds and trains networks on all folds but \
      one in turn: from scratch, with frozen and with fine-tuned convolutions of another network, and beside \
      these the same where beats are dealt out. With --output it also writes report.html, figures/, \
      patient-folds.json and patient-folds.csv.

      \(Wording.disclaimer)
      """)

  @Option(
    help: """
      The folder of the PTB records, or of the files that "ecg prepare ptbdb" wrote. Where it is not given, \
      they are looked for in $ECG_DATA, the current folder, its data and ~/Desktop.
      """, completion: .directory)
  var data: [String] = []

  @Option(parsing: .unconditional, help: "The parts that patients are dealt to.")
  var folds = PatientFoldStudy.defaultFolds

  @Option(
    help: """
      The trained model whose convolutions come along: a file, or \(TransferOptions.pretrained) for the \
      pretrained model.
      """, completion: .file(extensions: ["safetensors"]))
  var from = TransferOptions.pretrained

  @Option(
    help: "The recipe, that of the model: \(RecipeChoice.names), or a file.",
    completion: .file(extensions: ["json", "json5", "safetensors"]))
  var recipe = Recipe.standard.name

  @Option(parsing: .unconditional, help: "The passes over the training beats, at the most.")
  var epochs: Int?

  @Option(
    help: "The folder to write a report, figures and the scores to.", completion: .directory)
  var output: String?

  @OptionGroup var reportOptions: ReportOptions
  @OptionGroup var compute: ComputeOptions
  @OptionGroup var processesOption: ProcessesOption
  @OptionGroup var overwriteOption: OverwriteOption
  @OptionGroup var jsonOption: JSONOption

  func validate() throws {
    try Self.check(folds, "--folds", in: 2...1000)
    try Self.check(epochs, "--epochs", in: 1...100_000)
    _ = try RecipeChoice.named(recipe)
  }

  private var task: BeatTask { .infarction }

  /// The recipe with its changes.
  ///
  /// - Throws: `FileError` where its file is none, `ValidationError` where it does not go
  ///   with the epochs.
  private var choice: RecipeChoice {
    get throws {
      try RecipeChoice(
        recipe, settings: [RecipeSetting("--epochs", "epochs", epochs)].compactMap(\.self))
    }
  }

  /// The files of scores, which lie beside the report.
  private static let files = ["patient-folds.json", "patient-folds.csv"]

  /// What the folds are made of.
  private struct Material {
    let choice: RecipeChoice
    let path: String
    let beats: BeatDataset
    let model: HeartbeatClassifier
    /// The fingerprint of the weights that come along.
    let weights: String
  }

  func run() throws {
    var console = jsonOption.console
    let team = try processesOption.join(console)
    console.isQuiet = team?.speaks == false
    let folder = output.map { ReportFolder(path: $0, overwrite: overwriteOption.overwrite) }
    let reporting = Reporting(compute: compute)
    let material = try team.agreeing {
      let choice = try self.choice
      if !console.isQuiet { try folder?.check(files: Self.files) }
      return try self.material(for: choice, console)
    }
    try team?.checkSame([
      ("program", Version.current), ("beats", material.beats.fingerprint),
      ("recipe", material.choice.text(comments: false)), ("model", material.weights),
      ("seed", "\(compute.seed)"), ("number of folds", "\(folds)"),
    ])
    try team?.tell(console, products: material.choice.recipe.training.products)
    var study = PatientFoldStudy(
      recipe: material.choice.recipe, model: material.model,
      modelName: from == TransferOptions.pretrained ? "the pretrained model" : from,
      folds: folds, seed: compute.seed, threads: compute.threads,
      report: console.studyReport)
    study.group = team?.processes
    let scores = try TransferOptions.checking(from) {
      try study.scores(of: material.beats, from: material.path)
    }
    try console.answer(scores, text: scores.description)
    if let folder, !console.isQuiet {
      try write(scores, of: material.beats, to: folder, by: reporting, console)
    }
  }

  private func material(for choice: RecipeChoice, _ console: Console) throws -> Material {
    let found = try DataFinder().find(named: data, for: task)
      .told(named: data, for: task, console)
    let source = try BeatSource(found, task: task, threads: compute.threads, console: console)
    let beats = try source.whole()
    try choice.check(task: beats.task, samplesPerBeat: beats.samplesPerBeat)
    let model = try TransferOptions.model(from)
    let weights = try TransferOptions.checking(from) {
      try TransferSource(model, freezing: .none).transfer.weights
    }
    return Material(
      choice: choice, path: source.found.path, beats: beats, model: model, weights: weights)
  }

  private func write(
    _ scores: PatientFoldScores, of beats: BeatDataset, to folder: ReportFolder,
    by reporting: Reporting, _ console: Console
  ) throws {
    var report = reporting.report(
      title: "Heartbeats of new patients", inspection: DatasetInspection(beats), examples: beats)
    report.parts[0].name = "all"
    report.patientFolds = scores
    let files = Self.files.map(folder.file)
    for (path, text) in zip(files, [try JSONText(scores).text, scores.csv]) {
      try OutputFile.write(text, to: path, overwrite: overwriteOption.overwrite)
    }
    let written = try folder.write(report, options: reportOptions, console: console)
    console.note("Written: \((written + files).joined(separator: ", ")).")
  }
}
