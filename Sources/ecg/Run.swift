import ArgumentParser
import ECGAnalysis
import ECGClassifier
import ECGReports
import Foundation

/// `ecg run`.
struct Run: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Goes the whole way: finds data, explores, trains, evaluates, reports.",
    discussion: """
      Leaves report.html, figures/, model.safetensors, metrics.json and metrics.csv, history.csv, \
      predictions.safetensors, run.json and doubtful-beats.csv in the output folder; with --runs in a folder of \
      their own beside those of other runs, which "ecg runs" lists and compares. Where no data is found, the \
      MIT-BIH Arrhythmia Database (94 MB) is downloaded to data/mitdb (for the task arrhythmia). Offline it runs \
      on synthetic beats and says so.

      \(Wording.disclaimer)
      """)

  @OptionGroup var taskOption: TaskOption
  @OptionGroup var dataOptions: DataOptions
  @OptionGroup var lengthOption: BeatLengthOption

  @Flag(help: "Download nothing.")
  var offline = false

  @OptionGroup var mirrorOption: MirrorOption

  @Option(help: "The folder to write to. (default: out)", completion: .directory)
  var output: String?

  @Option(
    help: "Keep the run beside others: write to a folder of its own in this one.",
    completion: .directory)
  var runs: String?

  @OptionGroup var recipeOptions: RecipeOptions
  @OptionGroup var transferOptions: TransferOptions
  @OptionGroup var compute: ComputeOptions
  @OptionGroup var followOptions: FollowOptions
  @OptionGroup var reportOptions: ReportOptions

  @Flag(help: "Go on from the checkpoint in the output folder.")
  var resume = false

  @OptionGroup var overwriteOption: OverwriteOption
  @OptionGroup var jsonOption: JSONOption

  func validate() throws {
    try recipeOptions.check(seed: compute.seed)
    guard runs != nil else { return }
    guard output == nil else {
      throw ValidationError("--runs and --output both say where to write; choose one")
    }
    guard !resume else {
      throw ValidationError("--resume goes on in the folder of the run: name it as --output")
    }
  }

  /// Where everything is written.
  private func path(of recipe: Recipe) -> String {
    guard let runs else { return output ?? "out" }
    let name = RunRecord.folderName(date: .now, recipe: recipe.name, seed: compute.seed)
    var path = OutputPaths.path(of: name, in: runs)
    // Runs of made-up beats may begin within a second.
    var number = 2
    while FileManager.default.fileExists(atPath: path) {
      path = OutputPaths.path(of: "\(name)-\(number)", in: runs)
      number += 1
    }
    return path
  }

  func run() throws {
    // Once: a recipe may come through a pipe.
    let choice = try recipeOptions.choice
    try WholeRun(
      task: taskOption.task, dataOptions: dataOptions, length: lengthOption.length,
      mirror: mirrorOption, isOffline: offline,
      choice: choice, namesEpochs: recipeOptions.namesEpochs,
      transfer: transferOptions, members: recipeOptions.members, compute: compute,
      follow: followOptions, reportOptions: reportOptions,
      resumes: resume,
      folder: ReportFolder(
        path: path(of: choice.recipe), overwrite: overwriteOption.overwrite),
      console: jsonOption.console
    ).go()
  }
}
