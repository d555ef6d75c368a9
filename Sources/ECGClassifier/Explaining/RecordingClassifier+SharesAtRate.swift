import ECGSignals

extension RecordingClassifier {
  /// The shares of an attribution at the rate of a recording, to be shown over its samples.
  ///
  /// Between two shares lies a straight line. As there are more or fewer of them than before,
  /// each is as much smaller or larger: they add up to what they did, to within what the lines
  /// and the ends leave out.
  ///
  /// - Parameters:
  ///   - shares: those of ``attribution(of:in:target:)``, at
  ///     `SignalConditioner.nominalSamplingRate`: as many as `LeadBeats.samplesPerBeat`, the one at
  ///     the R peak at `LeadBeats.before`.
  ///   - samplingRate: the samples in a second of the recording.
  /// - Returns: the shares, and where the first of them is, in samples of the recording after the R
  ///   peak: below 0 where it is before. None where `shares` ends before the R peak.
  /// - Precondition: the rate is a finite number above 0.
  public static func shares(
    _ shares: [Float], at samplingRate: Double
  ) -> (first: Int, shares: [Float]) {
    precondition(samplingRate > 0 && samplingRate.isFinite)
    let ratio = SignalConditioner.nominalSamplingRate / samplingRate
    let before = Double(LeadBeats.before)
    let first = Int((-before / ratio).rounded(.up))
    let last = Int(((Double(shares.count - 1) - before) / ratio).rounded(.down))
    guard last >= first else { return (0, []) }
    return (
      first,
      (first...last).map { sample in
        let position = min(max(Double(sample) * ratio + before, 0), Double(shares.count - 1))
        let low = Int(position)
        let high = min(low + 1, shares.count - 1)
        let share = Float(position - Double(low))
        return (shares[low] * (1 - share) + shares[high] * share) * Float(ratio)
      }
    )
  }
}
