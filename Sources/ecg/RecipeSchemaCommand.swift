import ArgumentParser
import ECGClassifier

/// `ecg recipe schema`.
struct RecipeSchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema", abstract: "Prints the JSON Schema of recipes, for editors.",
    discussion: """
      Draft 2020-12. With "ecg recipe schema > recipe.schema.json" and a first line \
      "$schema": "./recipe.schema.json" in a recipe, editors complete names and mark what is wrong.

      \(Wording.disclaimer)
      """)

  func run() throws { try Descriptor.output.write(RecipeDocument.schema) }
}
