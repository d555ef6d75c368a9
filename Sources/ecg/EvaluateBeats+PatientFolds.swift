import ECGEvaluation
import ECGAnalysis
import ECGClassifier
import ECGDatasets
import ECGFiles
import ECGReports

extension EvaluateBeats {
  /// Cross-validation over patients; with `--output` also a report, `patient-folds.json` and
  /// `patient-folds.csv`.
  func runPatientFolds(_ console: Console) throws {
    var console = console
    let team = try patientFoldOptions.processesOption.join(console)
    console.isQuiet = team?.speaks == false
    let folder = output.map { ReportFolder(path: $0, overwrite: overwriteOption.overwrite) }
    let files = ["patient-folds.json", "patient-folds.csv"]
    let reporting = Reporting(compute: compute)
    let name = patientFoldOptions.from ?? TransferOptions.pretrained
    let folds = patientFoldOptions.folds ?? PatientFoldStudy.usualFolds
    let (choice, source, beats, model, weights) = try team.agreeing {
      let choice = try patientFoldOptions.choice
      if !console.isQuiet { try folder?.check(files: files) }
      let source = try dataOptions.source(
        for: .infarction, threads: compute.threads, console: console)
      let beats = try source.whole()
      try choice.check(task: beats.task, samplesPerBeat: beats.samplesPerBeat)
      let model = try TransferOptions.model(name)
      let weights = try TransferOptions.checking(name) {
        try TransferSource(model, freezing: .none).transfer.weights
      }
      return (choice, source, beats, model, weights)
    }
    try team?.checkSame([
      ("program", Version.current), ("beats", beats.fingerprint),
      ("recipe", choice.text(comments: false)), ("model", weights), ("seed", "\(compute.seed)"),
      ("number of folds", "\(folds)"),
    ])
    try team?.tell(console)
    var study = PatientFoldStudy(
      recipe: choice.recipe, model: model,
      modelName: name == TransferOptions.pretrained ? "the pretrained model" : name,
      folds: folds, seed: compute.seed,
      threads: compute.threads, report: console.studyReport)
    study.group = team?.processes
    let scores = try TransferOptions.checking(name) {
      try study.scores(of: beats, from: source.found.path)
    }
    if jsonOption.json {
      try console.printJSON(scores)
    } else {
      try console.say(scores.description)
    }
    guard let folder, !console.isQuiet else { return }
    var report = reporting.report(
      title: "Heartbeats of new patients", inspection: DatasetInspection(beats), examples: beats)
    report.parts[0].name = "all"
    report.patientFolds = scores
    try OutputFile.write(
      JSONText(scores).text, to: folder.file(files[0]), overwrite: overwriteOption.overwrite)
    try OutputFile.write(
      scores.csv, to: folder.file(files[1]), overwrite: overwriteOption.overwrite)
    let written = try folder.write(report, options: reportOptions, console: console)
    console.note("Written: \((written + files.map(folder.file)).joined(separator: ", ")).")
  }
}
