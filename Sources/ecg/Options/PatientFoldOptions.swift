import ArgumentParser
import ECGDatasets
import ECGClassifier

/// What `--protocol patient-folds` can be told.
struct PatientFoldOptions: ParsableArguments {
  @Option(help: "With patient-folds: the task, infarction.")
  var task: BeatTask?

  @Option(
    parsing: .unconditional,
    help: "With patient-folds: the parts that patients are dealt to. (default: 5)")
  var folds: Int?

  @Option(
    help: """
      With patient-folds: the trained model whose convolutions come along, a file, or pretrained. \
      (default: pretrained)
      """, completion: .file(extensions: ["safetensors"]))
  var from: String?

  @Option(
    help: "With patient-folds: the recipe, that of the model, or its file. (default: default)")
  var recipe: String?

  @Option(
    parsing: .unconditional,
    help: "With patient-folds: the passes over the training beats, at the most.")
  var epochs: Int?

  @OptionGroup var processesOption: ProcessesOption

  /// The names of the options that were given.
  var given: [String] {
    Self.names(ofGiven: [
      "--task": task != nil, "--folds": folds != nil, "--from": from != nil,
      "--recipe": recipe != nil, "--epochs": epochs != nil, "--mpi": processesOption.sharesWork,
    ])
  }

  /// The recipe with its changes.
  ///
  /// - Throws: `FileError` where its file is none, `ValidationError` where it does not go with the epochs.
  var choice: RecipeChoice {
    get throws {
      try RecipeChoice(
        recipe ?? Recipe.standard.name,
        settings: [RecipeSetting("--epochs", "epochs", epochs)].compactMap(\.self))
    }
  }

  func validate() throws {
    if let task, task != .infarction {
      throw ValidationError(
        "--task: expected infarction, whose class is that of the patient, found \(task.name)")
    }
    try Self.check(folds, "--folds", in: 2...1000)
    try Self.check(epochs, "--epochs", in: 1...100_000)
    if let recipe { _ = try RecipeChoice.named(recipe) }
  }
}
