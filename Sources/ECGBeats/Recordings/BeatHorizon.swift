/// How far around a beat a classifier of recordings looks: each case sees all that the one before it
/// sees, and more.
public enum BeatHorizon: String, CaseIterable, Codable, Sendable {
  /// The beat alone: neither other beats nor the rhythm.
  case beat
  /// What came before the beat as well, so that an answer can be had as soon as the beat is over.
  case before
  /// The next beat as well: an answer comes one beat late.
  case after
  /// The whole record as well, for what is not to be answered before its end.
  case record

  /// What is seen, in words.
  public var title: String {
    switch self {
    case .beat: "the beat alone"
    case .before: "and what came before it (causal)"
    case .after: "and the next beat (one beat late)"
    case .record: "and the whole record (offline)"
    }
  }

  /// Whether all of `other` is seen.
  func includes(_ other: BeatHorizon) -> Bool { rank >= other.rank }

  private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
