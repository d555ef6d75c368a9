/// A way to split a leaf.
struct Split: BitwiseCopyable {
  /// How much it lowers the loss's approximation, less what it must gain at least.
  let gain: Double
  let feature: Int
  /// The last bin that goes left.
  let bin: UInt8
  let left: DerivativeSum
  let leftCount: Int

  /// The best split of a leaf by one feature, or nil for none.
  ///
  /// Goes from the highest bin down and takes the first of equals, as LightGBM does. Bins that are
  /// empty in the leaf are passed over: what rounding left there must not decide between equals.
  ///
  /// - Parameters:
  ///   - sum: over the leaf.
  ///   - count: the leaf's examples.
  init?(
    _ histogram: Histograms.Histogram, feature: Int, sum: DerivativeSum, count: Int,
    _ configuration: BoostedTreesConfiguration
  ) {
    let (l2, leastExamples) = (configuration.l2, configuration.leastExamplesPerLeaf)
    let leastHessian = configuration.leastHessianPerLeaf
    func fit(_ sum: DerivativeSum) -> Double { sum.x * sum.x / (sum.y + l2) }
    let least = fit(sum) + configuration.leastGain
    var best: (gain: Double, bin: Int, left: DerivativeSum, leftCount: Int) = (least, -1, .zero, 0)
    var (right, rightCount) = (DerivativeSum.zero, 0)
    for bin in (1..<max(1, histogram.bins)).reversed() where histogram.counts[bin] > 0 {
      right += histogram.sums[bin]
      rightCount += Int(histogram.counts[bin])
      guard rightCount >= leastExamples, right.y >= leastHessian else { continue }
      let (left, leftCount) = (sum - right, count - rightCount)
      guard leftCount >= leastExamples, left.y >= leastHessian else { break }
      let found = fit(left) + fit(right)
      if found > best.gain { best = (found, bin - 1, left, leftCount) }
    }
    guard best.bin >= 0 else { return nil }
    gain = best.gain - least
    self.feature = feature
    bin = UInt8(best.bin)
    left = best.left
    leftCount = best.leftCount
  }
}
