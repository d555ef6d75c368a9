/// The intervals that the values of a feature are sorted into.
///
/// As LightGBM does it: where there are no more distinct values than bins, each has a bin of its
/// own and nothing is lost; else bins of about equal numbers of examples, and values that alone
/// would fill one have theirs. The edges lie midway between neighbouring values.
///
/// Missing values (NaN) have the first bin, as if they were below all others.
package struct BinEdges: Equatable, Sendable {
  /// The edges in ascending order, the largest value of each bin but the last: what a
  /// node compares with.
  package let thresholds: [Float]

  /// Finds edges.
  ///
  /// - Parameters:
  ///   - values: of the feature in all examples; not infinite, NaN where missing.
  ///   - bins: how many there may be, 2 or more.
  package init(of values: some Sequence<Float>, bins: Int) {
    var known: [Float] = []
    var hasMissing = false
    for value in values {
      if value.isNaN { hasMissing = true } else { known.append(value) }
    }
    known.sort()
    var (distinct, counts): ([Float], [Int]) = ([], [])
    for value in known {
      if value == distinct.last {
        counts[counts.endIndex - 1] += 1
      } else {
        distinct.append(value)
        counts.append(1)
      }
    }
    var thresholds: [Float] = []
    if hasMissing, let least = distinct.first, least > -.greatestFiniteMagnitude {
      // Below all values, yet finite.
      thresholds.append(-.greatestFiniteMagnitude)
    }
    let ends = Self.ends(counts, bins: bins - (hasMissing ? 1 : 0))
    thresholds += ends.map { Self.middle(distinct[$0], distinct[$0 + 1]) }
    self.thresholds = thresholds
  }

  /// The number of bins.
  package var count: Int { thresholds.count + 1 }

  /// The bin of a value: the first that does not end below it.
  package func bin(of value: Float) -> Int {
    var (low, high) = (0, thresholds.count)
    while low < high {
      let middle = (low + high) / 2
      if value > thresholds[middle] { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// The distinct values with which bins end, apart from the last bin.
  ///
  /// - Parameter counts: how many examples have each distinct value, in ascending order of values.
  private static func ends(_ counts: [Int], bins: Int) -> [Int] {
    guard counts.count > bins else { return Array(counts.indices.dropLast()) }
    let total = counts.reduce(0, +)
    let isFrequent = counts.map { Double($0) >= Double(total) / Double(bins) }
    var binsLeft = bins - isFrequent.count { $0 }
    var examplesLeft = zip(counts, isFrequent).reduce(total) { $0 - ($1.1 ? $1.0 : 0) }
    var aim = Double(examplesLeft) / Double(binsLeft)
    var (ends, filled): ([Int], Int) = ([], 0)
    for value in counts.indices.dropLast() where ends.count < bins - 1 {
      if !isFrequent[value] { examplesLeft -= counts[value] }
      filled += counts[value]
      guard
        isFrequent[value] || Double(filled) >= aim
          || isFrequent[value + 1] && Double(filled) >= max(1, aim / 2)
      else { continue }
      ends.append(value)
      filled = 0
      if !isFrequent[value] {
        binsLeft -= 1
        aim = Double(examplesLeft) / Double(binsLeft)
      }
    }
    return ends
  }

  /// Midway between two values, or the lower one where nothing lies between them.
  private static func middle(_ low: Float, _ high: Float) -> Float {
    let middle = Float((Double(low) + Double(high)) / 2)
    return middle < high ? middle : low
  }
}
