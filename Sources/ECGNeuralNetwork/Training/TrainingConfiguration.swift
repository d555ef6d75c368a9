/// Everything that decides how a network is trained, apart from the data.
public struct TrainingConfiguration: Codable, Equatable, Sendable {
  /// Passes over the training data, at the most.
  public var epochs: Int
  /// Examples in a step.
  public var batchSize: Int
  /// Parts of a batch that are computed apart, each with its own batch-norm statistics.
  ///
  /// It bounds the threads that can share a step, and is part of the result: unlike the number of
  /// threads, which is not.
  public var shards: Int
  /// What multiplies matrices.
  public var products: MatrixProducts {
    get { otherProducts ?? .library }
    set { otherProducts = newValue == .library ? nil : newValue }
  }
  /// Where they are not the library's, which what was stored before there were others leaves out.
  private var otherProducts: MatrixProducts?
  /// How the order of the examples is drawn; nil for all of them shuffled together.
  public var shuffle: BlockShuffle?
  /// The loss.
  public var loss: SoftmaxCrossEntropy
  /// The optimiser.
  public var optimizer: Optimizer
  /// Pairs of examples that are blended with their targets; nil for none.
  public var mixup: Mixup?
  /// Keeps a moving average of the weights, which is then the result; nil for none.
  public var averaging: WeightAveraging?
  /// How the learning rate goes.
  public var schedule: LearningRateSchedule
  /// Lowers the learning rate further when a figure stands still.
  public var reduceOnPlateau: ReduceLROnPlateau?
  /// Ends training when a figure stands still.
  public var earlyStopping: EarlyStopping?
  /// How the first layers are trained where these have learnt elsewhere; nil for as all others.
  public var trunk: TrunkTraining?
  /// Where chance plays a part: the order of the examples, dropout, augmentation.
  public var seed: UInt64

  /// Creates a configuration.
  public init(
    epochs: Int = 50, batchSize: Int = 256, shards: Int = 8, products: MatrixProducts = .library,
    shuffle: BlockShuffle? = nil,
    loss: SoftmaxCrossEntropy = .init(), optimizer: Optimizer = .adam(.init()), mixup: Mixup? = nil,
    averaging: WeightAveraging? = nil,
    schedule: LearningRateSchedule = .constant,
    reduceOnPlateau: ReduceLROnPlateau? = nil, earlyStopping: EarlyStopping? = nil,
    trunk: TrunkTraining? = nil, seed: UInt64 = 0
  ) {
    self.epochs = epochs
    self.batchSize = batchSize
    self.shards = shards
    self.shuffle = shuffle
    self.loss = loss
    self.optimizer = optimizer
    self.mixup = mixup
    self.averaging = averaging
    self.schedule = schedule
    self.reduceOnPlateau = reduceOnPlateau
    self.earlyStopping = earlyStopping
    self.trunk = trunk
    self.seed = seed
    self.products = products
  }

  private enum CodingKeys: String, CodingKey {
    case epochs, batchSize, shards, shuffle, loss, optimizer, mixup, averaging, schedule
    case reduceOnPlateau, earlyStopping, trunk, seed
    case otherProducts = "products"
  }

  /// Fewer examples than this are no shard of their own: their statistics would be worth little,
  /// and those of a single vector nothing at all. A small batch is dealt into fewer shards.
  package static let smallestShard = 8

  /// The parts that a batch of so many examples is dealt into, which have something to compute.
  package func parts(ofBatch count: Int) -> Int {
    min(shards, max(1, count / Self.smallestShard))
  }

  package func check(classes: Int) throws {
    try require(epochs > 0, "Training", "epochs is \(epochs), must be positive")
    try require(batchSize > 0, "Training", "the batch size is \(batchSize), must be positive")
    try require(shards, "shards", in: 1...1024, "Training")
    try shuffle?.check()
    try optimizer.check()
    try mixup?.check()
    try averaging?.check()
    try schedule.check()
    try reduceOnPlateau?.check()
    try earlyStopping?.check()
    try loss.check(classes: classes)
  }

  /// Checks that each of so many processes has something to do.
  ///
  /// - Throws: ``NetworkError`` where there are more than shards.
  package func check(processes: Int) throws {
    try require(
      processes <= shards, "Training",
      "expected at most \(shards) processes, as many as a batch has shards, found \(processes); "
        + "a recipe with more shards trains another network")
  }

  /// Checks that what the callbacks watch is measured.
  ///
  /// - Throws: ``NetworkError`` where one watches validation figures and there are none.
  package func checkMonitors(hasValidation: Bool) throws {
    guard !hasValidation else { return }
    let watched = [
      ("early stopping", earlyStopping?.monitor),
      ("the plateau schedule", reduceOnPlateau?.monitor),
    ]
    for case (let callback, let monitor?) in watched where monitor != .loss {
      throw NetworkError(
        "Training", "\(callback) watches the \(monitor.title), but there is no validation data")
    }
  }
}
