public import ECGParallel
import ECGRandom

extension BoostedTrees {
  /// Trains trees on labelled examples.
  ///
  /// Each round grows one tree for each class along the gradient of the softmax cross-entropy, from
  /// histograms of binned features: LightGBM's algorithm (Ke et al., NeurIPS 2017) with its rules
  /// for bins, gains, leaf values and second derivatives. Deviations:
  /// - The examples in a leaf are counted; LightGBM estimates them from the second derivatives.
  /// - Every drawn feature is tried in every leaf; LightGBM leaves out those that gained nothing in
  ///   the leaf above.
  /// - Zero has no bin of its own, and all values are looked at to place the bins'
  ///   edges, not a sample.
  /// - A missing value (NaN) counts as below all numbers; which side it goes to is not learnt.
  /// - Rounds go on where one grows no tree: the next may draw other examples.
  ///
  /// The same examples in the same order, configuration and seed give the same trees, bit for bit,
  /// on any number of threads.
  ///
  /// - Parameters:
  ///   - features: `N × D` numbers, example after example; NaN where one is missing.
  ///   - labels: the class of each example, below `K`: `N`.
  ///   - weights: how much each example counts, 0 or more: `N`; nil for 1 each. Twice the weight
  ///     is twice the example, except that ``BoostedTreesConfiguration/leastExamplesPerLeaf``
  ///     counts examples.
  ///   - classes: `K`, 2…256. A class without examples is given a probability of next to nothing.
  ///   - configuration: how to train.
  ///   - seed: what the draws of rows and columns follow from.
  ///   - threads: how many threads share the work.
  ///   - progress: is told after each round how many are done; what it throws ends the training.
  /// - Throws: ``BoostedTreesError`` where the counts do not agree, a label is no class, a
  ///   feature is infinite, weights are negative, not finite or all 0, or the configuration is
  ///   out of its range.
  public static func train(
    features: [Float], labels: [Int], weights: [Float]? = nil, classes: Int,
    configuration: BoostedTreesConfiguration = .init(), seed: UInt64,
    threads: Int = ThreadCount.allCores,
    progress: ((_ rounds: Int) throws -> Void)? = nil
  ) throws -> BoostedTrees {
    try configuration.check()
    try check(features, labels, weights, classes)
    let columns = BinnedColumns(
      features, rows: labels.count, bins: configuration.bins, threads: threads)
    let boosting = SoftmaxBoosting(columns, labels: labels, weights: weights, classes: classes)
    var parts = Parts(
      featureCount: columns.edges.count, initialScores: boosting.initialScores.map { Float($0) })
    let growers = boosting.trainable.filter { _ in !columns.usable.isEmpty }.map { label in
      TreeGrower(
        columns, label: label, weights: weights,
        rows: Draw.size(configuration.rowShare, of: labels.count),
        drawn: Draw.size(configuration.columnShare, of: columns.usable.count), configuration)
    }
    boosting.advance(by: [], threads: threads)
    for round in 0..<configuration.rounds {
      var generator = SeededGenerator(seed: seed, purpose: "rows of trees", stream: round)
      let rows = Draw.draw(configuration.rowShare, of: labels.count, from: &generator)
        .map(Int32.init)
      ParallelWork.forEach(growers.count, threads: threads) { index in
        let label = growers[index].tree.label
        var generator = SeededGenerator(
          seed: seed, purpose: "columns of trees", stream: round, label)
        let drawn = Draw.draw(
          configuration.columnShare, of: columns.usable.count, from: &generator)
        growers[index].begin(
          rows: rows, derivatives: boosting.derivatives(of: label),
          drawn: drawn.map { columns.usable[$0] })
      }
      grow(growers, threads: threads)
      let trees = growers.map(\.tree).filter { !$0.nodes.isEmpty }
      for tree in trees { parts.append(tree, columns.edges) }
      if !trees.isEmpty { boosting.advance(by: trees, threads: threads) }
      try progress?(round + 1)
    }
    return try BoostedTrees(validating: parts)
  }

  /// Grows the trees of all classes in step, so that threads always find work.
  private static func grow(_ growers: [TreeGrower], threads: Int) {
    var growing = growers
    while !growing.isEmpty {
      let (now, columns) = (growing, growing[0].drawn.count)
      ParallelWork.forEach(now.count * columns, threads: threads) { task in
        now[task / columns].search(task % columns)
      }
      ParallelWork.forEach(now.count, threads: threads) { index in
        now[index].settle()
        now[index].split()
      }
      growing = now.filter(\.isGrowing)
    }
  }

  private static func check(
    _ features: [Float], _ labels: [Int], _ weights: [Float]?, _ classes: Int
  ) throws {
    func check(_ holds: Bool, _ problem: @autoclosure () -> String) throws {
      try require(holds, "Training", problem())
    }
    try check(!labels.isEmpty, "expected examples, found none")
    // Rows and counts are held in 32 bits.
    try check(
      labels.count <= Int(Int32.max),
      "expected at most \(Int32.max) examples, found \(labels.count)")
    let columns = features.count / labels.count
    try check(
      (1...65_536).contains(columns) && columns * labels.count == features.count,
      "expected from 1 to 65536 features for each of \(labels.count) examples, found "
        + "\(features.count) numbers")
    try check((2...256).contains(classes), "expected from 2 to 256 classes, found \(classes)")
    if let row = labels.firstIndex(where: { !(0..<classes).contains($0) }) {
      throw BoostedTreesError(
        "Training",
        "expected labels from 0 to \(classes - 1), found \(labels[row]) in example \(row)")
    }
    if let position = features.firstIndex(where: \.isInfinite) {
      throw BoostedTreesError(
        "Training",
        "expected finite features, found \(features[position]) as feature \(position % columns) of example "
          + "\(position / columns)")
    }
    guard let weights else { return }
    try check(
      weights.count == labels.count,
      "expected weights of \(labels.count) examples, found \(weights.count)")
    if let row = weights.firstIndex(where: { !($0 >= 0 && $0.isFinite) }) {
      throw BoostedTreesError(
        "Training",
        "expected weights that are finite and 0 or more, found \(weights[row]) for example \(row)")
    }
    try check(weights.contains { $0 > 0 }, "expected a weight above 0, found none")
  }
}
