public import ECGDatasets

/// What must be known before it is believed what a model says of beats.
public enum BeatRemark: Equatable, Sendable {
  /// The model was trained on these very beats: its scores flatter it.
  case known
  /// About so many of the beats were trained on, a share of 1: likewise.
  case partlyKnown(share: Double)
  /// Other beats of these patients, or of records of these names, were trained on: scores say
  /// little of new patients.
  case knownPatients([String])
  /// Some beats are not on the scale of those that the model was trained on: what it says of them
  /// is worth nothing.
  case offScale(beats: Int, scale: ClosedRange<Float>)
  /// All samples lie in a small part of the scale, or in a part of one that each beat fills, as
  /// those in a larger unit do: likewise.
  case smallPart(ClosedRange<Float>, scale: ClosedRange<Float>)
  /// Each beat goes from 0 to 1, as if brought to that one by one, and the model was trained on
  /// beats of another scale: likewise.
  case rescaled(scale: ClosedRange<Float>)
  /// The beats are cut otherwise than those that the model was trained on, which have that
  /// sampling rate: likewise.
  case otherCut(BeatCutOddity, samplingRate: Double)
  /// Some beats do not vary: what the model says of them is worth nothing.
  case constant(beats: Int)
  /// The labels seem to be those of another task than the model's: scores compare what has
  /// nothing in common.
  case labelsOf(BeatTask)
  /// The labels are 0 and 1 alone, where the model has more classes: where 1 stands for something
  /// else than its second one, likewise.
  case twoLabels
  /// The model has classes of its own, which labels are taken for by their numbers.
  case ownClasses
}
