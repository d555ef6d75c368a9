extension Annotation {
  /// Where the rhythm changes from beat to beat, as MIT-BIH marks it: `+` with the text `(AFIB`, `(VT` and so
  /// on one sample before the first beat of a rhythm, and `(N` before the first beat after it, which says no
  /// more than that no rhythm is told. The first mark is at the first beat, whatever its rhythm.
  ///
  /// - Parameters:
  ///   - rhythms: the rhythm at each beat by its name without the parenthesis, such as `AFIB`; nil where none
  ///     is told: `N`.
  ///   - samples: where each beat is, in order: `N`.
  ///   - channel: the signal of the lead.
  /// - Returns: the marks, in order; none where no beat has a rhythm.
  /// - Precondition: each rhythm has a sample.
  public static func rhythmChanges(
    _ rhythms: [String?], at samples: [Int], channel: UInt8 = 0
  ) -> [Annotation] {
    precondition(rhythms.count <= samples.count)
    guard rhythms.contains(where: { $0 != nil }) else { return [] }
    return rhythms.indices.filter { $0 == 0 || rhythms[$0] != rhythms[$0 - 1] }.map { beat in
      Annotation(
        sample: max(0, samples[beat] - 1), symbol: "+", channel: channel,
        aux: "(\(rhythms[beat] ?? "N")")
    }
  }
}
