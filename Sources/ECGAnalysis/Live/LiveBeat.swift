public import ECGSignals

/// What a ``LiveClassifier`` says of a heartbeat.
public struct LiveBeat: Sendable, Equatable {
  /// How much of the signal an answer has seen.
  public enum Stage: String, Codable, Sendable {
    /// The signal up to 0.4 s after the R peak at the most: what is then missing counts as if the
    /// recording ended there. The beat may yet turn out to be none, or its R peak to lie elsewhere.
    case first
    /// The next beat as well, as soon as it is seen: within 0.4 s of its R peak. What is then
    /// missing of the signal around this one counts as if the recording ended there.
    case preliminary
    /// The next beat, and all of the signal around this one: the answer stays.
    case final
  }

  /// How much of the signal has been seen.
  public let stage: Stage
  /// The R peak, counted in samples from the first one, lost ones included.
  public let sample: Int
  /// The R peak in seconds after the first sample.
  public let time: Double
  /// The seconds since the R peak before; nil for the first beat, where samples are missing in
  /// between, and where a beat was told more than 20 s late.
  public let rrInterval: Double?
  /// The most probable class.
  public let beatClass: AAMIClass
  /// The probability of each class, in the order of `AAMIClass.allCases`: `K`.
  public let probabilities: [Float]
  /// The probability of atrial fibrillation or flutter at the beat.
  public let fibrillation: Float
  /// How well the signal shows it.
  public let quality: Quality

  /// How well the signal shows a beat.
  public struct Quality: Sendable, Equatable {
    /// The leads in which the beat is not flat beside the usual one, and does not drown in noise.
    public let shownLeads: Int
    /// The share of samples of the first lead that are missing from 0.35 s before the R peak to
    /// 0.37 s after it; nil where a beat was told more than 20 s late.
    public let missingShare: Double?
    /// Why nothing can be said of the beat by the signal around it in the first lead, as far as
    /// that is known when the beat is told; nil where something can, and until the first five
    /// seconds were judged.
    ///
    /// Of the stretches of five seconds that have been judged, one every quarter of a second, it is
    /// the verdict on the one that has the beat nearest to its middle: for a final answer, as a
    /// rule, one that ends within a second behind the R peak, for a first one the last that ended
    /// before it. Where the signal stands still at the R peak, it is `flat` whatever the rest. What
    /// follows for noise that begins and ends is said at ``LiveClassifier``.
    public let unusable: SignalQuality.Kind?
  }
}
