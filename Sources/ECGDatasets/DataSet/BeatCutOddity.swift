import ECGText
import Foundation

/// How beats differ from those that are cut as Kaggle's are: from an R peak on, for 1.2 intervals
/// between R peaks, padded with zeros.
public enum BeatCutOddity: Equatable, Sendable {
  /// Most are padded with their highest value: they are upside down.
  case upsideDown
  /// Most do not begin at an R peak, which is about the sample `peak`, from 0; or in their lead
  /// another wave is larger, as S behind the small R of V1.
  case otherStart(peak: Int)
  /// They have fewer samples in a second: half of them are no longer than `length` samples, with
  /// complexes as narrow.
  case lowerRate(length: Int)
  /// They have more samples in a second: that share of them fills all samples, and their
  /// complexes are wide.
  case higherRate(fullShare: Double)

  /// What beats show, or nil where they look as if cut as Kaggle's: one class or the beats of one
  /// patient do, whatever they are, and so do a few beats.
  public init?(in beats: BeatValues) {
    guard let oddity = BeatForm(beats).oddity else { return nil }
    self = oddity
  }

  /// What was found, what a model expects that learnt from beats cut as Kaggle's, and what to
  /// do, in sentences.
  ///
  /// - Parameter samplingRate: that of the beats it learnt from, in Hz.
  public func text(samplingRate: Double) -> String {
    let rate = String(format: "%g Hz", samplingRate)
    let doubt = "what it says of them is not to be trusted."
    return switch self {
    case .upsideDown:
      """
      The beats are upside down: most are padded with their highest value, those that the model was trained \
      on with 0, their lowest: \(doubt) Give them as they were measured.
      """
    case .otherStart(let peak):
      """
      Most of the beats seem not to begin at an R peak, as those do that the model was trained on, but to have it \
      about sample \(peak), counted from 0: \(doubt) Cut each from its R peak on, at \(rate), in a lead in which that \
      is the largest wave.
      """
    case .lowerRate(let length):
      """
      The beats seem to have fewer samples in a second than the \(rate) of those that the model was trained on: \
      half of them are no longer than \(length) samples, and their QRS complexes as narrow: \(doubt) \
      Resample them to \(rate).
      """
    case .higherRate(let share):
      """
      The beats seem to have more samples in a second than the \(rate) of those that the model was trained on: \
      \((100 * share).percent(decimals: 0)) of them fill all samples, and their QRS complexes are wide: \
      \(doubt) Resample them to \(rate), and cut them anew.
      """
    }
  }
}
