extension BoostedTrees {
  /// How a score came about: what each feature added to what is scored on average.
  public struct Contributions: Equatable, Sendable {
    /// The score where nothing is known of an example: the mean over the training examples that the
    /// trees were grown from.
    public let base: Double
    /// What knowing each feature adds: `D`. With ``base`` they add up to the score.
    public let shares: [Double]
  }

  /// Shares out the score of one class for one example among the features.
  ///
  /// Exact Shapley values. A feature that is not known sends an example both ways, in proportion to
  /// the training examples that went there: the numbers of "path-dependent" TreeSHAP (Lundberg,
  /// Erion and Lee, Consistent Individualized Feature Attribution for Tree Ensembles, 2018) and of
  /// LightGBM's `pred_contrib`. Deviation: covers are weights of examples, LightGBM's are their
  /// counts; the two are one where examples have no weights.
  ///
  /// - Parameters:
  ///   - example: its `D` features; NaN where one is missing.
  ///   - label: the class, below `K`.
  /// - Throws: ``BoostedTreesError`` for another number of features or a class that is none.
  public func contributions(of example: [Float], to label: Int) throws -> Contributions {
    try require(
      example.count == featureCount, "Explanation",
      "expected an example of \(featureCount) features, found \(example.count) numbers")
    try require(
      (0..<classCount).contains(label), "Explanation",
      "expected a class from 0 to \(classCount - 1), found \(label)")
    var explanation = TreeExplanation(parts: parts, example: example)
    parts.forEachTree { tree, nodes, leaves in
      guard Int(parts.treeClasses[tree]) == label else { return }
      explanation.add(nodes: nodes, leaves: leaves)
    }
    return Contributions(
      base: Double(parts.initialScores[label]) + explanation.base, shares: explanation.shares)
  }
}
