/// The Shapley values of trees' answers for one example, leaf by leaf.
///
/// A leaf answers with its value times a product over the features on the way to it: a known
/// feature contributes 1 or 0, as the example goes that way or not; an unknown one the share of
/// the training examples that did. The Shapley values of such a product need, for each feature,
/// the products of the others by the number of known ones among them: the coefficients of a
/// polynomial. Ways are short, so each polynomial is multiplied out anew, which needs no division
/// as unwinding one would.
struct TreeExplanation {
  /// A feature on the way to a leaf.
  private struct Step {
    let feature: Int
    /// 1 where all of its nodes send the example this way, else 0.
    var known: Double
    /// The share of the training examples that its nodes send this way.
    var unknown: Double
  }

  let parts: BoostedTrees.Parts
  let example: [Float]
  /// The mean answer of the trees so far.
  private(set) var base = 0.0
  /// What each feature adds to it: `D`.
  private(set) var shares: [Double]

  init(parts: BoostedTrees.Parts, example: [Float]) {
    self.parts = parts
    self.example = example
    shares = [Double](repeating: 0, count: example.count)
  }

  /// Adds a tree.
  mutating func add(nodes: Range<Int>, leaves: Range<Int>) {
    // Children come after their parents, so the way back through the nodes adds up from the leaves.
    var covers = [Double](repeating: 0, count: nodes.count)
    func cover(_ child: Int16) -> Double {
      child >= 0
        ? covers[Int(child)] : Double(parts.leafCovers[leaves.lowerBound - 1 - Int(child)])
    }
    for node in nodes.indices.reversed() {
      covers[node - nodes.lowerBound] =
        cover(parts.nodeLefts[node]) + cover(parts.nodeRights[node])
    }
    func visit(_ child: Int16, _ steps: [Step]) {
      guard child >= 0 else {
        add(leaf: Double(parts.leafValues[leaves.lowerBound - 1 - Int(child)]), after: steps)
        return
      }
      let node = nodes.lowerBound + Int(child)
      let feature = Int(parts.nodeFeatures[node])
      let goesRight = example[feature] > parts.nodeThresholds[node]
      for (next, isTaken) in [
        (parts.nodeLefts[node], !goesRight), (parts.nodeRights[node], goesRight),
      ] {
        var steps = steps
        let position = steps.firstIndex { $0.feature == feature } ?? steps.endIndex
        if position == steps.endIndex { steps.append(Step(feature: feature, known: 1, unknown: 1)) }
        if !isTaken { steps[position].known = 0 }
        steps[position].unknown *= cover(next) / covers[Int(child)]
        visit(next, steps)
      }
    }
    visit(0, [])
  }

  private mutating func add(leaf value: Double, after steps: [Step]) {
    base += steps.reduce(value) { $0 * $1.unknown }
    for (position, step) in steps.enumerated() where step.known != step.unknown {
      /// By the number of known features: the sum of the products of the others.
      var products = [1.0]
      for (other, step) in steps.enumerated() where other != position {
        products.append(0)
        for known in products.indices.reversed() {
          products[known] =
            products[known] * step.unknown
            + (known > 0 ? products[known - 1] * step.known : 0)
        }
      }
      // Each number of known ones is as likely as any other, and so is each choice of that many:
      // 1 / (n · C(n − 1, known)).
      var (sum, weight) = (0.0, 1 / Double(steps.count))
      for (known, product) in products.enumerated() {
        sum += product * weight
        weight *= Double(known + 1) / Double(max(1, steps.count - 1 - known))
      }
      shares[step.feature] += value * (step.known - step.unknown) * sum
    }
  }
}
