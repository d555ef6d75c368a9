public import ECGRecordings
public import ECGSignals

extension RhythmEpisodes {
  /// Adds to the annotations of beats where the rhythm changes, as `Annotation.rhythmChanges` marks it: `(N`
  /// says no more than that none of these rhythms is told. Nothing where there are no episodes.
  ///
  /// - Parameters:
  ///   - annotations: those of the beats, among others, in order.
  ///   - samples: where each beat is, in the unit of the annotations: `N`.
  ///   - channel: the signal of the lead.
  public func marked(_ annotations: [Annotation], samples: [Int], channel: UInt8) -> [Annotation] {
    guard !episodes.isEmpty else { return annotations }
    let marks = Annotation.rhythmChanges(
      rhythms.map { $0?.rawValue }, at: samples, channel: channel)
    return (marks + annotations).sorted { $0.sample < $1.sample }
  }
}
