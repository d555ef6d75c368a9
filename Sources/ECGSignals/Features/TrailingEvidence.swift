/// ``AtrialEvidence`` of the beats up to the last, in bounded memory.
package struct TrailingEvidence: Codable, Sendable {
  private static let reaches = AtrialEvidence.Window.trailing.reaches.map { $0.before + 1 }
  private static let most = reaches.max() ?? 1

  /// The last beats that count.
  private var counting: [AtrialBeat] = []
  /// Whether the beat before is ventricular; nil before the first.
  private var wasVentricular: Bool?

  /// Starts without beats.
  package init() {}

  /// Takes the next beat.
  ///
  /// - Returns: its numbers, `D`; nil where too little is known.
  package mutating func take(_ beat: AtrialBeat, isVentricular: Bool) -> [Double]? {
    if wasVentricular == false, !isVentricular, beat.hasInterval {
      if counting.count == Self.most { counting.removeFirst() }
      counting.append(beat)
    }
    wasVentricular = isVentricular
    guard counting.count >= AtrialEvidence.fewest else { return nil }
    return Self.reaches.flatMap { AtrialBeat.describe(Array(counting.suffix($0))) }
      + [AtrialBeat.pace(counting)]
  }
}
