extension BoostedTrees {
  /// Trees as plain arrays, for a file to hold.
  ///
  /// Trees lie behind one another in every array. A tree of `n` nodes has `n + 1` leaves. The first
  /// node of a tree is its root; children come after their parents.
  public struct Parts: Codable, Equatable, Sendable {
    /// `D`, 1…65 536.
    public var featureCount: Int
    /// What each class scores before any tree: `K`, 2…256.
    public var initialScores: [Float]
    /// The class that each tree belongs to.
    public var treeClasses: [UInt8]
    /// The nodes of each tree, 1…31.
    public var treeNodeCounts: [UInt8]
    /// The feature that each node looks at.
    public var nodeFeatures: [UInt16]
    /// What a feature must be above for an example to go right.
    public var nodeThresholds: [Float]
    /// Where an example goes that does not go right: a node of the tree, counted from
    /// 0, or `-1 − leaf`.
    public var nodeLefts: [Int16]
    /// Where an example goes whose feature is above the threshold; written alike.
    public var nodeRights: [Int16]
    /// What each split gained in training; 0 or more.
    public var nodeGains: [Float]
    /// What each leaf adds to the score.
    public var leafValues: [Float]
    /// The weight of the training examples that fell into each leaf; above 0.
    public var leafCovers: [Float]

    /// Creates the parts of trees. Nothing is checked before ``BoostedTrees/init(validating:)``.
    public init(
      featureCount: Int, initialScores: [Float], treeClasses: [UInt8] = [],
      treeNodeCounts: [UInt8] = [], nodeFeatures: [UInt16] = [], nodeThresholds: [Float] = [],
      nodeLefts: [Int16] = [], nodeRights: [Int16] = [], nodeGains: [Float] = [],
      leafValues: [Float] = [], leafCovers: [Float] = []
    ) {
      self.featureCount = featureCount
      self.initialScores = initialScores
      self.treeClasses = treeClasses
      self.treeNodeCounts = treeNodeCounts
      self.nodeFeatures = nodeFeatures
      self.nodeThresholds = nodeThresholds
      self.nodeLefts = nodeLefts
      self.nodeRights = nodeRights
      self.nodeGains = nodeGains
      self.leafValues = leafValues
      self.leafCovers = leafCovers
    }
  }
}

extension BoostedTrees.Parts {
  /// - Throws: ``BoostedTreesError`` that says what is damaged.
  func check() throws {
    try checkCounts()
    try checkNumbers()
    try forEachTree { tree, nodes, _ in try checkShape(of: tree, nodes: nodes) }
    try checkSums()
  }

  /// Visits the trees with the ranges of their nodes and leaves.
  func forEachTree(
    _ body: (_ tree: Int, _ nodes: Range<Int>, _ leaves: Range<Int>) throws -> Void
  ) rethrows {
    var (node, leaf) = (0, 0)
    for (tree, count) in treeNodeCounts.enumerated() {
      let nodes = node..<node + Int(count)
      let leaves = leaf..<leaf + Int(count) + 1
      try body(tree, nodes, leaves)
      (node, leaf) = (nodes.upperBound, leaves.upperBound)
    }
  }

  private func checkCounts() throws {
    func check(_ found: Int, _ expected: Int, _ name: String) throws {
      try require(
        found == expected, "Trees", "expected \(expected) \(name), found \(found)")
    }
    try require(
      (1...65_536).contains(featureCount), "Trees",
      "expected from 1 to 65536 features, found \(featureCount)")
    try require(
      (2...256).contains(initialScores.count), "Trees",
      "expected initial scores of from 2 to 256 classes, found \(initialScores.count)")
    try check(treeNodeCounts.count, treeClasses.count, "node counts, one for each tree")
    let most = BoostedTrees.mostLeaves - 1
    if let tree = treeNodeCounts.firstIndex(where: { !(1...most).contains(Int($0)) }) {
      throw BoostedTreesError(
        "Trees", "expected from 1 to \(most) nodes in tree \(tree), found \(treeNodeCounts[tree])")
    }
    let nodes = treeNodeCounts.reduce(0) { $0 + Int($1) }
    try check(nodeFeatures.count, nodes, "features of nodes")
    try check(nodeThresholds.count, nodes, "thresholds of nodes")
    try check(nodeLefts.count, nodes, "left children of nodes")
    try check(nodeRights.count, nodes, "right children of nodes")
    try check(nodeGains.count, nodes, "gains of nodes")
    try check(leafValues.count, nodes + treeClasses.count, "values of leaves")
    try check(leafCovers.count, nodes + treeClasses.count, "covers of leaves")
  }

  private func checkNumbers() throws {
    func check<Number>(
      _ numbers: [Number], _ name: String, _ expected: String, _ holds: (Number) -> Bool
    ) throws {
      guard let position = numbers.firstIndex(where: { !holds($0) }) else { return }
      throw BoostedTreesError(
        "Trees", "expected \(expected), found \(numbers[position]) as \(name) \(position)")
    }
    try check(initialScores, "initial score", "a finite number", \.isFinite)
    try check(treeClasses, "class of tree", "a class below \(initialScores.count)") {
      Int($0) < initialScores.count
    }
    try check(nodeFeatures, "feature of node", "a feature below \(featureCount)") {
      Int($0) < featureCount
    }
    try check(nodeThresholds, "threshold of node", "a finite number", \.isFinite)
    try check(nodeGains, "gain of node", "a finite number of 0 or more") { $0 >= 0 && $0.isFinite }
    try check(leafValues, "value of leaf", "a finite number", \.isFinite)
    try check(leafCovers, "cover of leaf", "a finite number above 0") { $0 > 0 && $0.isFinite }
  }

  /// Children that come after their parents allow no circle; that each is somebody's child, once,
  /// leaves none out.
  private func checkShape(of tree: Int, nodes: Range<Int>) throws {
    // The root is nobody's child.
    var (seenNodes, seenLeaves) = (UInt64(1), UInt64(0))
    for position in nodes {
      let node = position - nodes.lowerBound
      for child in [Int(nodeLefts[position]), Int(nodeRights[position])] {
        let fits = child < 0 ? -1 - child <= nodes.count : child > node && child < nodes.count
        try require(
          fits, "Trees",
          "expected a leaf or a later one of the \(nodes.count) nodes below node \(node) of tree \(tree), "
            + "found \(child)")
        let bit = UInt64(1) << UInt64(child < 0 ? -1 - child : child)
        let seen = child < 0 ? seenLeaves : seenNodes
        try require(
          seen & bit == 0, "Trees",
          "expected each child in tree \(tree) once, found \(child) again below node \(node)")
        if child < 0 { seenLeaves |= bit } else { seenNodes |= bit }
      }
    }
  }

  /// Scores must be finite wherever an example falls.
  private func checkSums() throws {
    var largest = initialScores.map { Double($0.magnitude) }
    forEachTree { tree, _, leaves in
      let most = leafValues[leaves].reduce(0) { max($0, $1.magnitude) }
      largest[Int(treeClasses[tree])] += Double(most)
    }
    if let label = largest.firstIndex(where: { $0 > Double(Float.greatestFiniteMagnitude) / 2 }) {
      throw BoostedTreesError(
        "Trees",
        "expected finite scores, found values of class \(label) that add up to "
          + "\(largest[label])")
    }
  }
}
