/// A stretch of a rhythm other than the usual one.
public struct RhythmEpisode: Equatable, Sendable {
  /// The rhythms that are told; the raw value is that of MIT-BIH's annotations, without
  /// the parenthesis.
  public enum Rhythm: String, CaseIterable, Codable, Sendable {
    /// Atrial fibrillation or flutter, which are not told apart.
    case fibrillation = "AFIB"
    /// Three ventricular beats in a row or more, faster than 100 a minute.
    case ventricularTachycardia = "VT"
    /// Ventricular flutter or fibrillation, which are not told apart: only where somebody marked
    /// it, and told by time, as it has no beats, see ``RhythmEvents/ventricularFlutter``.
    case ventricularFlutter = "VFL"
    /// The same, slower.
    case idioventricular = "IVR"
    /// Three supraventricular ectopic beats in a row or more, faster than 100 a minute.
    case supraventricularTachyarrhythmia = "SVTA"
    /// Every second beat ventricular.
    case bigeminy = "B"
    /// Every third beat ventricular.
    case trigeminy = "T"
    /// Every second beat supraventricular.
    case atrialBigeminy = "AB"

    /// The names of rhythms that are not told from others: flutter counts as fibrillation in the
    /// atria, and fibrillation as flutter in the ventricles.
    private static let synonyms: [String: Self] = [
      "AFL": .fibrillation, "VF": .ventricularFlutter, "VFIB": .ventricularFlutter,
    ]

    /// The rhythm that is meant by a name in annotations, without the parenthesis; nil for one that
    /// is not told, such as `N`.
    public init?(annotation name: String) {
      guard let rhythm = Self(rawValue: name) ?? Self.synonyms[name] else { return nil }
      self = rhythm
    }

    /// The rhythm in words.
    public var name: String {
      switch self {
      case .fibrillation: "atrial fibrillation or flutter"
      case .ventricularTachycardia: "ventricular tachycardia"
      case .ventricularFlutter: "ventricular flutter or fibrillation"
      case .idioventricular: "idioventricular rhythm"
      case .supraventricularTachyarrhythmia: "supraventricular tachyarrhythmia"
      case .bigeminy: "ventricular bigeminy"
      case .trigeminy: "ventricular trigeminy"
      case .atrialBigeminy: "atrial bigeminy"
      }
    }
  }

  /// Which rhythm.
  public let rhythm: Rhythm
  /// Its beats, by their index in the sequence.
  public let beats: ClosedRange<Int>

  /// Creates an episode.
  public init(rhythm: Rhythm, beats: ClosedRange<Int>) {
    self.rhythm = rhythm
    self.beats = beats
  }
}
