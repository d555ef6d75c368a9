/// Everything that decides how trees are trained, apart from the data and the seed.
public struct BoostedTreesConfiguration: Codable, Equatable, Sendable {
  /// Rounds of boosting, 1…100 000. Each grows a tree for each class.
  public var rounds: Int
  /// What a tree's answer is multiplied with, above 0 and up to 1.
  public var learningRate: Double
  /// Leaves of a tree at the most, 2…32. The leaf that gains most is split first, however deep it
  /// lies.
  public var leaves: Int
  /// Drawn examples that a leaf holds at least, whatever they weigh; 1 or more.
  public var leastExamplesPerLeaf: Int
  /// The least sum of second derivatives in a leaf, above 0.
  public var leastHessianPerLeaf: Double
  /// The share of the features that a tree may use, above 0 and up to 1; drawn for each tree among
  /// those that are not constant.
  public var columnShare: Double
  /// The share of the examples that a round learns from, above 0 and up to 1; drawn for each round
  /// without replacement, the same for the trees of all classes.
  public var rowShare: Double
  /// What is added to a leaf's sum of second derivatives: draws its answer to zero. 0 or more.
  public var l2: Double
  /// Intervals into which the values of a feature are sorted, at the most, 2…255.
  public var bins: Int
  /// What a split must gain more than; 0 or more.
  public var leastGain: Double

  /// Creates a configuration.
  public init(
    rounds: Int = 120, learningRate: Double = 0.06, leaves: Int = 8,
    leastExamplesPerLeaf: Int = 40, leastHessianPerLeaf: Double = 1e-3,
    columnShare: Double = 0.5, rowShare: Double = 0.6, l2: Double = 5, bins: Int = 63,
    leastGain: Double = 0
  ) {
    self.rounds = rounds
    self.learningRate = learningRate
    self.leaves = leaves
    self.leastExamplesPerLeaf = leastExamplesPerLeaf
    self.leastHessianPerLeaf = leastHessianPerLeaf
    self.columnShare = columnShare
    self.rowShare = rowShare
    self.l2 = l2
    self.bins = bins
    self.leastGain = leastGain
  }

  /// - Throws: ``BoostedTreesError`` that names what is out of its range.
  func check() throws {
    func check(_ holds: Bool, _ name: String, _ value: some Any, _ range: String) throws {
      try require(holds, "Training", "\(name) is \(value), must be \(range)")
    }
    try check((1...100_000).contains(rounds), "rounds", rounds, "from 1 to 100000")
    try check(
      learningRate > 0 && learningRate <= 1, "learningRate", learningRate, "above 0 and up to 1")
    try check(
      (2...BoostedTrees.mostLeaves).contains(leaves), "leaves", leaves,
      "from 2 to \(BoostedTrees.mostLeaves)")
    try check(
      leastExamplesPerLeaf >= 1, "leastExamplesPerLeaf", leastExamplesPerLeaf, "1 or more")
    try check(
      leastHessianPerLeaf > 0 && leastHessianPerLeaf.isFinite, "leastHessianPerLeaf",
      leastHessianPerLeaf, "finite and above 0")
    try check(
      columnShare > 0 && columnShare <= 1, "columnShare", columnShare, "above 0 and up to 1")
    try check(rowShare > 0 && rowShare <= 1, "rowShare", rowShare, "above 0 and up to 1")
    try check(l2 >= 0 && l2.isFinite, "l2", l2, "finite and 0 or more")
    try check((2...255).contains(bins), "bins", bins, "from 2 to 255")
    try check(leastGain >= 0 && leastGain.isFinite, "leastGain", leastGain, "finite and 0 or more")
  }
}
