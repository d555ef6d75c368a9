/// Something in the sequence of beats that a reader of a recording looks for.
public struct RhythmEvent: Equatable, Sendable {
  /// The kinds of events.
  public enum Kind: String, CaseIterable, Codable, Sendable {
    /// Two ectopic beats of one class in a row.
    case couplet
    /// Three ectopic beats of one class in a row, or more.
    case run
    /// Every second beat ectopic, for three ectopic beats or more.
    case bigeminy
    /// Every third beat ectopic, for three ectopic beats or more.
    case trigeminy
    /// An interval between two beats of at least ``RhythmEvents/pauseLength``.
    case pause
  }

  /// What it is.
  public let kind: Kind
  /// The class of its ectopic beats, as a label of ``AAMIClass``; nil for
  /// a pause.
  public let label: Int?
  /// Its beats, by their index in the sequence; for a pause the two beats around it.
  public let beats: ClosedRange<Int>

  /// Creates an event.
  public init(kind: Kind, label: Int?, beats: ClosedRange<Int>) {
    self.kind = kind
    self.label = label
    self.beats = beats
  }
}
