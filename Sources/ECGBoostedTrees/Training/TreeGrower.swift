/// Grows the trees of one class, one after the other, leaf by leaf: the leaf that gains most is
/// split next (Shi 2007; Ke et al., LightGBM, NeurIPS 2017).
///
/// A step has three parts, so that several threads can share the work on several classes:
/// ``search(_:)`` for each drawn feature, then ``settle()``, then ``split()``. Only the smaller of
/// two new leaves is counted; the other one's histograms are what remains of their parent's.
///
/// A class, because it is a place and not a value: its memory is used again by each tree.
// `@unchecked`: the compiler cannot see that `settle`, `split` and `begin`, which change the tree,
// are called by one thread at a time. Only `search` runs on several: it reads the tree, and writes
// what belongs to its own feature.
final class TreeGrower: @unchecked Sendable {
  private let columns: BinnedColumns
  private let weights: [Float]?
  private let configuration: BoostedTreesConfiguration
  private let order: RowOrder
  private let histograms: Histograms
  /// The best split of the new leaves by each drawn feature: two for each, the
  /// smaller leaf's first.
  private let found: Memory<Split?>

  private(set) var tree: GrownTree
  /// The features that the tree may use, in ascending order.
  private(set) var drawn: [Int] = []
  private var leaves: [Leaf] = []
  /// The leaves that no split was looked for yet.
  private var new: (smaller: Int, larger: Int?)?

  /// Allocates memory.
  ///
  /// - Parameters:
  ///   - rows: how many examples a tree learns from.
  ///   - drawn: how many features a tree may use.
  init(
    _ columns: BinnedColumns, label: Int, weights: [Float]?, rows: Int, drawn: Int,
    _ configuration: BoostedTreesConfiguration
  ) {
    self.columns = columns
    self.weights = weights
    self.configuration = configuration
    tree = GrownTree(label: label)
    order = RowOrder(count: rows)
    histograms = Histograms(
      leaves: configuration.leaves, columns: drawn, bins: columns.edges.map(\.count).max() ?? 0)
    found = Memory(repeating: nil, count: 2 * drawn)
  }

  /// Whether a split is still looked for.
  var isGrowing: Bool { new != nil }

  /// Begins a tree with a single leaf.
  ///
  /// - Parameters:
  ///   - rows: the examples to learn from, in ascending order.
  ///   - derivatives: of all `N` examples.
  ///   - drawn: the features that the tree may use, in ascending order.
  func begin(rows: [Int32], derivatives: UnsafePointer<Derivatives>, drawn: [Int]) {
    tree = GrownTree(label: tree.label)
    self.drawn = drawn
    let sum = order.take(rows, derivatives)
    leaves = [Leaf(rows: 0..<rows.count, sum: sum, position: 0)]
    new = (0, nil)
  }

  /// Looks for the best splits of the new leaves by one of the drawn features.
  func search(_ column: Int) {
    guard let new else { return }
    let feature = drawn[column]
    let bins = columns.edges[feature].count
    func look(_ leaf: Leaf) -> Split? {
      Split(
        histograms.histogram(leaf.position, column, bins: bins), feature: feature, sum: leaf.sum,
        count: leaf.rows.count, configuration)
    }
    let smaller = leaves[new.smaller]
    let histogram = histograms.histogram(smaller.position, column, bins: bins)
    order.count(smaller.rows, into: histogram, columns.column(feature))
    found.start[2 * column] = look(smaller)
    if let index = new.larger {
      histograms.histogram(leaves[index].position, column, bins: bins).subtract(histogram)
      found.start[2 * column + 1] = look(leaves[index])
    }
  }

  /// Chooses the best of what ``search(_:)`` found: of equals, the first feature.
  func settle() {
    guard let new else { return }
    func best(_ side: Int) -> Split? {
      var best: Split?
      for column in drawn.indices {
        guard let split = found.start[2 * column + side] else { continue }
        if split.gain > best?.gain ?? 0 { best = split }
      }
      return best
    }
    leaves[new.smaller].split = best(0)
    if let larger = new.larger { leaves[larger].split = best(1) }
    self.new = nil
  }

  /// Splits the leaf that gains most, of equals the first; ends the tree where none gains or there
  /// are leaves enough.
  func split() {
    var (chosen, split): (Int, Split?) = (0, nil)
    for (index, leaf) in leaves.enumerated() {
      guard let candidate = leaf.split else { continue }
      if candidate.gain > split?.gain ?? 0 { (chosen, split) = (index, candidate) }
    }
    guard let split else { return finish() }
    let leaf = leaves[chosen]
    let middle = order.partition(leaf.rows, columns.column(split.feature), bin: split.bin)
    let node = tree.nodes.count
    if let parent = leaf.parent {
      if parent.isLeft {
        tree.nodes[parent.node].left = node
      } else {
        tree.nodes[parent.node].right = node
      }
    }
    tree.nodes.append(
      GrownTree.Node(
        feature: split.feature, bin: split.bin, gain: split.gain, left: -1 - chosen,
        right: -1 - leaves.count))
    var left = Leaf(
      rows: leaf.rows.lowerBound..<middle, sum: split.left, position: leaf.position,
      parent: (node, true))
    var right = Leaf(
      rows: middle..<leaf.rows.upperBound, sum: leaf.sum - split.left, position: leaf.position,
      parent: (node, false))
    // The larger one takes over its parent's histograms.
    let leftIsSmaller = left.rows.count <= right.rows.count
    if leftIsSmaller { left.position = leaves.count } else { right.position = leaves.count }
    leaves[chosen] = left
    leaves.append(right)
    if leaves.count == configuration.leaves { return finish() }
    new = leftIsSmaller ? (chosen, leaves.count - 1) : (leaves.count - 1, chosen)
  }

  private func finish() {
    new = nil
    for leaf in leaves {
      let value = -leaf.sum.x / (leaf.sum.y + configuration.l2) * configuration.learningRate
      tree.leafValues.append(Float(value))
      tree.leafCovers.append(Float(order.weight(leaf.rows, weights)))
    }
  }
}
