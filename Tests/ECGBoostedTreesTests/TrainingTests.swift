import ECGBoostedTrees
import Testing

/// What must hold whatever the examples are.
@Suite struct TrainingTests {
  static let examples = Examples(seed: 5, count: 1500)
  /// With draws of rows and columns.
  static let drawing = BoostedTreesConfiguration(rounds: 8, leastExamplesPerLeaf: 10, bins: 8)

  static func train(
    _ examples: Examples, weights: [Float]? = nil, classes: Int = 3,
    _ configuration: BoostedTreesConfiguration = .exact(), seed: UInt64 = 0, threads: Int = 1
  ) throws -> BoostedTrees {
    try BoostedTrees.train(
      features: examples.values, labels: examples.labels, weights: weights, classes: classes,
      configuration: configuration, seed: seed, threads: threads)
  }

  @Test(arguments: [nil, examples.weights]) func threadsDoNotMatter(_ weights: [Float]?) throws {
    let alone = try Self.train(Self.examples, weights: weights, Self.drawing)
    #expect(alone.treeCount == 24)
    for threads in [2, 3, 5] {
      let shared = try Self.train(
        Self.examples, weights: weights, Self.drawing, threads: threads)
      #expect(shared == alone, "\(threads) threads")
    }
  }

  @Test func seedsMatterWhereThereAreDraws() throws {
    let first = try Self.train(Self.examples, Self.drawing, seed: 1)
    #expect(try Self.train(Self.examples, Self.drawing, seed: 2) != first)
    #expect(try Self.train(Self.examples, Self.drawing, seed: 1) == first)
    #expect(try Self.train(Self.examples, seed: 1) == Self.train(Self.examples, seed: 2))
  }

  @Test func drawsAreOfTheirSizes() throws {
    var configuration = Self.drawing
    (configuration.columnShare, configuration.rowShare) = (0.4, 0.5)
    let parts = try Self.train(Self.examples, configuration).parts
    var (node, leaf) = (0, 0)
    var features: [Set<UInt16>] = []
    for count in parts.treeNodeCounts.map(Int.init) {
      features.append(Set(parts.nodeFeatures[node..<node + count]))
      #expect(parts.leafCovers[leaf...leaf + count].reduce(0, +) == 750)
      (node, leaf) = (node + count, leaf + count + 1)
    }
    #expect(features.allSatisfy { $0.count <= 2 })
    #expect(Set(features).count > 2)
  }

  @Test func increasingFunctionsOfAFeatureDoNotMatter() throws {
    var others = Self.examples
    for position in others.values.indices where position % others.features == 1 {
      let value = others.values[position]
      others.values[position] = value * value * value - 500
    }
    let (trees, same) = (try Self.train(Self.examples), try Self.train(others))
    #expect(try trees.scores(of: Self.examples.values) == same.scores(of: others.values))
  }

  @Test func theOrderOfFeaturesDoesNotMatter() throws {
    var others = Self.examples
    others.values = (0..<others.count).flatMap { Self.examples.row($0).reversed() }
    let configuration = BoostedTreesConfiguration.exact(leastExamplesPerLeaf: 20)
    var parts = try Self.train(others, configuration).parts
    parts.nodeFeatures = parts.nodeFeatures.map { UInt16(others.features) - 1 - $0 }
    #expect(try parts == Self.train(Self.examples, configuration).parts)
  }

  @Test func twiceTheWeightIsTwiceTheExample() throws {
    let repeats = Self.examples.weights.map { 1 + Int($0 * 4) % 3 }
    var repeated = Examples()
    for (index, count) in repeats.enumerated() {
      for _ in 0..<count {
        repeated.values += Self.examples.row(index)
        repeated.labels.append(Self.examples.labels[index])
      }
    }
    let weighted = try Self.train(Self.examples, weights: repeats.map(Float.init))
    let unweighted = try Self.train(repeated)
    let values = Self.examples.values
    #expect(difference(try weighted.scores(of: values), try unweighted.scores(of: values)) < 1e-5)
    #expect(weighted.parts.leafCovers == unweighted.parts.leafCovers)
    #expect(try Self.train(Self.examples) != weighted)
  }

