/// Looks for small beats between large ones: sinus beats in ventricular bigeminy, whose QRS complex
/// may be a tenth of that of the ventricular beats.
///
/// No threshold finds them that shuts out P waves, and no interval is missing: the ventricular
/// beats come as regularly as sinus beats would. What tells them is that between two wide beats
/// one thing stands out that bends much more sharply for its height than these do, that it comes
/// later than half-way, as a beat does that an early one follows, and that the same came between
/// the beats before.
struct SmallBeats: Codable, Sendable {
  /// A small beat comes at least this long after a large one, past its T wave, and the next large
  /// one at least this long after it, or it is the P wave of that one; in seconds.
  private static let afterLarge = 0.4
  private static let beforeLarge = 0.3
  /// The next large beat follows a small one within this share of the time that this one
  /// took: it is early.
  private static let earliness = 0.8
  /// A small beat is at least this part of the smaller large one, and this many times as sharp as
  /// the sharper one; what else is there has at most this part of its height.
  private static let least: Float = 0.05
  private static let sharpness: Float = 2
  private static let others: Float = 0.5
  /// The same came before if it was up to this many times as high or low, and as late
  /// within this time.
  private static let heights: ClosedRange<Float> = 0.5...2
  private static let delays = 0.15

  private let rate: Double
  /// What stood out last, how long after its large beat, and for how many large beats in a row.
  private var (height, delay, count): (Float, Double, Int) = (0, 0, 0)

  /// - Parameter rate: samples of the envelope per second.
  init(rate: Double) { self.rate = rate }

  /// The small beat between two large ones; nil where there is none, or where it is the first such.
  ///
  /// - Parameter candidates: what was passed over between them.
  mutating func beat(
    in candidates: [BeatCandidate], from first: BeatCandidate, to next: BeatCandidate
  ) -> BeatCandidate? {
    guard let found = standout(in: candidates, after: first),
      Double(next.position - found.position) > Self.beforeLarge * rate,
      Double(next.position - found.position)
        < Self.earliness * Double(found.position - first.position),
      found.height > Self.least * next.height,
      found.shape.sharpness > Self.sharpness * next.shape.sharpness
    else {
      count = 0
      return nil
    }
    let isKnown = isKnown(found, after: first)
    count = isKnown ? count + 1 : 1
    (height, delay) = (found.height, Double(found.position - first.position))
    return isKnown ? found : nil
  }

  /// The small beat after the last large one, where several came before.
  func lastBeat(in candidates: [BeatCandidate], after last: BeatCandidate) -> BeatCandidate? {
    standout(in: candidates, after: last).flatMap { isKnown($0, after: last) ? $0 : nil }
  }

  private func isKnown(_ candidate: BeatCandidate, after first: BeatCandidate) -> Bool {
    count > 0 && Self.heights.contains(candidate.height / height)
      && abs(Double(candidate.position - first.position) - delay) < Self.delays * rate
  }

  /// What alone stands out after a large beat.
  private func standout(
    in candidates: [BeatCandidate], after first: BeatCandidate
  ) -> BeatCandidate? {
    let late = candidates.filter {
      Double($0.position - first.position) > Self.afterLarge * rate
    }
    guard let best = late.max(by: { $0.height < $1.height }),
      late.allSatisfy({
        $0.position == best.position || $0.height < Self.others * best.height
      }), best.height > Self.least * first.height,
      best.shape.sharpness > Self.sharpness * first.shape.sharpness
    else { return nil }
    return best
  }
}
