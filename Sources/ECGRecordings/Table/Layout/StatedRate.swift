/// A sampling rate that a line of a table's header says.
struct StatedRate: Equatable, Sendable {
  /// In Hz.
  let rate: Double
  /// The line.
  let line: Int
  /// Whether the line says the rate itself, not a step that may be rounded.
  let isExact: Bool
  /// Whether it is said to be that of the electrocardiogram.
  let isOfECG: Bool

  /// Steps between samples are rounded by more than rates: 3 ms for 2.78 ms.
  private static let slack = (exact: 0.01, rounded: 0.1)

  /// Whether another rate may be the same.
  func agrees(_ other: Double) -> Bool {
    abs(rate - other) <= other * (isExact ? Self.slack.exact : Self.slack.rounded)
  }

  /// Whether another line may say the same.
  func agrees(with other: StatedRate) -> Bool {
    isExact ? other.agrees(rate) : agrees(other.rate)
  }
}
