import ECGBoostedTrees
import Foundation
import Testing

/// Trees against scikit-learn 1.9.1's `HistGradientBoostingClassifier` on examples that neither has
/// seen; `Golden/make_golden.py` wrote its losses.
@Suite struct ScikitLearnTests {
  struct Case: Codable, CustomTestStringConvertible, Sendable {
    let name: String
    let seed, count, features, levels, classes, rounds: Int
    let loss, priorLoss: Double

    var testDescription: String { name }

    static func load() throws -> [Case] {
      struct File: Codable { let cases: [Case] }
      let url = try #require(
        Bundle.module.url(forResource: "scikit", withExtension: "json", subdirectory: "Golden"))
      return try JSONDecoder().decode(File.self, from: Data(contentsOf: url)).cases
    }
  }

  /// Bins and second derivatives are not alike in the two, and scikit-learn grows one tree a round
  /// for two classes: a loss that is as low within 3 %.
  @Test(arguments: try Case.load()) func lossOfUnseenExamplesIsAsLow(_ golden: Case) throws {
    let examples = Examples(
      seed: golden.seed, count: 2 * golden.count, features: golden.features, levels: golden.levels,
      classes: golden.classes)
    let (seen, unseen) = (examples[0..<golden.count], examples[golden.count..<2 * golden.count])
    let trees = try BoostedTrees.train(
      features: seen.values, labels: seen.labels, classes: golden.classes,
      configuration: .exact(rounds: golden.rounds, leastExamplesPerLeaf: 20), seed: 0)
    let probabilities = try trees.probabilities(of: unseen.values)
    let loss =
      unseen.labels.enumerated().reduce(0.0) { sum, example in
        sum - log(Double(probabilities[example.offset * golden.classes + example.element]))
      } / Double(golden.count)
    #expect(abs(loss / golden.loss - 1) < 0.03, "loss \(loss), scikit-learn's \(golden.loss)")
    #expect(loss < golden.priorLoss / 2)
  }
}
