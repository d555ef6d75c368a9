import ECGDatasets
import ECGClassifier
import Foundation
import ECGNeuralNetwork
import Testing

@Suite struct RecipeTests {
  @Test func namesAreUniqueAndFound() {
    #expect(Set(Recipe.all.map(\.name)).count == Recipe.all.count)
    for recipe in Recipe.all { #expect(Recipe.named(recipe.name) == recipe) }
    #expect(Recipe.named("default") == .standard)
    #expect(Recipe.named("Default") == nil)
    #expect(Recipe.named("") == nil)
  }

  /// A recipe of the catalogue in which something was set is none of the catalogue.
  @Test(arguments: Recipe.all.map(\.name)) func anyChangeMakesAnotherRecipe(name: String) throws {
    let recipe = try #require(Recipe.named(name))
    #expect(recipe.isOfCatalogue)
    #expect(try RecipeDocument(recipe).recipe.isOfCatalogue)
    let changes: [(field: String, value: String)] = [
      ("epochs", "5"), ("batchSize", "64"), ("optimizer.learningRate", "2e-3"),
      ("loss.labelSmoothing", "0.1"), ("augmentation.noise", "0.25"), ("mixup.alpha", "0.3"),
      ("validation.seed", "3"), ("scaling", "per-beat"), ("layers.0.filters", "7"),
      ("name", "mine"),
    ]
    for change in changes {
      let other = try RecipeDocument(recipe, settings: [change]).recipe
      #expect(!other.isOfCatalogue, "\(change)")
    }
    #expect(!Trained.recipe().isOfCatalogue)
  }

  @Test(arguments: Recipe.all.map(\.name), [2, 5])
  func networksBuild(name: String, classes: Int) throws {
    let recipe = try #require(Recipe.named(name))
    let network = try Network(
      recipe.network.architecture(samplesPerBeat: 187, classes: classes), seed: 1)
    #expect(network.inputShape == .sequence(samples: 187, channels: 1))
    #expect(network.classCount == classes)
    let probabilities = try network.probabilities(of: Array(Trained.beats.values))
    #expect(probabilities.count == Trained.beats.count * classes)
    for beat in 0..<Trained.beats.count {
      let sum = probabilities[beat * classes..<(beat + 1) * classes].reduce(0, +)
      #expect(abs(sum - 1) < 1e-5)
    }
  }

  /// Counted by hand: convolution kernel · in · out, normalisation 2 · channels, projection in ·
  /// out, dense in · out + out. First convolution 224 + 64; blocks 20 928 (of which the
  /// projection 1 536), 55 360 (3 840), 116 928 (8 960) and 168 448 (14 336); dense 1 408 · 64 +
  /// 64 and 64 · K + K.
  @Test(arguments: [(5, 452_453), (2, 452_258)])
  func defaultHasTheParametersItsLayersAddUpTo(classes: Int, parameters: Int) throws {
    let architecture = Recipe.standard.network.architecture(samplesPerBeat: 187, classes: classes)
    #expect(try Network(architecture, seed: 1).parameters.count == parameters)
  }

  /// In the same way: first convolution 224 + 64; blocks 10 368, 20 928, 39 168 and 41 216; dense
  /// 704 · 64 + 64 and 64 · K + K.
  @Test(arguments: [(5, 157_413), (2, 157_218)])
  func fastHasTheParametersItsLayersAddUpTo(classes: Int, parameters: Int) throws {
    let architecture = Recipe.fast.network.architecture(samplesPerBeat: 187, classes: classes)
    #expect(try Network(architecture, seed: 1).parameters.count == parameters)
  }

  @Test func theTaskDecidesTheOutputs() throws {
    let architecture = Recipe.reference.architecture(task: .arrhythmia, samplesPerBeat: 187)
    #expect(try Network(architecture, seed: 1).classCount == 5)
  }

  @Test(arguments: Recipe.all.map(\.name) + ["small"])
  func comesBackFromJSON(name: String) throws {
    var recipe = Recipe.named(name) ?? Trained.recipe()
    recipe.epochs = 7
    recipe.batchSize = 33
    recipe.learningRate = 0.1
    let decoded = try JSONDecoder().decode(Recipe.self, from: JSONEncoder().encode(recipe))
    #expect(decoded == recipe)
    #expect(decoded.training.epochs == 7)
    #expect(decoded.training.optimizer.learningRate == 0.1)
  }
}
