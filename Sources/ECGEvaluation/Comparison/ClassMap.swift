/// Which class an annotation's symbol belongs to.
///
/// The two maps differ in escape beats alone.
public enum ClassMap: String, CaseIterable, Sendable {
  /// That of PhysioNet's `bxb`: atrial, nodal and supraventricular escape beats (`e`, `j`, `n`) are
  /// supraventricular ectopic.
  case bxb
  /// That of the literature on the MIT-BIH database since de Chazal (IEEE Transactions on Biomedical
  /// Engineering 51, 2004): escape beats are normal.
  case literature

  /// The class of `symbol`; nil for what is no beat.
  ///
  /// Paced beats (`/`), their fusions (`f`) and beats of a learning period (`?`) are of unknown
  /// class.
  public func label(of symbol: Character) -> BeatLabel? {
    switch symbol {
    case "N", "L", "R", "B": .normal
    case "A", "a", "J", "S": .supraventricular
    case "e", "j", "n": self == .bxb ? .supraventricular : .normal
    case "V", "E", "r": .ventricular
    case "F": .fusion
    case "/", "f", "Q", "?": .unknown
    default: nil
    }
  }
}
