public import ECGDatasets

extension HeartbeatClassifier {
  /// Samples in less than this part of the model's scale are in another unit.
  private static let leastPart: Float = 0.05
  /// Likewise where each beat goes from 0 to 1 by how it is made: of the MIT-BIH beats, all fill
  /// 0.61 of it, and all but two in a thousand the whole.
  private static let leastPartOfUnit: Float = 0.55
  /// Likewise of so many beats.
  private static let leastPartOfMany: (part: Float, beats: Int) = (0.9, 20)

  /// What must be known before it is believed what the model says of beats.
  public func remarks(on beats: BeatValues) -> [BeatRemark] {
    remarks(on: beats, judgingScale: true)
  }

  /// What must be known before it is believed what the model says of beats.
  ///
  /// - Parameters:
  ///   - beats: the beats, as they stand in files.
  ///   - isScored: whether the model is scored by their labels.
  public func remarks(on beats: BeatDataset, isScored: Bool = false) -> [BeatRemark] {
    // Those that the model was trained on are on its scale.
    let isKnown = isScored && dataFingerprint == beats.fingerprint
    let known = isScored ? (isKnown ? [.known] : knownRemarks(on: beats)) : []
    return known + remarks(on: beats.values, judgingScale: !isKnown)
      + (isScored ? labelRemarks(on: beats) : [])
  }

  /// What there is to say of beats of which some were trained on, or others of the same patients.
  private func knownRemarks(on beats: BeatDataset) -> [BeatRemark] {
    guard let trainedBeats else { return [] }
    if let share = trainedBeats.sketch.share(of: beats), share > 0 {
      return [.partlyKnown(share: share)]
    }
    let patients = trainedBeats.shared(with: beats)
    return patients.isEmpty ? [] : [.knownPatients(patients)]
  }

  private func remarks(on beats: BeatValues, judgingScale: Bool) -> [BeatRemark] {
    let census = ValueCensus(beats, tolerating: toleratedRange)
    var remarks: [BeatRemark] = []
    if judgingScale, let scale = usualRange {
      if census.beatsOutside > 0 {
        remarks.append(.offScale(beats: census.beatsOutside, scale: scale))
      } else if let own = census.range, isSmallPart(own, of: scale, beats.beatCount) {
        remarks.append(.smallPart(own, scale: scale))
      } else if sampleRange != nil, census.unitBeats > 0,
        census.unitBeats + census.constantBeats == beats.beatCount
      {
        // Within the range, but no beat in the model's units begins and ends just there.
        remarks.append(.rescaled(scale: scale))
      }
    }
    if judgingScale, isTrainedOnUsualCut, let samplingRate, let oddity = BeatCutOddity(in: beats) {
      remarks.append(.otherCut(oddity, samplingRate: samplingRate))
    }
    if census.constantBeats > 0 { remarks.append(.constant(beats: census.constantBeats)) }
    return remarks
  }

  /// Samples that are all the same are in no unit.
  private func isSmallPart(
    _ own: ClosedRange<Float>, of scale: ClosedRange<Float>, _ beats: Int
  ) -> Bool {
    let (part, whole) = (own.upperBound - own.lowerBound, scale.upperBound - scale.lowerBound)
    let many = Self.leastPartOfMany
    let least =
      !expectsUnitRange
      ? Self.leastPart : beats < many.beats ? Self.leastPartOfUnit : many.part
    return part > 0 && part < whole * least
  }

  private func labelRemarks(on beats: BeatDataset) -> [BeatRemark] {
    guard BeatTask.all.contains(task) else { return [.ownClasses] }
    if let task = beats.likelierTask(than: task) { return [.labelsOf(task)] }
    return beats.hasTwoWrittenLabels && task.classes.count > 2 ? [.twoLabels] : []
  }
}
