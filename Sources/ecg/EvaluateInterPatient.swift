import ArgumentParser
import ECGAnalysis
import ECGEvaluation

/// `ecg evaluate inter-patient`.
struct EvaluateInterPatient: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inter-patient",
    abstract: "Scores ways to classify recordings on MIT-BIH patients they were not trained on.",
    discussion: """
      Takes the 44 unpaced records of the MIT-BIH Arrhythmia Database and trains classifiers that see more \
      and more of a recording, with one lead and with all: cross-validated by patient, and trained on DS1 and \
      scored on DS2 (de Chazal 2004). It takes minutes. With --output it also writes inter-patient.json and \
      inter-patient.csv.

      \(Wording.disclaimer)
      """)

  @Option(
    help: """
      The folder of the MIT-BIH records. Where it is not given, they are looked for in $ECG_DATA, the \
      current folder, its data and ~/Desktop.
      """, completion: .directory)
  var data: [String] = []

  @OptionGroup var compute: ComputeOptions

  @Option(
    help: "The folder to write inter-patient.json and inter-patient.csv to.",
    completion: .directory)
  var output: String?

  @OptionGroup var overwriteOption: OverwriteOption
  @OptionGroup var jsonOption: JSONOption

  func run() throws {
    let console = jsonOption.console
    let files = try ScoreFiles(
      "inter-patient", in: output, overwrite: overwriteOption.overwrite)
    let records = try InterPatientFolder(at: data)
    console.note(records.summary)
    let scores = try InterPatientStudy(
      folder: records.path, seed: compute.seed, threads: compute.threads,
      report: console.studyReport
    ).scores()
    try files.write(scores, csv: scores.csv, console)
    try console.answer(scores, text: scores.description)
  }
}
