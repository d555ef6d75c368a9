public import ArgumentParser
public import ECGDatasets
import ECGClassifier

extension ClassWeighting: ExpressibleByArgument {}

/// How to train: a recipe, and what to change in it.
struct RecipeOptions: ParsableArguments {
  @Option(
    help: """
      The recipe: \(RecipeChoice.names); a file such as "ecg recipe show default > mine.json" makes; or a \
      model, for the recipe that it was trained by.
      """, completion: .file(extensions: ["json", "json5", "safetensors"]))
  var recipe = "default"

  @OptionGroup var settingOption: RecipeSettingOption

  @Option(parsing: .unconditional, help: "The passes over the training beats, at the most.")
  var epochs: Int?

  @Option(parsing: .unconditional, help: "The beats in a step.")
  var batchSize: Int?

  @Option(parsing: .unconditional, help: "The learning rate at its highest.")
  var learningRate: Float?

  @Option(help: "What a beat counts for in the loss, by its class.")
  var classWeights: ClassWeighting?

  @Option(
    parsing: .unconditional,
    help: "The networks to train, with the seeds from --seed on; their outputs are averaged.")
  var members = 1

  /// The fields that have options of their own, as these set them.
  private var ownSettings: [RecipeSetting] {
    [
      RecipeSetting("--epochs", "epochs", epochs),
      RecipeSetting("--batch-size", "batchSize", batchSize),
      RecipeSetting("--learning-rate", "optimizer.learningRate", learningRate),
      RecipeSetting("--class-weights", "classWeights", classWeights?.rawValue),
    ].compactMap(\.self)
  }

  /// The recipe with its changes.
  ///
  /// - Throws: `FileError` where its file is none, `ValidationError` for what is set in it.
  var choice: RecipeChoice {
    get throws { try RecipeChoice(recipe, settings: settingOption.settings + ownSettings) }
  }

  /// Whether the person said how many epochs there are to be, be it as an option or in a
  /// file of their own.
  ///
  /// - Throws: `ValidationError` where what is set is no setting.
  var namesEpochs: Bool {
    get throws {
      try epochs != nil || Recipe.named(recipe) == nil
        || settingOption.settings.contains { $0.field == "epochs" }
    }
  }

  func validate() throws {
    try RecipeFieldUse.check(
      RecipeFieldUse.options(ownSettings), after: RecipeFieldUse.settings(settingOption.settings))
    try Self.check(epochs, "--epochs", in: 1...100_000)
    try Self.check(members, "--members", in: 1...100)
    try Self.check(batchSize, "--batch-size", in: 1...(1 << 20))
    if let learningRate, !(learningRate > 0 && learningRate <= 10) {
      throw ValidationError(
        "--learning-rate: expected a number above 0 and up to 10, found \(learningRate)")
    }
    _ = try RecipeChoice.named(recipe)
  }

  /// Refuses seeds that do not go on for as many networks as there are to be.
  func check(seed: UInt64) throws {
    guard seed.addingReportingOverflow(UInt64(members - 1)).overflow else { return }
    throw ValidationError(
      "--seed: expected at most \(UInt64.max - UInt64(members - 1)) for \(members) networks, found \(seed)"
    )
  }
}
