import ECGBoostedTrees
import Testing

@Suite struct ContributionsTests {
  /// Trees of weighted examples, some of which lack features.
  static func trees() throws -> (BoostedTrees, Examples) {
    var examples = TrainingTests.examples
    for position in stride(from: 0, to: examples.values.count, by: 13) {
      examples.values[position] = .nan
    }
    let trees = try TrainingTests.train(
      examples, weights: examples.weights, .exact(rounds: 6, leaves: 12))
    return (trees, examples)
  }

  /// The score of a class where only some features are known: the others send an example both ways.
  static func score(
    _ parts: BoostedTrees.Parts, _ label: Int, _ example: [Float], known: Set<Int>
  ) -> Double {
    var score = Double(parts.initialScores[label])
    var (first, leaf) = (0, 0)
    for (tree, count) in parts.treeNodeCounts.enumerated() {
      func answer(_ child: Int16) -> (value: Double, cover: Double) {
        guard child >= 0 else {
          let position = leaf - 1 - Int(child)
          return (Double(parts.leafValues[position]), Double(parts.leafCovers[position]))
        }
        let node = first + Int(child)
        let (left, right) = (answer(parts.nodeLefts[node]), answer(parts.nodeRights[node]))
        let cover = left.cover + right.cover
        let feature = Int(parts.nodeFeatures[node])
        guard known.contains(feature) else {
          return ((left.value * left.cover + right.value * right.cover) / cover, cover)
        }
        return (example[feature] > parts.nodeThresholds[node] ? right.value : left.value, cover)
      }
      if Int(parts.treeClasses[tree]) == label { score += answer(0).value }
      (first, leaf) = (first + Int(count), leaf + Int(count) + 1)
    }
    return score
  }

  /// Shapley's formula: the mean over all orders in which features become known.
  @Test func sharesAreShapleyValues() throws {
    let (trees, examples) = try Self.trees()
    let features = examples.features
    let factorials = (0...features).map { (0..<$0).reduce(1.0) { $0 * Double($1 + 1) } }
    for index in 0..<12 {
      let (example, label) = (examples.row(index), index % 3)
      let scores = (0..<1 << features).map { bits in
        Self.score(
          trees.parts, label, example,
          known: Set((0..<features).filter { bits >> $0 & 1 == 1 }))
      }
      let expected = (0..<features).map { feature in
        (0..<1 << features).filter { $0 >> feature & 1 == 0 }.reduce(0.0) { sum, bits in
          let count = bits.nonzeroBitCount
          let weight = factorials[count] * factorials[features - 1 - count] / factorials[features]
          return sum + weight * (scores[bits | 1 << feature] - scores[bits])
        }
      }
      let own = try trees.contributions(of: example, to: label)
      #expect(difference(own.shares, expected) < 1e-12)
      #expect(abs(own.base - scores[0]) < 1e-12)
    }
  }

  @Test func sharesAddUpToTheScore() throws {
    let (trees, examples) = try Self.trees()
    let scores = try trees.scores(of: examples.values)
    for index in 0..<100 {
      for label in 0..<3 {
        let own = try trees.contributions(of: examples.row(index), to: label)
        #expect(abs(own.shares.reduce(own.base, +) - Double(scores[index * 3 + label])) < 1e-6)
      }
    }
  }

  @Test func theBaseIsTheMeanScoreOfTheTrainingExamples() throws {
    let examples = TrainingTests.examples
    let trees = try TrainingTests.train(examples)
    let scores = try trees.scores(of: examples.values)
    for label in 0..<3 {
      let mean =
        stride(from: label, to: scores.count, by: 3).reduce(0) { $0 + Double(scores[$1]) }
        / Double(examples.count)
      #expect(abs(try trees.contributions(of: examples.row(0), to: label).base - mean) < 1e-6)
    }
  }

  @Test func featuresThatNoNodeLooksAtHaveNoShare() throws {
    var parts = try TrainingTests.train(TrainingTests.examples).parts
    parts.featureCount = 6
    let trees = try BoostedTrees(validating: parts)
    let own = try trees.contributions(of: [3, 4, 5, 6, 7, 8], to: 0)
    #expect(own.shares.last == 0 && own.shares.first != 0)
  }
}
