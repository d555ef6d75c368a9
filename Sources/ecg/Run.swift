import ArgumentParser
import ECGClassifier
import ECGReports

/// `ecg run`.
struct Run: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Goes the whole way: finds data, explores, trains, evaluates, reports.",
    discussion: """
      Leaves report.html, figures/, model.safetensors, metrics.json and metrics.csv, history.csv and \
      doubtful-beats.csv in the output folder. Where no data is found, the MIT-BIH Arrhythmia Database (94 MB) is downloaded to \
      data/mitdb (for the task arrhythmia). Without a network it runs on synthetic beats and says so.

      \(Wording.disclaimer)
      """)

  @OptionGroup var taskOption: TaskOption
  @OptionGroup var dataOptions: DataOptions

  @Flag(help: "Download nothing.")
  var offline = false

  @OptionGroup var mirrorOption: MirrorOption

  @Option(help: "The folder to write to.", completion: .directory)
  var output = "out"

  @OptionGroup var recipeOptions: RecipeOptions
  @OptionGroup var transferOptions: TransferOptions
  @OptionGroup var compute: ComputeOptions
  @OptionGroup var reportOptions: ReportOptions

  @Flag(help: "Go on from the checkpoint in the output folder.")
  var resume = false

  @OptionGroup var overwriteOption: OverwriteOption
  @OptionGroup var jsonOption: JSONOption

  func validate() throws { try recipeOptions.check(seed: compute.seed) }

  func run() throws {
    try WholeRun(
      task: taskOption.task, dataOptions: dataOptions, mirror: mirrorOption, isOffline: offline,
      recipe: recipeOptions.resolved, namesEpochs: recipeOptions.epochs != nil,
      transfer: transferOptions, members: recipeOptions.members, compute: compute,
      reportOptions: reportOptions,
      resumes: resume,
      folder: OutputFolder(path: output, overwrite: overwriteOption.overwrite),
      console: jsonOption.console
    ).go()
  }
}
