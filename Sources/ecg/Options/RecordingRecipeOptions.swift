import ECGSignals
import ArgumentParser
import ECGBoostedTrees
import ECGClassifier
import ECGText

/// How to train a classifier of recordings: a recipe, and what to change in it.
struct RecordingRecipeOptions: ParsableArguments {
  private static let recipes: KeyValuePairs = [
    "default": RecordingRecipe.pretrained, "causal": RecordingRecipe(context: .before),
  ]

  @Option(
    help: """
      The recipe: default, which sees the whole record, or causal, which sees no beat after the one \
      it answers, and 1.2 s of the signal.
      """)
  var recipe = "default"

  @Option(
    name: [.long, .customLong("epochs")],
    parsing: .unconditional, help: "The rounds of boosting: each grows a tree for every class.")
  var rounds: Int?

  @Option(parsing: .unconditional, help: "What a tree's answer is multiplied with.")
  var learningRate: Double?

  @Option(parsing: .unconditional, help: "The leaves of a tree, at the most.")
  var leaves: Int?

  @Option(
    parsing: .unconditional,
    help: "The forests whose answers are averaged, with the seeds from --seed on.")
  var members: Int?

  @Option(
    name: [.long, .customLong("made-up-weight")],
    parsing: .unconditional,
    help: "What augmented records count for beside those they are made from; 0 for none.")
  var augmentedWeight: Double?

  /// The recipe with its changes.
  var resolved: RecordingRecipe {
    get throws {
      guard var recipe = Self.recipes.first(where: { $0.key == self.recipe })?.value else {
        let names = Self.recipes.map(\.key).listed("or")
        throw ValidationError("--recipe: expected \(names), found \(recipe)")
      }
      if let rounds { recipe.trees.rounds = rounds }
      if let learningRate { recipe.trees.learningRate = learningRate }
      if let leaves { recipe.trees.leaves = leaves }
      if let members { recipe.members = members }
      if let augmentedWeight { recipe.augmentedWeight = augmentedWeight }
      return recipe
    }
  }

  func validate() throws {
    try Self.check(rounds, "--rounds", in: 1...10_000)
    try Self.check(leaves, "--leaves", in: 2...32)
    try Self.check(members, "--members", in: 1...100)
    if let learningRate, !(learningRate > 0 && learningRate <= 1) {
      throw ValidationError(
        "--learning-rate: expected a number above 0 and up to 1, found \(learningRate)")
    }
    if let augmentedWeight, !(0...10).contains(augmentedWeight) {
      throw ValidationError(
        "--augmented-weight: expected a number from 0 to 10, found \(augmentedWeight)")
    }
    _ = try resolved
  }
}
