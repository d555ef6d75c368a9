public import ECGRecordings
public import ECGSignals

extension RhythmEpisodes {
  /// Adds to the annotations of beats where the rhythm changes, as MIT-BIH has it: `+` with the text
  /// `(AFIB`, `(VT` and so on one sample before the first beat, and `(N` before the first beat after it,
  /// which says no more than that none of these rhythms is told. Nothing where there are no episodes.
  ///
  /// - Parameters:
  ///   - annotations: those of the beats, among others, in order.
  ///   - samples: where each beat is, in the unit of the annotations: `N`.
  ///   - channel: the signal of the lead.
  public func marked(_ annotations: [Annotation], samples: [Int], channel: UInt8) -> [Annotation] {
    guard !episodes.isEmpty else { return annotations }
    var marks: [Annotation] = []
    for (beat, rhythm) in rhythms.enumerated() where beat == 0 || rhythm != rhythms[beat - 1] {
      marks.append(
        Annotation(
          sample: max(0, samples[beat] - 1), symbol: "+", channel: channel,
          aux: "(\(rhythm?.rawValue ?? "N")"))
    }
    return (marks + annotations).sorted { $0.sample < $1.sample }
  }
}
