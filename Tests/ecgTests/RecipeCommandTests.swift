import ECGClassifier
import Foundation
import ECGTestSupport
import Testing

/// `ecg recipe`, and trainings by recipe files.
@Suite(.hangLimit) struct RecipeCommandTests {
  @Test func listNamesEveryRecipe() throws {
    try Samples.withBeats { _, ecg in
      let outcome = try ecg("recipe", "list")
      #expect(outcome.status == 0)
      for recipe in Recipe.all { #expect(outcome.output.contains("\n\(recipe.name) ")) }
      let rows = try #require(
        try ExactJSON.object(with: Data(try ecg("recipe", "list", "--json").output.utf8))
          as? [[String: Any]])
      #expect(rows.map { $0["name"] as? String } == Recipe.all.map(\.name))
    }
  }

  /// What is shown and trained without a change gives the model of the name.
  @Test func aShownRecipeTrainsTheSameModel() throws {
    try Samples.withBeats { url, ecg in
      let shown = try ecg("recipe", "show", "fast")
      #expect(shown.status == 0)
      try Data(shown.output.utf8).write(to: url.appending(path: "mine.json"))
      let train = ["train", "beats", "--data", "beats.csv", "--epochs", "2"]
      for (recipe, model) in [("fast", "a"), ("mine.json", "b")] {
        let outcome = try ecg(
          train + ["--recipe", recipe, "--output", "\(model).safetensors"])
        #expect(outcome.status == 0, "\(outcome.errors)")
      }
      #expect(
        try Data(contentsOf: url.appending(path: "a.safetensors"))
          == Data(contentsOf: url.appending(path: "b.safetensors")))
      // Of a model, the recipe with what was changed.
      let again = try ecg("recipe", "show", "b.safetensors").output
      #expect(again == shown.output.replacing("\"epochs\": 12", with: "\"epochs\": 2"))
    }
  }

  @Test func settingsChangeARecipe() throws {
    try Samples.withBeats { url, ecg in
      let outcome = try ecg(
        "train", "beats", "--data", "beats.csv", "--recipe", "fast", "--set",
        "optimizer.learningRate=1e-3", "--set", "epochs=1", "--set", "name=mine", "--output",
        "m.safetensors")
      #expect(outcome.status == 0, "\(outcome.errors)")
      let model = try HeartbeatClassifier.load(path: url.appending(path: "m.safetensors").path)
      #expect(model.recipe.learningRate == 1e-3)
      #expect(model.recipe.epochs == 1)
      #expect(model.recipe.network == Recipe.fast.network)
      #expect(try ecg("model-info", "m.safetensors").output.contains("mine: "))
    }
  }

  @Test func checkTellsLayersAndCost() throws {
    try Samples.withBeats { _, ecg in
      let outcome = try ecg("recipe", "check", "fast", "--set", "layers.4.body.0.filters=16")
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(outcome.output.contains("Conv1D 16, kernel 5"))
      #expect(outcome.output.contains("Multiply-adds an example: "))
      #expect(outcome.output.contains("Memory for training: "))
      #expect(outcome.output.contains("name: fast is the name of a recipe of the program"))
      let json = try ecg("recipe", "check", "default", "--task", "infarction", "--json").output
      let finding = try #require(try ExactJSON.object(with: Data(json.utf8)) as? [String: Any])
      #expect((finding["cost"] as? [String: Any])?["parameters"] as? Int == 452_258)
      #expect((finding["remarks"] as? [Any])?.isEmpty == true)
    }
  }

  @Test func schemaIsJSON() throws {
    try Samples.withBeats { _, ecg in
      let outcome = try ecg("recipe", "schema")
      #expect(outcome.status == 0)
      #expect(try ExactJSON.object(with: Data(outcome.output.utf8)) is [String: Any])
    }
  }
}
