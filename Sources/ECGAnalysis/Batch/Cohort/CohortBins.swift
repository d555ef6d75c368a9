/// Ranges of a number for a histogram: each from above its lower edge up to its upper one.
struct CohortBins: Sendable {
  /// The upper edges, rising; what is above the last belongs to the last as well.
  let edges: [Double]
  let labels: [String]

  /// Shares in percent. Most recordings have none and a few have most of it, so that
  /// the edges grow.
  static let shares = CohortBins(
    edges: [0, 0.1, 1, 5, 10, 20, 50, 100],
    labels: ["0", "≤0.1", "≤1", "≤5", "≤10", "≤20", "≤50", "≤100"])

  static func even(from low: Int, to high: Int, width: Int) -> CohortBins {
    let edges = Array(stride(from: low, through: high, by: width))
    return CohortBins(
      edges: edges.map(Double.init) + [.infinity],
      labels: edges.map { "≤\($0)" } + [">\(high)"])
  }

  func counts(_ values: [Double]) -> [Int] {
    var counts = labels.map { _ in 0 }
    for value in values {
      counts[edges.firstIndex { value <= $0 } ?? counts.count - 1] += 1
    }
    return counts
  }
}
