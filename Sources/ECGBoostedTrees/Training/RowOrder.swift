/// The examples that a tree learns from, ordered by leaf, with their derivatives beside them so
/// that counting reads both in a row.
struct RowOrder: Sendable {
  private let rows: Memory<Int32>
  private let derivatives: Memory<Derivatives>
  private let movedRows: Memory<Int32>
  private let movedDerivatives: Memory<Derivatives>

  init(count: Int) {
    rows = Memory(repeating: 0, count: count)
    derivatives = Memory(repeating: .zero, count: count)
    movedRows = Memory(repeating: 0, count: count)
    movedDerivatives = Memory(repeating: .zero, count: count)
  }

  /// Takes the rows of a new tree.
  ///
  /// - Parameter source: the derivatives of all `N` examples.
  /// - Returns: the sum of the rows' derivatives.
  func take(_ taken: [Int32], _ source: UnsafePointer<Derivatives>) -> DerivativeSum {
    var sum = DerivativeSum.zero
    for (position, row) in taken.enumerated() {
      rows.start[position] = row
      derivatives.start[position] = source[Int(row)]
      sum += DerivativeSum(source[Int(row)])
    }
    return sum
  }

  /// Counts the examples of a leaf.
  func count(
    _ range: Range<Int>, into histogram: Histograms.Histogram, _ column: UnsafePointer<UInt8>
  ) {
    histogram.fill(
      rows.start + range.lowerBound, derivatives.start + range.lowerBound, count: range.count,
      column)
  }

  /// Moves the examples of a leaf apart, in their order: those up to a bin to the front.
  ///
  /// - Returns: where the others begin.
  func partition(_ range: Range<Int>, _ column: UnsafePointer<UInt8>, bin: UInt8) -> Int {
    var (left, right) = (range.lowerBound, 0)
    for position in range {
      let row = rows.start[position]
      // Written to both sides, which costs less than a branch that nobody can foresee.
      let goesRight = column[Int(row)] > bin
      let moved = derivatives.start[position]
      movedRows.start[right] = row
      movedDerivatives.start[right] = moved
      rows.start[left] = row
      derivatives.start[left] = moved
      right += goesRight ? 1 : 0
      left += goesRight ? 0 : 1
    }
    (rows.start + left).update(from: movedRows.start, count: right)
    (derivatives.start + left).update(from: movedDerivatives.start, count: right)
    return left
  }

  /// The weight of a leaf's examples; their number where they have no weights.
  func weight(_ range: Range<Int>, _ weights: [Float]?) -> Double {
    guard let weights else { return Double(range.count) }
    return range.reduce(0) { $0 + Double(weights[Int(rows.start[$1])]) }
  }
}
