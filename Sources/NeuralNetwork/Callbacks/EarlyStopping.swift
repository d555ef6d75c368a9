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
}

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
}
