/// How far around a beat a classifier of recordings looks: each case sees all that the one before
/// it sees, and more.
public enum BeatContext: String, CaseIterable, Codable, Sendable {
  /// The beats up to this one. Of the signal 1.2 s after its R peak are seen, for the T wave and
  /// the level of the baseline under it, so that an answer can be had then.
  case before
  /// The next beat as well: an answer comes one beat late.
  case after
  /// What its family was taken for so far, as well.
  case families
  /// The whole record as well, for what is not to be answered before its end.
  case record

  /// What is seen, in words.
  public var title: String {
    switch self {
    case .before: "the beat and what came before it (causal)"
    case .after: "and the next beat (one beat late)"
    case .families: "and the family so far (online)"
    case .record: "and the whole record (offline)"
    }
  }
}
