/// How often intervals between beats have which length.
public struct IntervalHistogram: Codable, Equatable, Sendable {
  /// The width of a bin in seconds.
  public let width: Double
  /// Where the first bin begins, in seconds.
  public let start: Double
  /// All intervals in each bin.
  public let counts: [Int]
  /// The NN intervals among them: from one normal beat to the next, outside of fibrillation.
  public let normal: [Int]
  /// The intervals that are longer than the bins reach.
  public let longer: Int

  /// Seconds.
  static let (binWidth, longest) = (0.02, 3.0)

  /// Counts intervals.
  ///
  /// - Parameters:
  ///   - intervals: in seconds, nil where one is not known.
  ///   - isNormal: whether each is an NN interval.
  init(_ intervals: [Double?], isNormal: [Bool]) {
    width = Self.binWidth
    var (bins, longer) = ([Int: (all: Int, normal: Int)](), 0)
    for (interval, isNormal) in zip(intervals, isNormal) {
      guard let interval else { continue }
      guard interval < Self.longest else {
        longer += 1
        continue
      }
      let bin = Self.bin(interval)
      let old = bins[bin] ?? (0, 0)
      bins[bin] = (old.all + 1, old.normal + (isNormal ? 1 : 0))
    }
    self.longer = longer
    let (first, last) = (bins.keys.min() ?? 0, bins.keys.max() ?? -1)
    start = (Double(first) * Self.binWidth * 1_000).rounded() / 1_000
    counts = (first..<last + 1).map { bins[$0]?.all ?? 0 }
    normal = (first..<last + 1).map { bins[$0]?.normal ?? 0 }
  }

  /// The bin of an interval; those at an edge, up to the noise of sums, belong to the upper one.
  static func bin(_ interval: Double) -> Int { Int(interval / binWidth + 1e-6) }
}
