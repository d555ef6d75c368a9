import ECGBoostedTrees
import Foundation
import Testing

/// Trees against LightGBM 4.7.0, whose answers `Golden/make_golden.py` wrote.
@Suite struct LightGBMTests {
  struct Case: Codable, CustomTestStringConvertible, Sendable {
    let name: String
    let seed, count, features, levels, classes: Int
    let weighted: Bool
    let missing: Int?
    let rounds: Int
    let rate: Double
    let leaves, least: Int
    let l2: Double
    let bins, shown: Int
    let scores, contributions, gains: [Double]

    var testDescription: String { name }

    static func load() throws -> [Case] {
      struct File: Codable { let cases: [Case] }
      let url = try #require(
        Bundle.module.url(forResource: "lightgbm", withExtension: "json", subdirectory: "Golden"))
      return try JSONDecoder().decode(File.self, from: Data(contentsOf: url)).cases
    }

    var examples: Examples {
      var examples = Examples(
        seed: seed, count: count + shown, features: features, levels: levels, classes: classes)
      if let missing {
        examples.labels = examples.labels.map { $0 == missing ? $0 - 1 : $0 }
      }
      return examples
    }

    func train() throws -> BoostedTrees {
      let examples = examples[0..<count]
      return try BoostedTrees.train(
        features: examples.values, labels: examples.labels,
        weights: weighted ? examples.weights : nil, classes: classes,
        configuration: .exact(
          rounds: rounds, learningRate: rate, leaves: leaves, leastExamplesPerLeaf: least, l2: l2,
          bins: bins), seed: 0)
    }
  }

  /// LightGBM's answers are written with seven digits, and ours are in single precision.
  @Test(arguments: try Case.load()) func scoresAreEqual(_ golden: Case) throws {
    let (trees, examples) = (try golden.train(), golden.examples)
    let shown =
      examples[0..<golden.shown].values
      + examples[golden.count..<golden.count + golden.shown].values
    #expect(difference(try trees.scores(of: shown), golden.scores) < 1e-5)
  }

  @Test(arguments: try Case.load()) func gainsAreEqual(_ golden: Case) throws {
    let gains = try golden.train().gains
    #expect(gains.count == golden.gains.count)
    for (own, other) in zip(gains, golden.gains) { #expect(abs(own - other) <= 1e-5 * other) }
  }

  @Test(arguments: try Case.load().filter { !$0.contributions.isEmpty })
  func contributionsAreEqual(_ golden: Case) throws {
    let (trees, examples) = (try golden.train(), golden.examples)
    let rows = golden.contributions.count / golden.classes / (golden.features + 1)
    let own = try (0..<rows).flatMap { row in
      try (0..<golden.classes).flatMap { label in
        let shares = try trees.contributions(of: examples.row(golden.count + row), to: label)
        return shares.shares + [shares.base]
      }
    }
    #expect(difference(own, golden.contributions) < 1e-5)
  }
}
