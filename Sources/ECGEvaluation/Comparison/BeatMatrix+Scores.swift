import ECGDatasets

extension BeatMatrix {
  /// How well beats are found, whatever their class.
  public var qrs: DetectionTally {
    let (beats, gone) = (BeatLabel.classes, [BeatLabel.absent, .shutdown])
    return DetectionTally(
      truePositives: sum(beats, beats), falseNegatives: sum(beats, gone),
      falsePositives: sum(gone, beats))
  }

  /// How well beats of one class are found, as `bxb` counts it.
  ///
  /// What ANSI/AAMI EC57 neither rewards nor penalises is no false positive: fusion beats and beats
  /// of unknown class that are called ventricular, and beats of unknown class that are called
  /// supraventricular. For classes other than these two, of which `bxb` reports nothing, every beat
  /// counts.
  public func tally(of label: BeatLabel) -> DetectionTally {
    let spared: Set<BeatLabel> =
      switch label {
      case .ventricular: [.fusion, .unknown]
      case .supraventricular: [.unknown]
      default: []
      }
    let found = self[label, label]
    return DetectionTally(
      truePositives: found,
      falseNegatives: sum([label], BeatLabel.allCases) - found,
      falsePositives: sum(
        BeatLabel.allCases.filter { $0 != label && !spared.contains($0) }, [label]))
  }

  /// The counts of the beats that both sides have and call N, S, V or F.
  public var matched: ConfusionMatrix {
    let labels = Array(BeatLabel.classes.dropLast())
    return ConfusionMatrix(
      classes: Array(BeatTask.arrhythmia.classes.prefix(labels.count)),
      counts: labels.map { row in labels.map { self[row, $0] } })
  }

  /// The share of the beats of both sides' five classes that both give the same class; nil where
  /// both have no beat in common.
  public var accuracy: Double? {
    let labels = BeatLabel.classes
    return share(labels.reduce(0) { $0 + self[$1, $1] }, of: sum(labels, labels))
  }

  /// Cohen's kappa of the beats that both sides have and call N, S, V or F; nil where chance alone
  /// gives complete agreement.
  public var cohensKappa: Double? { matched.cohensKappa }

  /// The j index: the sum of the sensitivities and positive predictivities of supraventricular and
  /// ventricular ectopic beats, from 0 to 4; nil where one of them is not defined (Mar et al.: IEEE
  /// Transactions on Biomedical Engineering 58, 2011).
  ///
  /// They are those of ``tally(of:)``: a beat that was not found is missed here as well.
  public var jIndex: Double? {
    let tallies = [tally(of: .supraventricular), tally(of: .ventricular)]
    let scores = tallies.flatMap { [$0.sensitivity, $0.positivePredictivity] }.compactMap(\.self)
    return scores.count == 4 ? scores.reduce(0, +) : nil
  }

  /// The jκ index, κ / 2 + j / 8, at most 1; nil where either is not defined (Mar et al.: IEEE
  /// Transactions on Biomedical Engineering 58, 2011).
  public var jKappaIndex: Double? {
    guard let kappa = cohensKappa, let j = jIndex else { return nil }
    return kappa / 2 + j / 8
  }
}
