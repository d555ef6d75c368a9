import ArgumentParser
import ECGBeats
import ECGClassifier
import ECGRecordings
import ECGReports

/// `ecg run`.
struct Run: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Goes the whole way: finds data, explores, trains, evaluates, reports.",
    discussion: """
      Leaves report.html, figures/, model.safetensors, metrics.json, history.csv and \
      doubtful-beats.csv in the output \
      folder. Where no data is found it runs on synthetic beats and says so.

      \(Wording.disclaimer)
      """)

  @OptionGroup var dataOptions: DataOptions

  @Option(help: "The folder to write to.", completion: .directory)
  var output = "out"

  @OptionGroup var recipeOptions: RecipeOptions
  @OptionGroup var compute: ComputeOptions
  @OptionGroup var reportOptions: ReportOptions

  @Flag(help: "Go on from the checkpoint in the output folder.")
  var resume = false

  @OptionGroup var forceOption: ForceOption
  @OptionGroup var jsonOption: JSONOption

  func validate() throws { try recipeOptions.check(seed: compute.seed) }

  func run() throws {
    try WholeRun(
      dataOptions: dataOptions, recipe: recipeOptions.resolved,
      namesEpochs: recipeOptions.epochs != nil, members: recipeOptions.members, compute: compute,
      reportOptions: reportOptions,
      resumes: resume,
      folder: OutputFolder(path: output, force: forceOption.force), console: jsonOption.console
    ).go()
  }
}
