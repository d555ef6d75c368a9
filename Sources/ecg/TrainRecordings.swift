import ECGRecordings
import ECGAnalysis
import ECGDatasets
import ArgumentParser
import ECGBoostedTrees
import ECGClassifier
import ECGText

/// `ecg train recordings`.
struct TrainRecordings: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "recordings",
    abstract: "Trains the classifier of recordings on annotated records.",
    discussion: """
      Takes WFDB records whose beats experts marked, from any database, and trains what "ecg classify \
      RECORDING --model" uses. Every lead is learnt from. The answers of a cross-validation over the \
      patients calibrate the probabilities; their scores are printed. Records with paced beats are left \
      out, as AAMI EC57 wants it.

      With no record named, the MIT-BIH records are looked for as other data is, and the classifier is \
      that of the package. The same records, options and seed give the same file, bit for bit, on any \
      number of threads.

      \(Wording.disclaimer)
      """)

  @Argument(
    help: """
      Records (their paths without a suffix), folders of records, or text files with the path of a \
      record in each line, from the file's folder on.
      """, completion: .file())
  var records: [String] = []

  @Option(
    help: "Where no record is named: the folder of the MIT-BIH records, or of others.",
    completion: .file())
  var data: String?

  @Option(help: "The suffix of the annotations.")
  var annotator = AnnotationFile.expertAnnotator

  @Option(
    help: """
      A CSV file with the columns record, patient and, optionally, part: whose record each is, and \
      whether it is to train or to test with. Records it does not name are left out. (default: each \
      record is of a patient of its own, and all are trained with)
      """, completion: .file(extensions: ["csv"]))
  var patients: String?

  @OptionGroup var recipeOptions: RecordingRecipeOptions
  @OptionGroup var compute: ComputeOptions

  @Option(
    help: "The file to write the model to: MODEL.safetensors.",
    completion: .file(extensions: ["safetensors"]))
  var output: String

  @OptionGroup var overwriteOption: OverwriteOption
  @OptionGroup var jsonOption: JSONOption

  func validate() throws {
    guard data == nil || records.isEmpty else {
      throw ValidationError("--data is for where no record is named")
    }
  }

  /// The records that were named, or those of the MIT-BIH database.
  private func paths(_ console: Console) throws -> [String] {
    guard records.isEmpty else { return records }
    if let data {
      switch try DataFinder().find(at: [data], annotator: annotator).content {
      case .recordPaths(let paths): return paths
      case .records(let folder)
      where annotator != AnnotationFile.expertAnnotator
        || !InterPatientFolder.haveAny(of: folder.records):
        return [folder.path]
      default: break
      }
    }
    let found = try InterPatientFolder(at: data.map { [$0] } ?? [])
    console.note(found.summary)
    return [found.path]
  }

  func run() throws {
    let console = jsonOption.console
    let clock = Clock()
    try OutputPlan(overwrite: overwriteOption.overwrite).check(files: [output])
    let found = try TrainingRecords(
      at: try paths(console), annotator: annotator, patients: patients, threads: compute.threads)
    found.remarks.forEach(console.note)
    found.warnings.forEach { console.warn($0) }
    let (training, test) = (found.training, found.test)
    let patientCount = Set(training.map(\.patient)).count
    // Where nobody says whose the records are, their number is all that is known.
    let ofPatients =
      patients == nil && patientCount == training.count
      ? "" : " of \(patientCount.counted("patient"))"
    console.note("Training on \(training.count.counted("record"))\(ofPatients).")
    let session = RecordingTraining(
      recipe: try recipeOptions.resolved, seed: compute.seed, threads: compute.threads)
    let bar = ProgressBar("Training")
    let (model, outcome) = try session.trainAndValidate(on: training) { bar.show($0) }
    ProgressBar.clear()
    let scoring = RecordScoring(seed: compute.seed)
    let validation = try outcome.map { outcome in
      let heads = outcome.heads(model.recipe.context)
      return try scoring.scores(
        outcome.answers,
        outcome.probabilities(.annotated, .all, model.recipe.context, by: heads).map(\.classes),
        .annotated)
    }
    let tested =
      test.isEmpty
      ? nil
      : try scoring.scores(
        of: test, by: model, context: model.recipe.context, threads: compute.threads)
    try model.save(to: output, overwrite: overwriteOption.overwrite)
    let summary = RecordingTrainingSummary(
      model: output, recipe: recipeOptions.recipe, records: training.map(\.name),
      patients: patientCount, crossValidation: validation, test: tested,
      seconds: clock.seconds)
    if validation == nil {
      console.warn(
        "All records are of one patient: nothing tells how sure its answers are for another one.")
    }
    let scores = "\(summary)"
    try console.answer(
      summary, text: (scores.isEmpty ? "" : scores + "\n") + "Model written to \(output).")
  }
}
