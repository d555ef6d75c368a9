import ECGRecordings
import Foundation

extension RhythmEvents {
  /// Where a recording shows no beat for as long as a pause, or one and a half of its usual
  /// intervals, before samples are missing or it ends, or from there to the next beat; in
  /// seconds, ascending.
  ///
  /// What has a beat on one side alone is no interval, and so no pause: how long the heart stood
  /// still is not known. What lies beside unusable signal is left out, where it is more likely that
  /// the beats cannot be seen.
  ///
  /// - Parameters:
  ///   - gaps: where samples are missing, in seconds, ascending.
  ///   - seconds: the recording's length.
  package func openPauses(gaps: [Range<Double>], seconds: Double) -> [Range<Double>] {
    let beats = zip(times, isUsable).filter(\.1).map(\.0)
    let usual = intervals.compactMap(\.self).upperMedian ?? 0
    let least = max(Self.pauseLength, 1.5 * usual) - Self.noise
    guard !beats.isEmpty, seconds > 0 else { return [] }
    return SignalQuality.parts(of: 0..<seconds, without: gaps).flatMap { seen in
      let first = beats.partitionPoint { $0 >= seen.lowerBound }
      let last = beats.partitionPoint { $0 >= seen.upperBound }
      let silences =
        first == last
        ? [seen] : [seen.lowerBound..<beats[first], beats[last - 1]..<seen.upperBound]
      return silences.filter { silence in
        silence.upperBound - silence.lowerBound >= least
          && !blind.contains { $0.overlaps(silence) }
      }
    }
  }

  /// That there are such, the longest of them and where it is, as a clause; nil
  /// where there are none.
  package func openPausesRemark(gaps: [Range<Double>], seconds: Double) -> String? {
    func length(_ range: Range<Double>) -> Double { range.upperBound - range.lowerBound }
    let open = openPauses(gaps: gaps, seconds: seconds)
    guard let longest = open.max(by: { length($0) < length($1) }) else { return nil }
    let others =
      switch open.count {
      case 1: ""
      case 2: "; there is one more"
      default: "; there are \(open.count - 1) more"
      }
    return String(
      format: "from %.1f s to %.1f s there is no beat, and none on its other side, where the "
        + "recording ends or samples are missing: that is counted as no pause%@",
      longest.lowerBound, longest.upperBound, others)
  }
}