  @Test func examplesWithoutWeightDoNotMatter() throws {
    let weights = Self.examples.labels.indices.map { Float($0 < 1000 ? 1 : 0) }
    let some = Self.examples[0..<1000]
    let (trees, same) = (try Self.train(Self.examples, weights: weights), try Self.train(some))
    #expect(
      difference(try trees.scores(of: some.values), try same.scores(of: some.values)) < 1e-5)
  }

  @Test func leavesHoldTheLeastOfExamples() throws {
    let parts = try Self.train(Self.examples, .exact(leastExamplesPerLeaf: 70)).parts
    #expect(parts.leafCovers.allSatisfy { $0 >= 70 })
    #expect(parts.leafCovers.contains { $0 < 100 })
  }

  /// Of the thresholds that part a node's examples alike, the highest: right below one of them.
  @Test func thresholdsAreNextToAnExampleOfTheirNode() throws {
    let examples = Examples(seed: 6, count: 250, levels: 200)
    let parts = try Self.train(examples, .exact(rounds: 4, bins: 255)).parts
    let distinct = (0..<5).map { feature in
      Set((0..<examples.count).map { examples.row($0)[feature] }).sorted()
    }
    var first = 0
    for count in parts.treeNodeCounts.map(Int.init) {
      func visit(_ child: Int16, _ rows: [Int]) {
        guard child >= 0 else { return }
        let node = first + Int(child)
        let (feature, threshold) = (Int(parts.nodeFeatures[node]), parts.nodeThresholds[node])
        let right = rows.filter { examples.row($0)[feature] > threshold }
        let lowest = right.map { examples.row($0)[feature] }.min()
        #expect(lowest == distinct[feature].first { $0 > threshold })
        visit(parts.nodeLefts[node], rows.filter { examples.row($0)[feature] <= threshold })
        visit(parts.nodeRights[node], right)
      }
      visit(0, Array(0..<examples.count))
      first += count
    }
    #expect(first == parts.nodeFeatures.count && first > 50)
  }

  @Test func constantAndUnknownFeaturesAreNotSplitBy() throws {
    var padded = Examples(features: 7)
    for row in 0..<Self.examples.count { padded.values += [3, .nan] + Self.examples.row(row) }
    padded.labels = Self.examples.labels
    var configuration = Self.drawing
    configuration.columnShare = 1
    var parts = try Self.train(padded, configuration).parts
    #expect(parts.nodeFeatures.allSatisfy { $0 >= 2 })
    (parts.featureCount, parts.nodeFeatures) = (5, parts.nodeFeatures.map { $0 - 2 })
    #expect(try parts == Self.train(Self.examples, configuration).parts)
    let empty = try BoostedTrees.train(
      features: [1, 1, 1], labels: [0, 1, 1], classes: 2, configuration: .exact(), seed: 0)
    #expect(empty.treeCount == 0)
  }

  @Test func missingValuesAreBelowAllOthers() throws {
    var (missing, low) = (Self.examples, Self.examples)
    for position in low.values.indices where position % 7 == 0 {
      (missing.values[position], low.values[position]) = (.nan, -1000)
    }
    let (trees, same) = (try Self.train(missing), try Self.train(low))
    #expect(try trees.scores(of: missing.values) == same.scores(of: low.values))
    let known = try Self.train(Self.examples)
    #expect(try known.scores(of: missing.values) == known.scores(of: low.values))
    // Something was learnt from what is missing.
    #expect(trees.parts.nodeThresholds.contains(-.greatestFiniteMagnitude))
  }

  @Test func aSingleClassNeedsNoTrees() throws {
    let trees = try BoostedTrees.train(
      features: Self.examples.values, labels: Self.examples.labels.map { _ in 1 }, classes: 3,
      seed: 0)
    #expect(trees.treeCount == 0)
    let probabilities = try trees.probabilities(of: Self.examples.row(0))
    #expect(difference(probabilities, [Float(0), 1, 0]) < 1e-6)
  }

  @Test func tooFewExamplesForASplitLeaveTheSharesOfTheClasses() throws {
    let few = Self.examples[0..<30]
    let trees = try Self.train(few, BoostedTreesConfiguration())
    #expect(trees.treeCount == 0)
    let shares = (0..<3).map { label in Float(few.labels.count { $0 == label }) / 30 }
    #expect(difference(try trees.probabilities(of: few.row(0)), shares) < 1e-6)
  }

  @Test func lossFallsWithEachRound() throws {
    var last = Double.infinity
    for rounds in 1...6 {
      let trees = try Self.train(Self.examples, .exact(rounds: rounds))
      let scores = try trees.probabilities(of: Self.examples.values)
      let missed = Self.examples.labels.enumerated().reduce(0.0) { sum, example in
        sum + 1 - Double(scores[example.offset * 3 + example.element])
      }
      #expect(missed < last)
      last = missed
    }
  }

  @Test func progressIsToldAndMayEndTheTraining() throws {
    struct Stop: Error {}
    var told: [Int] = []
    func train(until last: Int) throws {
      told = []
      _ = try BoostedTrees.train(
        features: Self.examples.values, labels: Self.examples.labels, classes: 3,
        configuration: Self.drawing, seed: 0
      ) { rounds in
        told.append(rounds)
        if rounds == last { throw Stop() }
      }
    }
    try train(until: 100)
    #expect(told == Array(1...8))
    #expect(throws: Stop.self) { try train(until: 3) }
    #expect(told == [1, 2, 3])
  }
}
