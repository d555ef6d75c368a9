public import ECGRecordings
public import ECGSignals

extension RhythmEpisodes {
  /// Adds to the annotations of beats where the rhythm changes, as MIT-BIH has it: `+` with the
  /// text `(AFIB`, `(VT` and so on one sample before the first beat, and `(N` before the first beat
  /// after it, which says no more than that none of these rhythms is told. Ventricular flutter is
  /// `[` to `]` with `(VFL` within. Nothing where there are no episodes.
  ///
  /// - Parameters:
  ///   - annotations: those of the beats, among others, in order.
  ///   - samples: where each beat is, in the unit of the annotations: `N`.
  ///   - channel: the signal of the lead.
  ///   - ventricularFlutter: where the ventricles flutter, in that unit, ascending; the upper bound
  ///     `Int.max` where they do until the end.
  public func marked(
    _ annotations: [Annotation], samples: [Int], channel: UInt8,
    ventricularFlutter: [Range<Int>] = []
  ) -> [Annotation] {
    let marks = RhythmMarks.annotations(
      rhythms.map { $0?.rawValue }, samples: samples, channel: channel,
      ventricularFlutter: ventricularFlutter)
    return marks.isEmpty ? annotations : (marks + annotations).sorted { $0.sample < $1.sample }
  }
}
