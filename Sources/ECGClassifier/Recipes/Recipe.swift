public import ECGDatasets
public import ECGNeuralNetwork
import ECGText

/// A named way to make a classifier: everything but the data and the seed.
public struct Recipe: Codable, Equatable, Sendable {
  /// The name, as in `--recipe`.
  public let name: String
  /// What it is, in a sentence.
  public let summary: String
  /// The layers.
  public var network: BeatNetwork
  /// How beats are brought to scale.
  public var scaling: Scaler.Kind
  /// What a beat counts for in the loss, by its class.
  public var classWeighting: ClassWeighting
  /// How training beats are changed at random, before they are scaled; nil for not at all.
  public var augmentation: BeatAugmentation?
  /// The share of the beats that is set apart for choosing epoch and learning rate.
  public var validationShare: Double
  /// Which beats those are. Not the training's own seed: networks of several seeds are validated on
  /// the same beats, so that they can be compared and put together.
  public var splitSeed: UInt64
  /// Loss, optimiser, schedule, epochs. Its class weights and seed, and what the first layers'
  /// training differs in, are filled in at training.
  public var training: TrainingConfiguration
  /// What networks begin with; nil for random weights. Filled in at training.
  public internal(set) var transfer: Transfer?

  /// Creates a recipe.
  public init(
    name: String, summary: String, network: BeatNetwork, scaling: Scaler.Kind,
    classWeighting: ClassWeighting, augmentation: BeatAugmentation? = nil,
    validationShare: Double = 0.1, splitSeed: UInt64 = 0, training: TrainingConfiguration
  ) {
    self.name = name
    self.summary = summary
    self.network = network
    self.scaling = scaling
    self.classWeighting = classWeighting
    self.augmentation = augmentation
    self.validationShare = validationShare
    self.splitSeed = splitSeed
    self.training = training
  }

  /// Passes over the training data, at the most.
  public var epochs: Int {
    get { training.epochs }
    set { training.epochs = newValue }
  }

  /// Beats in a step.
  public var batchSize: Int {
    get { training.batchSize }
    set { training.batchSize = newValue }
  }

  /// The learning rate that schedules scale.
  public var learningRate: Float {
    get { training.optimizer.learningRate }
    set { training.optimizer.learningRate = newValue }
  }

  /// The layers for a task.
  public func architecture(task: BeatTask, samplesPerBeat: Int) -> Sequential {
    network.architecture(samplesPerBeat: samplesPerBeat, classes: task.classes.count)
  }

  /// The recipe in a reader's terms, for reports.
  public var facts: [(name: String, value: String)] {
    var facts = [("Recipe", "\(name): \(summary)"), ("Scaling", scaling.rawValue)]
    if isForeign { return facts.map { (name: $0.0, value: $0.1) } }
    facts += [
      ("Class weights", classWeighting.rawValue),
      ("Validation share", "\(validationShare), drawn with seed \(splitSeed)"),
      ("Epochs, at the most", "\(epochs)"),
      ("Batch size", "\(batchSize) in \(training.parts(ofBatch: batchSize)) shards"),
      (
        "Optimiser",
        "\(training.optimizer.title), learning rate \(learningRate), weight decay \(training.optimizer.weightDecay)"
      ),
      ("Schedule", training.schedule.title),
      ("Label smoothing", "\(training.loss.labelSmoothing)"),
    ]
    if training.loss.focusing > 0 { facts.append(("Focal loss", "γ \(training.loss.focusing)")) }
    if let transfer { facts.append(("Begins with", transfer.title)) }
    if let augmentation { facts.append(("Augmentation", augmentation.title)) }
    if training.products == .portable {
      facts.append(("Products", "portable: the same bits on other processors"))
    }
    if let shuffle = training.shuffle {
      facts.append(
        ("Shuffle", "\(shuffle.window) blocks of \(shuffle.block) beats at a time"))
    }
    if let mixup = training.mixup { facts.append(("Mixup", "α \(mixup.alpha)")) }
    if let averaging = training.averaging {
      facts.append(("Weight averaging", "decay \(averaging.decay) a step"))
    }
    if let plateau = training.reduceOnPlateau {
      facts.append(
        (
          "ReduceLROnPlateau",
          "\(plateau.monitor.title), factor \(plateau.factor), patience \(plateau.patience)"
        ))
    }
    if let stopping = training.earlyStopping {
      facts.append(
        ("EarlyStopping", "\(stopping.monitor.title), patience \(stopping.patience)"))
    }
    return facts.map { (name: $0.0, value: $0.1) }
  }
}

extension Recipe {
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    name = try container.decode(String.self, forKey: .name)
    summary = try container.decode(String.self, forKey: .summary)
    network = try container.decode(BeatNetwork.self, forKey: .network)
    scaling = try container.decode(Scaler.Kind.self, forKey: .scaling)
    classWeighting = try container.decode(ClassWeighting.self, forKey: .classWeighting)
    augmentation = try container.decodeIfPresent(BeatAugmentation.self, forKey: .augmentation)
    validationShare = try container.decode(Double.self, forKey: .validationShare)
    splitSeed = try container.decode(UInt64.self, forKey: .splitSeed)
    training = try container.decode(TrainingConfiguration.self, forKey: .training)
    transfer = try container.decodeIfPresent(Transfer.self, forKey: .transfer)
    try container.check(
      (0..<1).contains(validationShare), .validationShare, validationShare, "from 0 to below 1")
    try container.check(epochs > 0, .training, "of \(epochs) epochs", "of 1 or more")
    try container.check(batchSize > 0, .training, "in batches of \(batchSize)", "of 1 or more")
    try container.check(
      (1...1024).contains(training.shards), .training, "in \(training.shards) shards",
      "in 1 to 1024")
  }
}

extension Recipe {
  private static let foreignName = "imported"

  /// What stands for the recipe of a network that was trained elsewhere, of which nobody knows more
  /// than its layers and scaling; who trains it anew does so as ``reference`` is trained.
  package static func foreign(
    _ summary: String, layers: BeatLayers, scaling: Scaler.Kind
  ) -> Recipe {
    Recipe(
      name: foreignName, summary: summary, network: .layers(layers), scaling: scaling,
      classWeighting: .none, training: reference.training)
  }

  /// Whether the network was trained elsewhere, so that the recipe says nothing of its training.
  package var isForeign: Bool { name == Self.foreignName }
}
