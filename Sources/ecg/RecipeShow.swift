import ArgumentParser
import ECGClassifier
import ECGFiles

/// `ecg recipe show`.
struct RecipeShow: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Prints a whole recipe as JSON, to be changed.",
    discussion: """
      Of a recipe of the program, of a file, or of the recipe that a model for beats was trained by. \
      "classes" stands for as many units as the task has classes.

      \(Wording.disclaimer)
      """)

  @Argument(
    help: "The recipe: \(RecipeChoice.names), a recipe's file, or a model.",
    completion: .file(extensions: ["json", "json5", "safetensors"]))
  var recipe: String

  @OptionGroup var settingOption: RecipeSettingOption

  @Flag(help: "Say of each field what it is, in comments as JSON5 has them.")
  var comments = false

  func validate() throws { _ = try RecipeChoice.named(recipe) }

  func run() throws {
    let console = Console(isJSON: false)
    let choice = try RecipeChoice(recipe, settings: settingOption.settings)
    if let transfer = choice.recipe.transfer {
      console.note(
        "The model began with \(transfer.title), which no recipe says: train it with --from.")
    }
    try Descriptor.output.write(choice.text(comments: comments))
  }
}
