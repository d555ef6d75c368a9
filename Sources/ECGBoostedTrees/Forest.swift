/// Trees as prediction reads them: each node knows which leaves its answer rules out.
///
/// A node that sends an example right rules out the leaves on its left. Numbered from left to
/// right, the first leaf that no node ruled out is the one where the example ends (Lucchese et al.,
/// QuickScorer, SIGIR 2015). So all nodes of a tree are asked in a row, without a branch, and of
/// many examples at once; for trees of eight leaves that beats walking from node to node.
struct Forest: Equatable, Sendable {
  /// A question.
  struct Node: Equatable, Sendable {
    let threshold: Float
    let feature: UInt32
    /// The leaves that stay where the example goes right, a bit each.
    let mask: UInt32
  }

  /// A tree: how many nodes, and whose.
  struct Tree: Equatable, Sendable {
    let nodeCount: UInt32
    let label: Int32
  }

  private(set) var trees: [Tree] = []
  private(set) var nodes: [Node] = []
  /// The leaves' values, from left to right in each tree.
  private(set) var leafValues: [Float] = []

  /// Prepares trees.
  ///
  /// - Parameter parts: what ``BoostedTrees/Parts/check()`` has accepted.
  init(_ parts: BoostedTrees.Parts) {
    trees.reserveCapacity(parts.treeClasses.count)
    nodes.reserveCapacity(parts.nodeFeatures.count)
    leafValues.reserveCapacity(parts.leafValues.count)
    parts.forEachTree { tree, nodes, leaves in
      trees.append(
        Tree(nodeCount: UInt32(nodes.count), label: Int32(parts.treeClasses[tree])))
      append(parts, nodes, leaves)
    }
  }

  private mutating func append(
    _ parts: BoostedTrees.Parts, _ range: Range<Int>, _ leaves: Range<Int>
  ) {
    var masks = [UInt32](repeating: .max, count: range.count)
    var leaf = 0
    /// Numbers the leaves below a child from left to right.
    func number(_ child: Int16) {
      guard child >= 0 else {
        leafValues.append(parts.leafValues[leaves.lowerBound - 1 - Int(child)])
        leaf += 1
        return
      }
      let first = leaf
      number(parts.nodeLefts[range.lowerBound + Int(child)])
      for leaf in first..<leaf { masks[Int(child)] &= ~(1 << UInt32(leaf)) }
      number(parts.nodeRights[range.lowerBound + Int(child)])
    }
    number(0)
    for position in range {
      nodes.append(
        Node(
          // Never -0, which is not less than 0 but has the sign of what is.
          threshold: parts.nodeThresholds[position] + 0,
          feature: UInt32(parts.nodeFeatures[position]),
          mask: masks[position - range.lowerBound]))
    }
  }
}
