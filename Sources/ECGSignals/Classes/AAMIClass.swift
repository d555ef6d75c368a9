/// The class of a beat after ANSI/AAMI EC57: the one source of its letter, its name and what an
/// annotation's symbol means.
///
/// The raw value is the label in files and models: Kaggle's files number the classes so.
public enum AAMIClass: Int, CaseIterable, Codable, Sendable {
  /// A beat that is in none of the other classes; bundle branch block and, in the literature,
  /// escape beats are counted here.
  case normal
  /// An early beat that arises above the ventricles.
  case supraventricular
  /// A beat that arises in the ventricles.
  case ventricular
  /// A fusion of a ventricular and a normal beat.
  case fusion
  /// A beat that cannot be classified; paced beats are counted here.
  case unknown

  /// The classes whose beats come before their time: S and V.
  public static let ectopic: [AAMIClass] = [.supraventricular, .ventricular]

  /// The label in files and models: 0 to 4.
  public var label: Int { rawValue }

  /// The letter in tables, figures and files: `N S V F Q`.
  public var letter: Character {
    switch self {
    case .normal: "N"
    case .supraventricular: "S"
    case .ventricular: "V"
    case .fusion: "F"
    case .unknown: "Q"
    }
  }

  /// The name in words, such as `supraventricular ectopic`.
  public var name: String {
    switch self {
    case .normal: "normal"
    case .supraventricular: "supraventricular ectopic"
    case .ventricular: "ventricular ectopic"
    case .fusion: "fusion"
    case .unknown: "unknown"
    }
  }

  /// The name where there is room for one word, such as `supraventricular`.
  public var shortName: String {
    switch self {
    case .normal, .fusion, .unknown: name
    case .supraventricular: "supraventricular"
    case .ventricular: "ventricular"
    }
  }

  /// The class of an annotation's symbol; nil for what is no beat.
  ///
  /// - Parameters:
  ///   - symbol: the symbol of a WFDB annotation, such as `N`, `L` or `/`.
  ///   - map: which class the symbols belong to.
  public init?(symbol: Character, map: ClassMap = .literature) {
    switch symbol {
    case "N", "L", "R", "B": self = .normal
    case "A", "a", "J", "S": self = .supraventricular
    case "e", "j", "n": self = map == .bxb ? .supraventricular : .normal
    case "V", "E", "r": self = .ventricular
    case "F": self = .fusion
    case "/", "f", "Q", "?": self = .unknown
    default: return nil
    }
  }
}
