import ECGRecordings
import ArgumentParser
import ECGAnalysis
import ECGClassifier
import ECGDatasets
import ECGEvaluation
import ECGFiles

/// `ecg evaluate recordings`.
struct EvaluateRecordings: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "recordings",
    abstract: "Scores a classifier of recordings on annotated records.",
    discussion: """
      Takes WFDB records whose beats experts marked, from any database, classifies the marked beats from \
      all leads and compares the classes with the marks, record by record. Records with paced beats are \
      left out, as AAMI EC57 wants it. With --output it also writes recordings.json and recordings.csv. \
      Where beats are to be found as well, "ecg classify" and "ecg compare" do that.

      \(Wording.disclaimer)
      """)

  @Argument(
    help: """
      Records (their paths without a suffix), folders of records, or text files with the path of a \
      record in each line, from the file's folder on.
      """, completion: .file())
  var records: [String]

  @Option(
    help: "The model's file, instead of the pretrained one.",
    completion: .file(extensions: ["safetensors"]))
  var model: String?

  @Option(help: "The suffix of the annotations.")
  var annotator = AnnotationFile.expertAnnotator

  @Option(
    help: """
      A CSV file with the columns record, patient and, optionally, part: where it has that column, the \
      records to test with are scored. Records it does not name are left out.
      """, completion: .file(extensions: ["csv"]))
  var patients: String?

  @OptionGroup var compute: ComputeOptions

  @Option(
    help: "The folder to write recordings.json and recordings.csv to.", completion: .directory)
  var output: String?

  @OptionGroup var overwriteOption: OverwriteOption
  @OptionGroup var jsonOption: JSONOption

  func run() throws {
    let console = jsonOption.console
    let files = try ScoreFiles("recordings", in: output, overwrite: overwriteOption.overwrite)
    let classifier = try ModelSource.loadForRecordings(model)
    let tested = try TestRecords(
      at: records, annotator: annotator, patients: patients, threads: compute.threads)
    tested.remarks.forEach(console.note)
    tested.warnings.forEach(console.warn)
    let known = Set(classifier.records).intersection(tested.records.map(\.name)).sorted()
    if !known.isEmpty {
      console.warn(
        "The model was trained on records of these names; its scores flatter it: "
          + "\(RecordSelection.list(known)).")
    }
    let scores = try RecordScoring(seed: compute.seed).scores(
      of: tested.records, by: classifier, context: classifier.recipe.context,
      threads: compute.threads)
    try files.write(scores, csv: scores.csv, console)
    try console.answer(scores, text: "\(RecordScoreTable(scores: scores))")
  }
}
