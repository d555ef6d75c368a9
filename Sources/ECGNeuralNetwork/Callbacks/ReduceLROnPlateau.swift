/// Lowers the learning rate when a figure has stopped getting better.
public struct ReduceLROnPlateau: Codable, Equatable, Sendable {
  /// The figure that is watched.
  public var monitor: Monitor
  /// What the learning rate is multiplied with.
  public var factor: Float
  /// The epochs without improvement after which it is.
  public var patience: Int
  /// What counts as an improvement.
  public var minimumDelta: Double
  /// The rate it does not go below.
  public var minimumLearningRate: Float

  /// Creates a plateau schedule.
  public init(
    monitor: Monitor = .validationLoss, factor: Float = 0.5, patience: Int = 3,
    minimumDelta: Double = 1e-4, minimumLearningRate: Float = 1e-6
  ) {
    self.monitor = monitor
    self.factor = factor
    self.patience = patience
    self.minimumDelta = minimumDelta
    self.minimumLearningRate = minimumLearningRate
  }

  func check() throws {
    try require(patience > 0, "ReduceLROnPlateau", "patience is \(patience), must be positive")
    try require(
      minimumDelta >= 0 && minimumDelta.isFinite, "ReduceLROnPlateau",
      "the least improvement is \(minimumDelta), must be zero or more")
    try require(
      factor > 0 && factor < 1, "ReduceLROnPlateau",
      "the factor is \(factor), must be between 0 and 1")
  }
}
