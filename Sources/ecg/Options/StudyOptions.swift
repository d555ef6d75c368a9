import ArgumentParser
import ECGAnalysis
import ECGClassifier
import ECGDatasets
import ECGFiles
import ECGNeuralNetwork
import Foundation

/// What the commands share that train many networks, each in a folder of its own.
struct StudyOptions: ParsableArguments {
  @Argument(
    help: """
      The recipe: \(RecipeChoice.names), or a file such as "ecg recipe show default > mine.json" makes.
      """, completion: .file(extensions: ["json", "json5", "safetensors"]))
  var recipe: String

  @OptionGroup var settingOption: RecipeSettingOption

  @Option(parsing: .unconditional, help: "The passes over the training beats, at the most.")
  var epochs: Int?

  @Option(
    parsing: .unconditional,
    help: """
      Work with this share of the beats of each class, above 0 and up to 1, to be done sooner. (default: 1)
      """)
  var share: Double?

  @OptionGroup var taskOption: TaskOption
  @OptionGroup var dataOptions: DataOptions
  @OptionGroup var lengthOption: BeatLengthOption

  @Option(
    help: """
      The folder to write to, trials/ in it a folder for each training. What is there of the same command \
      is not trained again.
      """, completion: .directory)
  var output: String

  @OptionGroup var compute: ComputeOptions
  @OptionGroup var processesOption: ProcessesOption
  @OptionGroup var overwriteOption: OverwriteOption
  @OptionGroup var jsonOption: JSONOption

  func validate() throws {
    try RecipeFieldUse.check(epochsUse, after: RecipeFieldUse.settings(settingOption.settings))
    try Self.check(epochs, "--epochs", in: 1...100_000)
    if let share, !(share > 0 && share <= 1) {
      throw ValidationError("--share: expected a number above 0 and up to 1, found \(share)")
    }
    _ = try RecipeChoice.named(recipe)
  }

  private var epochsSetting: [RecipeSetting] {
    [RecipeSetting("--epochs", "epochs", epochs)].compactMap(\.self)
  }

  private var epochsUse: [RecipeFieldUse] { RecipeFieldUse.options(epochsSetting) }

  /// The options that say what fields of the recipe are to be.
  ///
  /// - Throws: `ValidationError` where what is set is no setting.
  var fieldUses: [RecipeFieldUse] {
    get throws { try RecipeFieldUse.settings(settingOption.settings) + epochsUse }
  }

  /// The recipe with its changes.
  ///
  /// - Throws: `FileError` where its file is none, `ValidationError` for what is set in it.
  var choice: RecipeChoice {
    get throws {
      try RecipeChoice(
        recipe, settings: settingOption.settings + epochsSetting)
    }
  }

  /// The share of the beats that is worked with.
  func sample(_ beats: BeatDataset) -> BeatDataset {
    beats.sample(share ?? 1, seed: compute.seed)
  }

  /// Trains and keeps.
  func runner(_ console: Console) -> TrialRunner {
    TrialRunner(
      folder: trials, overwrite: overwriteOption.overwrite,
      threads: compute.threads, machine: Machine.description, command: Reporting.commandLine,
      report: console.studyReport)
  }

  private var trials: String { OutputPaths.path(of: "trials", in: output) }

  /// The paths of the files that a study ends with.
  func paths(_ names: [String]) -> [String] {
    names.map { OutputPaths.path(of: $0, in: output) }
  }

  /// What a study is asked for.
  ///
  /// - Parameters:
  ///   - name: the command's.
  ///   - options: what its results depend on besides what all studies share.
  ///   - parts: what is trained, in words.
  func settings(
    of name: String, _ options: [String: String?] = [:], parts: [String]
  ) -> StudySettings {
    let set = settingOption.texts
    let common: [String: String?] = [
      "recipe": recipe, "--set": set.isEmpty ? nil : set.joined(separator: " "),
      "--epochs": epochs.map { "\($0)" }, "--share": share.map { "\($0)" },
      "--task": taskOption.task.name, "--seed": "\(compute.seed)",
    ]
    return StudySettings(
      study: name, options: common.merging(options) { first, _ in first }, parts: parts)
  }

  /// Checks, before any work is done, that a study may end with these files, and keeps other
  /// processes from them: those of a study that is gone on with are its own.
  func check(_ names: [String], of settings: StudySettings) throws {
    let paths = paths(names)
    let mayReplace =
      try overwriteOption.overwrite
      || settings.areGoneOn(with: paths, in: trials)
    try OutputPlan(overwrite: mayReplace).check(files: paths)
  }

  /// Writes what a study ends with, and tells of it.
  func write(
    _ files: [(name: String, text: String)], of settings: StudySettings, _ console: Console
  ) throws {
    try settings.keep(in: trials)
    for (path, file) in zip(paths(files.map(\.name)), files) {
      try OutputFile.write(file.text, to: path, overwrite: true)
    }
    console.note("Written: \(paths(files.map(\.name)).joined(separator: ", ")).")
  }

  /// Runs a study, which ends by itself where the person wants it to.
  ///
  /// - Throws: ``Interrupted`` then; `ValidationError` where a recipe cannot be trained or recipes
  ///   cannot be compared.
  func study<Result>(_ option: String, _ work: () throws -> Result) throws -> Result {
    do {
      guard Team.current != nil else { return try Interruption.cooperating(work) }
      return try Interruption.cooperating(orSaying: { interrupted }, work)
    } catch is TrainingCancelled {
      throw interrupted
    } catch let error as RecipeError {
      throw ValidationError("\(option): \(error.message(.options))")
    } catch let error as StudyError {
      throw ValidationError("\(option): \(error)")
    }
  }

  private var interrupted: Interrupted {
    Interrupted(
      advice: """
        What was trained is kept in \(output). The same command goes on from there:
          \(ResumeCommand.repeated)

        """)
  }
}
