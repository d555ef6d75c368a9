/// How much of a recording may be missing.
public enum DamageTolerance: Comparable, Sendable {
  /// Everything has to be as the file says.
  case none
  /// Signals whose file is not there are left out.
  case missingSignals
  /// That, and a file that is cut short is read as far as it goes.
  case cutShort
}
