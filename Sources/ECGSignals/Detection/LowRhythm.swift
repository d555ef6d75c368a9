/// Finds a rhythm of low beats where none of the usual height comes any more.
///
/// A loose electrode can lower a signal to a twentieth, and then its beats lie as low as the noise
/// of a heart that stands still, or the P waves of one whose ventricles do. What tells them is that
/// several in a row come at the pace of a heart, each alone with silence to its sides, and bend as
/// sharply as beats did. Noise is never silent, and P waves bend slowly.
enum LowRhythm {
  /// So many beats make a rhythm: of noise, so many maxima in a row hardly ever stand out.
  private static let fewest = 5
  /// The pace of a heart: the time from one beat to the next in seconds, of 200 to 30 a minute.
  private static let intervals = 0.3...2
  /// A beat is at least this part of the highest one: smaller ones may be what stands out of the
  /// noise by chance.
  private static let least: Float = 0.3
  /// A beat rises by this part of the envelope's height: to three times its surroundings. In most
  /// leads nineteen QRS complexes of twenty do, of the maxima of noise one of twenty.
  static let prominence: Float = 0.7
  /// A beat is at least this part as sharp as beats were, or as a narrow QRS complex is: a P wave
  /// has half of that.
  private static let sharpness: Float = 0.6
  static let narrow: Float = 1

  /// The beats of the rhythm with which the candidates end, in order; empty where
  /// they end with none.
  ///
  /// - Parameters:
  ///   - candidates: what was passed over since the last beat.
  ///   - usual: the sharpness of beats until then.
  ///   - rate: samples of the envelope per second.
  static func beats(
    endingWith candidates: [BeatCandidate], usual: Float, rate: Double
  ) -> [BeatCandidate] {
    guard let newest = candidates.last else { return [] }
    let longest = Double(fewest) * intervals.upperBound * rate
    let recent = candidates.drop { Double(newest.position - $0.position) > longest }
    // The highest may be an artefact.
    let heights = recent.map(\.height).sorted().suffix(2)
    guard let height = heights.first, heights.count == 2 else { return [] }
    let sharp = sharpness * min(usual, narrow)
    // From the newest back to where the rhythm began.
    var beats: [BeatCandidate] = []
    for candidate in recent.reversed()
    where candidate.height >= least * height && isBeat(candidate, sharpness: sharp) {
      let interval = beats.last.map { Double($0.position - candidate.position) / rate } ?? 1
      if interval > intervals.upperBound { break }
      if interval >= intervals.lowerBound { beats.append(candidate) }
    }
    return beats.count >= fewest ? beats.reversed() : []
  }

  /// Whether a candidate may be a beat by how it stands out and bends.
  static func isBeat(_ candidate: BeatCandidate, sharpness: Float) -> Bool {
    candidate.prominence >= prominence && candidate.shape.sharpness >= sharpness
  }
}
