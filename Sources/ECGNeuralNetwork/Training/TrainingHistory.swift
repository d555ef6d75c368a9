/// What a training run looked like, epoch by epoch.
public struct TrainingHistory: Codable, Equatable, Sendable {
  /// One pass over the training data.
  public struct Epoch: Codable, Equatable, Sendable {
    /// The epoch, counted from 1.
    public var number: Int
    /// The mean weighted loss over the training examples.
    public var loss: Double
    /// The share of training examples classified correctly, with dropout active.
    public var accuracy: Double
    /// The mean loss over the validation examples; nil without validation data.
    public var validationLoss: Double?
    /// The share of validation examples classified correctly; nil without validation data.
    public var validationAccuracy: Double?
    /// The mean of the classes' F1 scores on the validation examples; nil without validation data.
    public var validationMacroF1: Double?
    /// The learning rate at the epoch's last step.
    public var learningRate: Double

    /// Creates an epoch.
    public init(
      number: Int, loss: Double, accuracy: Double, validationLoss: Double? = nil,
      validationAccuracy: Double? = nil, validationMacroF1: Double? = nil, learningRate: Double
    ) {
      self.number = number
      self.loss = loss
      self.accuracy = accuracy
      self.validationLoss = validationLoss
      self.validationAccuracy = validationAccuracy
      self.validationMacroF1 = validationMacroF1
      self.learningRate = learningRate
    }
  }

  /// The epochs in order.
  public var epochs: [Epoch] = []
  /// The epoch, counted from 1, whose weights were kept; nil before the first.
  public var bestEpoch: Int?
  /// The epoch whose weights the network has: the best, or the last where none was sought.
  public var keptEpoch: Epoch? { epochs.first { $0.number == bestEpoch } ?? epochs.last }
  /// Why training ended, in words, such as `validation loss has not improved for 8 epochs`.
  public var stopReason: String?
  /// The epochs, counted from 1, after which `ReduceLROnPlateau` lowered the learning rate.
  public var learningRateDrops: [Int] = []

  /// Creates an empty history.
  public init() {}
}
