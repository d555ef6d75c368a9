import ArgumentParser
import ECGClassifier
import ECGDatasets
import ECGNeuralNetwork
import ECGText
import Foundation

/// `ecg recipe check`.
struct RecipeCheck: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Checks a recipe: layers, shapes, parameters, cost, memory.",
    discussion: """
      What cannot be trained is refused with its line and field; what is odd is told.

      \(Wording.disclaimer)
      """)

  @Argument(
    help: "The recipe: \(RecipeChoice.names), a recipe's file, or a model.",
    completion: .file(extensions: ["json", "json5", "safetensors"]))
  var recipe: String

  @OptionGroup var settingOption: RecipeSettingOption
  @OptionGroup var taskOption: TaskOption

  @Option(parsing: .unconditional, help: "The samples of a beat.")
  var samples = BeatDataset.kaggleSamplesPerBeat

  @OptionGroup var threadsOption: ThreadsOption
  @OptionGroup var jsonOption: JSONOption

  func validate() throws {
    _ = try RecipeChoice.named(recipe)
    try Self.check(samples, "--samples", in: 1...(1 << 20))
  }

  func run() throws {
    let console = jsonOption.console
    let choice = try RecipeChoice(recipe, settings: settingOption.settings)
    try choice.check(task: taskOption.task, samplesPerBeat: samples)
    let finding = try RecipeFinding(
      choice.recipe, task: taskOption.task, samplesPerBeat: samples,
      threads: threadsOption.threads)
    try console.answer(finding, text: finding.text)
  }
}
