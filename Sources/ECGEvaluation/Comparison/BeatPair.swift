/// A beat of the reference and one of the test that were taken for the same, or a beat of one side
/// that the other does not have.
public struct BeatPair: Equatable, Sendable {
  /// A beat of one side.
  public struct Beat: Equatable, Sendable {
    /// Its position in samples at the record's rate.
    public let sample: Int
    /// The annotation's symbol, such as `L`.
    public let symbol: Character
  }

  /// The reference's beat; nil where it has none.
  public let reference: Beat?
  /// The test's beat; nil where it has none.
  public let test: Beat?
  /// The matrix's row: the reference's class, or why it has no beat.
  public let expected: BeatLabel
  /// The matrix's column: the test's class, or why it has no beat.
  public let found: BeatLabel

  /// Whether both sides have a beat of the same class.
  public var agrees: Bool { expected == found }

  /// The pair's position in samples: that of the reference where it has a beat.
  public var sample: Int { reference?.sample ?? test?.sample ?? 0 }
}
