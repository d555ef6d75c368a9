/// How well one kind of beat is found: the counts that sensitivity and positive predictivity follow
/// from.
public struct DetectionTally: Equatable, Sendable {
  /// The beats of the kind that were found as such.
  public var truePositives: Int
  /// The beats of the kind that were not.
  public var falseNegatives: Int
  /// What was wrongly called a beat of the kind.
  public var falsePositives: Int

  /// Creates a tally.
  public init(truePositives: Int, falseNegatives: Int, falsePositives: Int) {
    self.truePositives = truePositives
    self.falseNegatives = falseNegatives
    self.falsePositives = falsePositives
  }

  /// The number of beats of the kind.
  public var beats: Int { truePositives + falseNegatives }

  /// The number of beats called of the kind.
  public var detections: Int { truePositives + falsePositives }

  /// Se, the share of the beats that were found; nil where there are none.
  public var sensitivity: Double? { share(truePositives, of: beats) }

  /// +P, the share of the detections that are right; nil where there are none.
  public var positivePredictivity: Double? { share(truePositives, of: detections) }

  /// F1, the harmonic mean of Se and +P; nil where there are neither beats nor detections.
  public var f1: Double? { share(2 * truePositives, of: beats + detections) }
}
