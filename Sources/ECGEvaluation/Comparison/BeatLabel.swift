import ECGSignals

/// What one side of a comparison makes of a place: one of the five classes of beats, or no beat.
public enum BeatLabel: Int, CaseIterable, Sendable {
  /// A normal beat, bundle branch block included.
  case normal
  /// A supraventricular ectopic beat.
  case supraventricular
  /// A ventricular ectopic beat.
  case ventricular
  /// A fusion of a ventricular and a normal beat.
  case fusion
  /// A beat of unknown class; paced beats are counted here.
  case unknown
  /// No beat where the other side has one.
  case absent
  /// No beat, because the signal was called unreadable there.
  case shutdown

  /// The five classes of beats.
  public static let classes: [BeatLabel] = Array(allCases.prefix(5))

  /// The letter in tables: `N S V F Q O X`.
  public var letter: Character {
    switch self {
    case .absent: "O"
    case .shutdown: "X"
    default: AAMIClass(rawValue: rawValue)?.letter ?? "?"
    }
  }

  /// What an annotation's symbol says; nil for what is no beat.
  init?(symbol: Character, map: ClassMap) {
    guard let beatClass = AAMIClass(symbol: symbol, map: map) else { return nil }
    self.init(rawValue: beatClass.label)
  }

  /// Whether there is a beat.
  public var isBeat: Bool { rawValue < BeatLabel.absent.rawValue }
}
