/// A tree as training grows it.
struct GrownTree: Sendable {
  /// A split.
  struct Node {
    let feature: Int
    /// The last bin that goes left.
    let bin: UInt8
    let gain: Double
    /// A node, or `-1 − leaf`.
    var left: Int
    /// A node, or `-1 − leaf`.
    var right: Int
  }

  /// The class it belongs to.
  let label: Int
  var nodes: [Node] = []
  /// What each leaf adds to the score.
  var leafValues: [Float] = []
  /// The weight of the drawn examples in each leaf.
  var leafCovers: [Float] = []

  /// What the tree answers for a training example.
  func value(at row: Int, of columns: BinnedColumns) -> Double {
    var position = 0
    repeat {
      let node = nodes[position]
      position = columns.column(node.feature)[row] > node.bin ? node.right : node.left
    } while position >= 0
    return Double(leafValues[-1 - position])
  }
}

extension BoostedTrees.Parts {
  /// Adds a tree.
  mutating func append(_ tree: GrownTree, _ edges: [BinEdges]) {
    treeClasses.append(UInt8(tree.label))
    treeNodeCounts.append(UInt8(tree.nodes.count))
    for node in tree.nodes {
      nodeFeatures.append(UInt16(node.feature))
      nodeThresholds.append(edges[node.feature].thresholds[Int(node.bin)])
      nodeLefts.append(Int16(node.left))
      nodeRights.append(Int16(node.right))
      nodeGains.append(Float(node.gain))
    }
    leafValues += tree.leafValues
    leafCovers += tree.leafCovers
  }
}
