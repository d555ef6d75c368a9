/// The ST segment of a beat as it is measured, which says nothing of what it means.
///
/// The J point is the end of the last steep part until 130 ms after the R peak. The level is that
/// 80 ms after the J point, 60 ms where the heart beats more than 120 times a minute, as in the
/// European ST-T Database (Taddei et al., European Heart Journal 13, 1992), against the flattest
/// 20 ms between 120 and 50 ms before the R peak, as Jager et al. have it (Computers and
/// Biomedical Research 31, 1998). The slope is that of the line of least squares from 20 ms after
/// the J point to there.
public struct STSegment: Equatable, Sendable {
  /// The level against the PR segment, in the samples' unit.
  public let level: Double
  /// The slope in the samples' unit a second.
  public let slope: Double
  /// The J point, in seconds after the R peak.
  public let jPoint: Double
  /// Where the level was measured, in seconds after the R peak.
  public let point: Double

  /// The seconds before and after an R peak that are looked at.
  package static let (before, after) = (0.13, 0.24)
  /// Where the PR segment is looked for, and how much of it counts.
  private static let (prStart, prEnd, prLength) = (-0.12, -0.05, 0.02)
  /// Where the J point is looked for.
  private static let (jStart, jEnd) = (0.02, 0.13)
  /// How steep the complex is, beside its steepest part, until it ends; over how many
  /// seconds to either side.
  private static let (steep, reach) = (0.2, 0.004)
  /// From the J point to the line's beginning and to the level, and from which rate
  /// on this is nearer.
  private static let (lineStart, usual, near, fast) = (0.02, 0.08, 0.06, 120.0)
  /// The level is a mean over so many seconds to either side.
  private static let half = 0.004

  /// Measures a beat, best the median of several.
  ///
  /// - Parameters:
  ///   - samples: the beat from 0.13 s before its R peak to 0.24 s after it, or longer.
  ///   - peak: the index of the R peak.
  ///   - samplingRate: samples per second.
  ///   - heartRate: beats a minute.
  /// - Returns: nil where samples are missing, the lead is flat, or the complex is wider than the J
  ///   point is looked for, as in a bundle branch block.
  public init?(of samples: [Float], peak: Int, samplingRate: Double, heartRate: Double) {
    func index(_ seconds: Double) -> Int { peak + Int((seconds * samplingRate).rounded()) }
    let reach = max(1, Int((Self.reach * samplingRate).rounded()))
    guard index(-Self.before) >= 0, index(Self.after) < samples.count,
      samples[index(-Self.before)...index(Self.after)].allSatisfy(\.isFinite)
    else { return nil }
    func mean(_ range: ClosedRange<Int>) -> Double {
      range.reduce(0) { $0 + Double(samples[$1]) } / Double(range.count)
    }
    func slope(_ position: Int) -> Double {
      abs(Double(samples[position + reach]) - Double(samples[position - reach]))
    }
    let length = max(1, Int((Self.prLength * samplingRate).rounded()))
    let flattest = (index(Self.prStart)...max(index(Self.prStart), index(Self.prEnd) - length))
      .map { $0...$0 + length }
      .min { Self.span(samples[$0]) < Self.span(samples[$1]) }
    let steepest = (index(Self.prEnd)...index(Self.jEnd)).map(slope).max() ?? 0
    guard let flattest, steepest > 0 else { return nil }
    let last = (index(Self.jStart)...index(Self.jEnd)).last { slope($0) >= Self.steep * steepest }
    // Still steep: a wide complex, whose end lies further on.
    if last == index(Self.jEnd) { return nil }
    let j = (last ?? index(Self.jStart)) + reach
    jPoint = Double(j - peak) / samplingRate
    let point = jPoint + (heartRate > Self.fast ? Self.near : Self.usual)
    let half = Int((Self.half * samplingRate).rounded())
    guard index(point) + half < samples.count else { return nil }
    self.point = point
    level = mean(index(point) - half...index(point) + half) - mean(flattest)
    let line = index(jPoint + Self.lineStart)...index(point)
    let (center, height) = (Double(line.lowerBound + line.upperBound) / 2, mean(line))
    let products = line.reduce((0.0, 0.0)) { sums, position in
      let offset = Double(position) - center
      return (sums.0 + offset * (Double(samples[position]) - height), sums.1 + offset * offset)
    }
    self.slope = products.1 > 0 ? products.0 / products.1 * samplingRate : 0
  }

  private static func span(_ samples: ArraySlice<Float>) -> Float {
    (samples.max() ?? 0) - (samples.min() ?? 0)
  }
}
