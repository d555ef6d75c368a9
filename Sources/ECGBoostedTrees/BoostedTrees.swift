/// Gradient-boosted decision trees that classify: a sum of small trees for each class.
///
/// Trained by ``train(features:labels:weights:classes:configuration:seed:threads:progress:)``,
/// stored as ``Parts``. Shape letters: `N` examples, `D` features, `K` classes.
///
/// An example goes left at a node unless its feature is above the node's threshold. A missing
/// value, NaN, is above nothing and so goes left everywhere, in training as in prediction.
public struct BoostedTrees: Equatable, Sendable {
  /// The trees as plain arrays.
  public let parts: Parts
  /// The trees as prediction reads them; follows from `parts`.
  let forest: Forest

  /// The leaves that a tree may have: a leaf is a bit of 32.
  static let mostLeaves = 32

  /// Puts trees together from stored arrays.
  ///
  /// - Throws: ``BoostedTreesError`` that says what in `parts` is damaged. Whatever is accepted can
  ///   be asked without fear: it answers every row with finite scores.
  public init(validating parts: Parts) throws {
    try parts.check()
    self.parts = parts
    forest = Forest(parts)
  }

  /// `D`.
  public var featureCount: Int { parts.featureCount }
  /// `K`.
  public var classCount: Int { parts.initialScores.count }
  /// The number of trees of all classes.
  public var treeCount: Int { parts.treeClasses.count }

  /// What the splits by each feature gained in training, added up over all trees: `D`.
  ///
  /// The gain is that of the second-order approximation of the loss, as LightGBM's
  /// `importance_type="gain"`.
  public var gains: [Double] {
    var gains = [Double](repeating: 0, count: featureCount)
    for (feature, gain) in zip(parts.nodeFeatures, parts.nodeGains) {
      gains[Int(feature)] += Double(gain)
    }
    return gains
  }
}
