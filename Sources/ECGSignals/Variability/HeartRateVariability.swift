/// How much the heart's rhythm varies, in time: the measures of the Task Force of the European
/// Society of Cardiology and the North American Society of Pacing and Electrophysiology
/// (Circulation 93, 1996).
///
/// Counted are NN intervals, from one normal beat to the next; ectopic beats, what is missing or
/// unusable, pauses, and fibrillation break them. In milliseconds where nothing else is said.
public struct HeartRateVariability: Codable, Equatable, Sendable {
  /// The NN intervals.
  public let intervals: Int
  /// Their mean.
  public let meanNN: Double
  /// Their standard deviation.
  public let sdnn: Double
  /// The standard deviation of the means of stretches of 5 minutes; nil for fewer than three.
  public let sdann: Double?
  /// The mean of the standard deviations of these stretches.
  public let sdnnIndex: Double?
  /// The root of the mean square of the differences between intervals that follow one another;
  /// nil where none do.
  public let rmssd: Double?
  /// The share of these differences that are larger than 50 ms, in percent.
  public let pnn50: Double?
  /// All intervals by those in the fullest of bins of 1/128 s.
  public let triangularIndex: Double
  /// The power by frequency; nil where in no five minutes enough of them lie together.
  public let spectrum: VariabilitySpectrum?

  /// The seconds of a stretch.
  private static let stretch = 300.0
  /// The stretches that tell a deviation, at the least.
  private static let leastStretches = 3
  /// The intervals that tell anything, at the least.
  private static let leastIntervals = 3
  /// The bins of the histogram in a second.
  private static let bins = 128.0
  /// Above what a difference is large, and what times in seconds may add to one of two intervals:
  /// of differences of exactly 50 ms, which samples at 360 Hz have, none counts.
  private static let (large, noise) = (50.0, 2 * 1_000 * RhythmEvents.noise)

  /// Measures a stretch of time.
  ///
  /// - Parameters:
  ///   - events: the beats.
  ///   - episodes: the episodes of rhythms: intervals in fibrillation are left out.
  ///   - range: which time, in seconds.
  /// - Returns: nil where there are fewer than three NN intervals.
  public init?(_ events: RhythmEvents, _ episodes: RhythmEpisodes, in range: Range<Double>) {
    let nn = NormalIntervals(events, in: range, isOther: episodes.isFibrillation)
    guard nn.values.count >= Self.leastIntervals else { return nil }
    intervals = nn.values.count
    (meanNN, sdnn) = (nn.values.mean ?? 0, nn.values.sampleDeviation ?? 0)
    let parts = Self.parts(of: nn)
    (sdann, sdnnIndex) =
      parts.count < Self.leastStretches
      ? (nil, nil)
      : (
        parts.compactMap(\.mean).sampleDeviation ?? 0, parts.compactMap(\.sampleDeviation).mean ?? 0
      )
    let differences = nn.values.indices.dropFirst().filter { nn.isNext[$0] }.map {
      nn.values[$0] - nn.values[$0 - 1]
    }
    rmssd = differences.map { $0 * $0 }.mean?.squareRoot()
    pnn50 =
      differences.isEmpty
      ? nil
      : 100 * Double(differences.count { abs($0) > Self.large + Self.noise })
        / Double(differences.count)
    var histogram: [Int: Int] = [:]
    for value in nn.values {
      // Those at an edge, up to the noise of sums, belong to the upper bin.
      histogram[Int((value + Self.noise) * Self.bins / 1_000), default: 0] += 1
    }
    triangularIndex = Double(nn.values.count) / Double(histogram.values.max() ?? 1)
    spectrum = VariabilitySpectrum(nn)
  }

  /// The intervals of each five minutes from the first one on; a last stretch counts where half of
  /// it is there, and one without intervals does not.
  private static func parts(of nn: NormalIntervals) -> [[Double]] {
    let start = nn.ends[0] - nn.values[0] / 1_000
    let count = Int(((nn.ends[nn.ends.count - 1] - start) / stretch).rounded())
    var parts = [[Double]](repeating: [], count: count)
    for (value, end) in zip(nn.values, nn.ends) {
      let part = Int((end - start) / stretch)
      if part < count { parts[part].append(value) }
    }
    return parts.filter { !$0.isEmpty }
  }
}
