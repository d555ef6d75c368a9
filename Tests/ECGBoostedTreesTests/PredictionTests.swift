import ECGBoostedTrees
import ECGRandom
import Foundation
import Testing

@Suite struct PredictionTests {
  /// Walks from node to node, where the library asks all nodes at once.
  static func walk(_ parts: BoostedTrees.Parts, _ example: [Float]) -> [Double] {
    var scores = parts.initialScores.map(Double.init)
    var (first, leaf) = (0, 0)
    for (tree, count) in parts.treeNodeCounts.enumerated() {
      var position = 0
      repeat {
        let node = first + position
        let goesRight = example[Int(parts.nodeFeatures[node])] > parts.nodeThresholds[node]
        position = Int(goesRight ? parts.nodeRights[node] : parts.nodeLefts[node])
      } while position >= 0
      scores[Int(parts.treeClasses[tree])] += Double(parts.leafValues[leaf - 1 - position])
      (first, leaf) = (first + Int(count), leaf + Int(count) + 1)
    }
    return scores
  }

  @Test(arguments: [2, 3, 8, 32]) func scoresAreThoseOfAWalk(_ leaves: Int) throws {
    let examples = TrainingTests.examples
    let trees = try TrainingTests.train(examples, .exact(leaves: leaves, l2: 0))
    #expect(Int(trees.parts.treeNodeCounts.max() ?? 0) == leaves - 1)
    var values = examples.values
    for position in stride(from: 0, to: values.count, by: 11) {
      values[position] = [.nan, .infinity, -.infinity, 4.5][position % 4]
    }
    let size = examples.features
    let walked = stride(from: 0, to: values.count, by: size).flatMap {
      Self.walk(trees.parts, Array(values[$0..<$0 + size])).map { Float($0) }
    }
    #expect(try trees.scores(of: values) == walked)
  }

  /// Examples are taken in groups; that must not show.
  @Test(arguments: [1, 15, 16, 17, 33]) func examplesAreAnsweredAlike(_ count: Int) throws {
    let trees = try TrainingTests.train(TrainingTests.examples)
    let some = TrainingTests.examples[0..<count]
    let alone = try (0..<count).flatMap { try trees.scores(of: some.row($0)) }
    #expect(try trees.scores(of: some.values) == alone)
  }

  /// Few examples go another way than many, and what is equal to a threshold, or not finite, is
  /// where ways part.
  @Test func alone() throws {
    let examples = TrainingTests.examples
    let trees = try TrainingTests.train(examples, .exact(leaves: 8, l2: 0))
    let size = examples.features
    var generator = SeededGenerator(seed: 5)
    for _ in 0..<500 {
      var values = Array(examples.values[..<size])
      for (node, feature) in trees.parts.nodeFeatures.enumerated() {
        let threshold = trees.parts.nodeThresholds[node]
        let near = [threshold, threshold.nextUp, threshold.nextDown, -0.0, values[Int(feature)]]
        values[Int(feature)] = near[Int.random(in: near.indices, using: &generator)]
      }
      let unusual: [Float] = [.nan, .infinity, -.infinity, 0, 0, 0]
      values[Int.random(in: 0..<size, using: &generator)] =
        unusual[Int.random(in: unusual.indices, using: &generator)]
      #expect(
        try trees.scores(of: values) == Self.walk(trees.parts, values).map { Float($0) })
    }
  }

  @Test func probabilitiesAreTheSoftmaxOfScores() throws {
    let trees = try TrainingTests.train(TrainingTests.examples)
    let some = TrainingTests.examples[0..<50]
    let scores = try trees.scores(of: some.values)
    let expected = stride(from: 0, to: scores.count, by: 3).flatMap { start in
      let exponentials = scores[start..<start + 3].map { exp(Double($0)) }
      return exponentials.map { $0 / exponentials.reduce(0, +) }
    }
    #expect(difference(try trees.probabilities(of: some.values), expected.map { Float($0) }) < 1e-6)
  }
}
