/// The part of the beats that is set apart to test with where nobody says which it is.
package enum TestPart {
  /// Its share of the beats.
  package static let share = 0.2
  /// Draws it where the data alone decides. A constant, so that every command sets the
  /// same beats apart.
  package static let seed: UInt64 = 0
}
