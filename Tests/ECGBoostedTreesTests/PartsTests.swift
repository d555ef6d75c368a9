import ECGBoostedTrees
import ECGRandom
import Testing

/// Trees taken apart, damaged and put together again.
@Suite struct PartsTests {
  static func parts() throws -> BoostedTrees.Parts {
    try TrainingTests.train(TrainingTests.examples[0..<400], .exact(rounds: 3)).parts
  }

  @Test func partsMakeTheSameTrees() throws {
    let trees = try TrainingTests.train(TrainingTests.examples)
    #expect(try BoostedTrees(validating: trees.parts) == trees)
    #expect(trees.featureCount == 5 && trees.classCount == 3 && trees.treeCount == 30)
  }

  @Test func treesThatAreNoneScoreTheSame() throws {
    let trees = try BoostedTrees(validating: .init(featureCount: 2, initialScores: [1, -1]))
    #expect(try trees.scores(of: [0, 0, 5, .nan]) == [1, -1, 1, -1])
    #expect(try trees.contributions(of: [1, 2], to: 1) == trees.contributions(of: [3, 4], to: 1))
    #expect(try trees.scores(of: []).isEmpty)
  }

  @Test(
    arguments: [
      InputDamage("features, found 0") { $0.featureCount = 0 },
      InputDamage("features, found 70000") { $0.featureCount = 70_000 },
      InputDamage("classes, found 1") { $0.initialScores = [0] },
      InputDamage("found nan as initial score 1") { $0.initialScores[1] = .nan },
      InputDamage("a class below 3, found 3 as class of tree 4") { $0.treeClasses[4] = 3 },
      InputDamage("expected 8 node counts, one for each tree, found 9") {
        $0.treeClasses.removeLast()
      },
      InputDamage("nodes in tree 2, found 0") { $0.treeNodeCounts[2] = 0 },
      InputDamage("nodes in tree 2, found 32") { $0.treeNodeCounts[2] = 32 },
      InputDamage("features of nodes, found") { $0.treeNodeCounts[2] -= 1 },
      InputDamage("a feature below 5, found 5 as feature of node 3") { $0.nodeFeatures[3] = 5 },
      InputDamage("features of nodes, found") { $0.nodeFeatures.append(0) },
      InputDamage("found inf as threshold of node 1") { $0.nodeThresholds[1] = .infinity },
      InputDamage("thresholds of nodes, found") { $0.nodeThresholds.removeLast() },
      InputDamage("left children of nodes, found") { $0.nodeLefts.removeLast() },
      InputDamage("right children of nodes, found") { $0.nodeRights.append(1) },
      InputDamage("below node 0 of tree 0, found 0") { $0.nodeLefts[0] = 0 },
      InputDamage("below node 2 of tree 0, found 1") { $0.nodeRights[2] = 1 },
      InputDamage("below node 0 of tree 0, found 7") { $0.nodeLefts[0] = 7 },
      InputDamage("below node 0 of tree 0, found -9") { $0.nodeLefts[0] = -9 },
      InputDamage("found -32768") { $0.nodeLefts[0] = .min },
      InputDamage("each child in tree 0 once") { $0.nodeRights[0] = $0.nodeLefts[0] },
      InputDamage("found -1.0 as gain of node 0") { $0.nodeGains[0] = -1 },
      InputDamage("gains of nodes, found") { $0.nodeGains.removeLast() },
      InputDamage("found nan as value of leaf 9") { $0.leafValues[9] = .nan },
      InputDamage("values of leaves, found") { $0.leafValues.removeLast() },
      InputDamage("expected finite scores") { $0.leafValues[0] = .greatestFiniteMagnitude },
      InputDamage("found 0.0 as cover of leaf 7") { $0.leafCovers[7] = 0 },
      InputDamage("covers of leaves, found") { $0.leafCovers.append(1) },
    ] as [InputDamage<BoostedTrees.Parts>])
  func damageIsNamed(_ damage: InputDamage<BoostedTrees.Parts>) throws {
    var parts = try Self.parts()
    damage.apply(&parts)
    let error = #expect(throws: BoostedTreesError.self) { try BoostedTrees(validating: parts) }
    #expect(error?.problem.contains(damage.message) == true, "\(String(describing: error))")
  }

  /// Whatever is done to the arrays, they are refused or answer every row with finite numbers.
  @Test func damagedPartsAreRefusedOrAnswer() throws {
    let whole = try Self.parts()
    var generator = SeededGenerator(seed: 11)
    var (refused, accepted) = (0, 0)
    for _ in 0..<20_000 {
      var parts = whole
      for _ in 0..<Int.random(in: 1...3, using: &generator) { Self.damage(&parts, &generator) }
      guard let trees = try? BoostedTrees(validating: parts) else {
        refused += 1
        continue
      }
      accepted += 1
      let rows = (0..<17 * trees.featureCount).map { _ in Self.number(&generator) }
      #expect(try trees.scores(of: rows).allSatisfy { $0.isFinite })
      #expect(try trees.probabilities(of: rows).allSatisfy { 0...1 ~= $0 })
      let shares = try trees.contributions(of: Array(rows[..<trees.featureCount]), to: 0)
      #expect((shares.shares + [shares.base]).allSatisfy { $0.isFinite })
    }
    #expect(refused > 1000 && accepted > 1000)
  }

  static func damage(_ parts: inout BoostedTrees.Parts, _ generator: inout SeededGenerator) {
    func change<Number>(_ numbers: inout [Number], _ number: Number) {
      let position = Int.random(in: numbers.indices, using: &generator)
      switch Int.random(in: 0..<8, using: &generator) {
      case 0: numbers.remove(at: position)
      case 1: numbers.insert(number, at: position)
      case 2: numbers.swapAt(position, Int.random(in: numbers.indices, using: &generator))
      default: numbers[position] = number
      }
    }
    let small = Int.random(in: -9...9, using: &generator)
    let float = number(&generator)
    switch Int.random(in: 0..<11, using: &generator) {
    case 0: parts.featureCount += small
    case 1: change(&parts.initialScores, float)
    case 2: change(&parts.treeClasses, UInt8(truncatingIfNeeded: small))
    case 3: change(&parts.treeNodeCounts, UInt8(truncatingIfNeeded: small))
    case 4: change(&parts.nodeFeatures, UInt16(truncatingIfNeeded: small))
    case 5: change(&parts.nodeThresholds, float)
    case 6: change(&parts.nodeLefts, Int16(small))
    case 7: change(&parts.nodeRights, Int16(small))
    case 8: change(&parts.nodeGains, float)
    case 9: change(&parts.leafValues, float)
    default: change(&parts.leafCovers, float)
    }
  }

  static func number(_ generator: inout SeededGenerator) -> Float {
    switch Int.random(in: 0..<4, using: &generator) {
    case 0: Float(bitPattern: UInt32.random(in: 0...UInt32.max, using: &generator))
    case 1: [0, -0.0, .nan, .infinity, -.infinity].randomElement(using: &generator) ?? 0
    default: Float(generator.uniform(in: -2...14))
    }
  }
}
