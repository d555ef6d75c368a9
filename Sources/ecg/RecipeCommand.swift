import ArgumentParser

/// `ecg recipe`.
struct RecipeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "recipe",
    abstract: "Shows and checks recipes: how networks for beats are built and trained.",
    discussion: """
      A recipe is a file of JSON: layers, optimiser, schedule, loss, augmentation, split, stopping. Begin \
      with one of the program and change it:

        ecg recipe show default > mine.json
        ecg recipe check mine.json
        ecg train beats --recipe mine.json --output model.safetensors

      Comments, trailing commas and names without quotes are allowed, as in JSON5.

      \(Wording.disclaimer)
      """,
    subcommands: [RecipeList.self, RecipeShow.self, RecipeCheck.self, RecipeSchemaCommand.self])
}
