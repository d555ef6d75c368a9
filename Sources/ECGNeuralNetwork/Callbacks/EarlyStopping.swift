/// Ends training when a figure has stopped getting better, and goes back to the best weights.
public struct EarlyStopping: Codable, Equatable, Sendable {
  /// The figure that is watched.
  public var monitor: Monitor
  /// The epochs without improvement after which training ends.
  public var patience: Int
  /// What counts as an improvement.
  public var minimumDelta: Double
  /// Whether the weights of the best epoch are the result, rather than those of the last.
  public var restoresBestWeights: Bool

  /// Creates an early stopping.
  public init(
    monitor: Monitor = .validationLoss, patience: Int = 10, minimumDelta: Double = 0,
    restoresBestWeights: Bool = true
  ) {
    self.monitor = monitor
    self.patience = patience
    self.minimumDelta = minimumDelta
    self.restoresBestWeights = restoresBestWeights
  }

  func check() throws {
    try require(patience > 0, "EarlyStopping", "patience is \(patience), must be positive")
    try require(
      minimumDelta >= 0 && minimumDelta.isFinite, "EarlyStopping",
      "the least improvement is \(minimumDelta), must be zero or more")
  }
}
