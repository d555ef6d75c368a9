import ECGAnalysis
import ECGClassifier
import ECGDatasets
import ECGNeuralNetwork
import Foundation
import Testing

/// The recipes that a sweep tries.
@Suite struct SweepSpaceTests {
  private let fast: RecipeDocument

  init() throws { fast = try RecipeDocument(.fast) }

  @Test func aGridHasAllCombinationsInOrder() throws {
    let space = try SweepSpace(grid: ["optimizer.learningRate=1e-3,0.004", "batchSize=64,128,256"])
    let found = try space.grid(of: fast)
    #expect(
      found.map(\.title) == [
        "optimizer.learningRate=1e-3,batchSize=64", "optimizer.learningRate=1e-3,batchSize=128",
        "optimizer.learningRate=1e-3,batchSize=256", "optimizer.learningRate=0.004,batchSize=64",
        "optimizer.learningRate=0.004,batchSize=128", "optimizer.learningRate=0.004,batchSize=256",
      ])
    #expect(found[2].document.recipe.batchSize == 256)
    #expect(found[2].document.recipe.learningRate == 1e-3)
    // All else stays what it was.
    #expect(found[4].document.recipe == Recipe.fast)
  }

  @Test func whatComesToTheSameIsTriedOnce() throws {
    let found = try SweepSpace(grid: ["optimizer.learningRate=1e-3,0.001,1.0e-3"]).grid(of: fast)
    #expect(found.map(\.title) == ["optimizer.learningRate=1e-3"])
  }

  @Test func commasWithinValuesDivideNothing() throws {
    let found = try SweepSpace(grid: [
      #"schedule={"kind":"cosine","warmup":2},{"kind":"constant"}"#,
      #"summary="one, two",three"#,
    ]).grid(of: fast)
    #expect(found.map(\.document.recipe.summary) == ["one, two", "three", "one, two", "three"])
    #expect(found[0].document.recipe.training.schedule == .cosine(warmup: 2, floor: 0.01))
    #expect(found[3].document.recipe.training.schedule == .constant)
  }

  @Test func drawsFollowFromTheSeed() throws {
    let space = try SweepSpace(
      grid: ["scaling=none,per-beat"],
      ranges: ["optimizer.learningRate=1e-4..1e-2:log", "batchSize=32..256"])
    let found = try space.drawn(40, of: fast, seed: 3)
    #expect(found.count == 40)
    #expect(try space.drawn(10, of: fast, seed: 3).map(\.title) == found.prefix(10).map(\.title))
    #expect(try space.drawn(10, of: fast, seed: 4).map(\.title) != found.prefix(10).map(\.title))
    let recipes = found.map(\.document.recipe)
    #expect(recipes.allSatisfy { (1e-4...1e-2).contains($0.learningRate) })
    #expect(recipes.allSatisfy { (32...256).contains($0.batchSize) })
    #expect(Set(recipes.map(\.scaling)) == [.none, .perBeat])
    // On the scale of the logarithm as many are below the middle of it as above.
    let low = recipes.count { $0.learningRate < 1e-3 }
    #expect((10...30).contains(low))
    // What is shown is what is trained with.
    for candidate in found {
      let rate = try #require(candidate.settings.first { $0.field == "optimizer.learningRate" })
      #expect(Float(rate.value) == candidate.document.recipe.learningRate)
    }
  }

  @Test func aSmallSpaceIsDrawnUpOnce() throws {
    let space = try SweepSpace(grid: [], ranges: ["batchSize=64..66"])
    let found = try space.drawn(10, of: fast, seed: 1)
    #expect(Set(found.map(\.document.recipe.batchSize)) == [64, 65, 66] && found.count == 3)
  }

  @Test(arguments: [
    ("batchSize", "expected FIELD=V1,V2,…"), ("=1", "expected FIELD=V1,V2,…"),
    ("batchSize=", "expected FIELD=V1,V2,…"), ("batchSize=1,,2", "expected values with commas"),
  ]) func whatIsNoGridIsTold(text: String, words: String) {
    let error = #expect(throws: StudyError.self) { try SweepSpace(grid: [text]) }
    #expect(error?.localizedDescription.contains(words) == true)
  }

  @Test(arguments: [
    ("batchSize=1", "expected LO..HI"), ("batchSize=1..x", "expected LO..HI"),
    ("batchSize=64..64", "from a lower to a higher"),
    ("batchSize=9..2", "from a lower to a higher"),
    ("optimizer.learningRate=0..1:log", "above 0 for a logarithm"),
    ("batchSize=1..2..3", "expected LO..HI"),
  ]) func whatIsNoRangeIsTold(text: String, words: String) {
    let error = #expect(throws: StudyError.self) { try SweepSpace(grid: [], ranges: [text]) }
    #expect(error?.description.contains(words) == true)
  }

  @Test func fieldsThatAreNamedTwiceAreTold() {
    #expect(throws: StudyError.self) { try SweepSpace(grid: ["epochs=1", "epochs=2"]) }
    #expect(throws: StudyError.self) { try SweepSpace(grid: ["epochs=1"], ranges: ["epochs=1..2"]) }
  }

  @Test(arguments: [
    ("optimizer.learningrate=1", "learningRate"), ("batchSize=many", "expected a whole number"),
    ("batchSize=0", "expected a whole number"), ("nonsense=1", "expected a field of a recipe"),
  ]) func whatTheRecipeDoesNotTakeIsTold(text: String, words: String) throws {
    let space = try SweepSpace(grid: [text])
    let error = #expect(throws: RecipeError.self) { try space.grid(of: fast) }
    #expect(error?.localizedDescription.contains(words) == true)
    #expect(throws: RecipeError.self) { try space.drawn(3, of: fast, seed: 1) }
  }

  @Test func aRangeOutsideTheFieldsOwnIsTold() throws {
    let space = try SweepSpace(grid: [], ranges: ["loss.labelSmoothing=0..2"])
    #expect(throws: RecipeError.self) { try space.drawn(3, of: fast, seed: 1) }
    // A range cannot be gone through value by value.
    #expect(throws: StudyError.self) { try space.grid(of: fast) }
  }
}
