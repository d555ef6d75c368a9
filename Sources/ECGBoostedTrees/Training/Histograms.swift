/// Room for the histograms of a tree's leaves: for each drawn feature and bin, the sum of
/// derivatives and the number of examples.
struct Histograms: Sendable {
  private let sums: Memory<DerivativeSum>
  private let counts: Memory<Int32>
  /// Bins that a feature has room for.
  private let bins: Int
  /// Features that a leaf has room for.
  private let columns: Int

  init(leaves: Int, columns: Int, bins: Int) {
    self.bins = bins
    self.columns = columns
    sums = Memory(repeating: .zero, count: leaves * columns * bins)
    counts = Memory(repeating: 0, count: leaves * columns * bins)
  }

  /// The histogram of one feature in one leaf.
  struct Histogram {
    let sums: UnsafeMutablePointer<DerivativeSum>
    let counts: UnsafeMutablePointer<Int32>
    let bins: Int

    /// Counts examples.
    ///
    /// - Parameters:
    ///   - rows: the examples.
    ///   - derivatives: of each of `rows`.
    ///   - column: the bins of all examples.
    func fill(
      _ rows: UnsafePointer<Int32>, _ derivatives: UnsafePointer<Derivatives>, count: Int,
      _ column: UnsafePointer<UInt8>
    ) {
      sums.update(repeating: .zero, count: bins)
      counts.update(repeating: 0, count: bins)
      for position in 0..<count {
        let bin = Int(column[Int(rows[position])])
        sums[bin] += DerivativeSum(derivatives[position])
        counts[bin] &+= 1
      }
    }

    /// Takes the examples of another leaf out: the rest of a parent is the other child.
    func subtract(_ other: Histogram) {
      for bin in 0..<bins {
        sums[bin] -= other.sums[bin]
        counts[bin] &-= other.counts[bin]
      }
    }
  }

  /// The histogram of the drawn feature `column` in a leaf's place.
  func histogram(_ leaf: Int, _ column: Int, bins: Int) -> Histogram {
    let offset = (leaf * columns + column) * self.bins
    return Histogram(sums: sums.start + offset, counts: counts.start + offset, bins: bins)
  }
}
