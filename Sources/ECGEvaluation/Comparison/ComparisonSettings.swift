public import ECGSignals

/// Which beats are compared, and how closely they have to agree in time.
public struct ComparisonSettings: Equatable, Sendable {
  /// Where the comparison begins, in seconds from the record's beginning.
  public let start: Double
  /// Where it ends, in seconds; nil for the record's end, or where the record's length is not
  /// known, the last beat of the reference.
  public let end: Double?
  /// The most that two marks of one beat may lie apart, in seconds.
  public let window: Double
  /// Which class a symbol belongs to.
  public let map: ClassMap

  /// The 5 minutes at the beginning of a record that are left to the detector to learn from.
  public static let learningPeriod = 300.0
  /// 150 ms.
  public static let standardWindow = 0.15
  /// What ANSI/AAMI EC57 and `bxb` ask for where nothing else is said.
  public static let standard = ComparisonSettings()

  private init() {
    (start, end, window, map) = (Self.learningPeriod, nil, Self.standardWindow, .bxb)
  }

  /// Creates settings.
  ///
  /// - Throws: ``ComparisonError`` where a time is negative, not finite or beyond 30 years, or
  ///   where the comparison would end before it begins.
  public init(
    start: Double = learningPeriod, end: Double? = nil, window: Double = standardWindow,
    map: ClassMap = .bxb
  ) throws(ComparisonError) {
    try Self.check(start, "where to begin")
    try Self.check(window, "a window")
    if let end {
      try Self.check(end, "where to end")
      guard end > start else { throw .empty(start: start, end: end) }
    }
    (self.start, self.end, self.window, self.map) = (start, end, window, map)
  }

  /// Beyond this, times are mistakes.
  private static let longest = 1e9

  private static func check(_ seconds: Double, _ what: String) throws(ComparisonError) {
    guard (0...longest).contains(seconds) else { throw .time(seconds, what: what) }
  }
}
