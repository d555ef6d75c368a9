import ECGRecordings

/// Where flutter of the ventricles ends within a block: it is told by blocks, the first and the
/// last of which may hold plain beats, as may one that counts because those around it do.
///
/// A plain beat is as sharp as the usual one, which no wave of flutter is, and not as close to
/// those around it. What lies between the waves around such beats is no flutter, and neither is
/// what comes after the last wave, where there is nothing.
struct FlutterEdges {
  private let likeness: BeatLikeness
  private let times: [Double]
  private let usualCurvature: Float

  /// The curvature by the usual one from which on a beat is sharp.
  private static let sharp: Float = 0.75
  /// The seconds to one of the beats around it from which on a beat may be a plain one: waves are
  /// closer, but for those that are not found.
  private static let apart = 0.6
  /// The seconds without a wave before an end of a block after which it is no flutter any more: some
  /// of its waves are not found, hardly ever several in a row.
  private static let silence = 1.2
  /// The seconds on either side of the peak of a wave that are part of it: it comes 300 times a
  /// minute or less often.
  private static let wave = 0.2
  /// The seconds on either side of a plain beat that are no flutter, at the most.
  private static let beat = 1.0
  /// No flutter is told in less than so many seconds.
  private static let least = 3.0

  /// - Parameters:
  ///   - likeness: what the beats of the lead look like.
  ///   - times: when they come, in seconds, ascending.
  ///   - usualCurvature: that of the usual beat elsewhere; 0 where there is none.
  init(_ likeness: BeatLikeness, at times: [Double], usualCurvature: Float) {
    (self.likeness, self.times, self.usualCurvature) = (likeness, times, usualCurvature)
  }

  /// What is flutter of a stretch, in order.
  ///
  /// - Parameters:
  ///   - stretch: in seconds.
  ///   - isDoubtful: whether there may be plain beats at a time.
  func flutter(in stretch: Range<Double>, isDoubtful: (Double) -> Bool) -> [Range<Double>] {
    let first = times.partitionPoint { $0 >= stretch.lowerBound }
    let last = times.partitionPoint { $0 >= stretch.upperBound }
    guard first < last, usualCurvature > 0 else { return [stretch] }
    var plain = (first..<last).filter { isDoubtful(times[$0]) && isPlain($0) }.map { beat in
      let time = times[beat]
      let before = beat > 0 ? times[beat - 1] + Self.wave : 0
      let after = beat + 1 < times.count ? times[beat + 1] - Self.wave : .infinity
      return min(max(before, time - Self.beat), time)..<max(min(after, time + Self.beat), time)
    }
    let length = stretch.upperBound - stretch.lowerBound
    // Where few waves are found, that one is not says nothing.
    if Double(last - first) * Self.apart >= length {
      if times[first] - stretch.lowerBound > Self.silence {
        plain.insert(stretch.lowerBound..<times[first] - Self.wave, at: 0)
      }
      if stretch.upperBound - times[last - 1] > Self.silence {
        plain.append(times[last - 1] + Self.wave..<stretch.upperBound)
      }
    }
    let parts = SignalQuality.parts(of: stretch, without: plain)
    return parts == [stretch]
      ? parts : parts.filter { $0.upperBound - $0.lowerBound >= Self.least }
  }

  private func isPlain(_ beat: Int) -> Bool {
    guard likeness.curvatures[beat] >= Self.sharp * usualCurvature else { return false }
    let neighbours = [beat - 1, beat + 1].filter { times.indices.contains($0) }
    return neighbours.contains { abs(times[$0] - times[beat]) >= Self.apart }
  }
}
