import ECGDatasets
import ECGNeuralNetwork

/// A recipe as its file has it: what a person edits, under names without detours.
///
/// Model files store ``Recipe`` itself, whose JSON is as it was before there were recipe files.
struct RecipeForm: Codable, Equatable {
  var name: String
  var summary: String
  var layers: BeatLayers
  var scaling: Scaler.Kind
  var classWeights: ClassWeighting
  var augmentation: BeatAugmentation?
  var validation: Validation
  var epochs: Int
  var batchSize: Int
  var shards: Int
  var products: MatrixProducts
  var shuffle: BlockShuffle?
  var loss: Loss
  var optimizer: Optimizer
  var schedule: Schedule
  var mixup: Mixup?
  var averaging: WeightAveraging?
  var reduceOnPlateau: ReduceLROnPlateau?
  var earlyStopping: EarlyStopping?

  struct Validation: Codable, Equatable {
    var share: Double
    var seed: UInt64
  }

  struct Loss: Codable, Equatable {
    var kind: Kind
    var labelSmoothing: Float
    var focusing: Float?

    enum Kind: String, Codable { case crossEntropy, focal }

    init(_ loss: SoftmaxCrossEntropy) {
      kind = loss.focusing > 0 ? .focal : .crossEntropy
      labelSmoothing = loss.labelSmoothing
      focusing = loss.focusing > 0 ? loss.focusing : nil
    }

    var loss: SoftmaxCrossEntropy {
      SoftmaxCrossEntropy(labelSmoothing: labelSmoothing, focusing: focusing ?? 0)
    }
  }

  struct Schedule: Codable, Equatable {
    var kind: Kind
    var warmup: Double?
    var start: Double?
    var floor: Double?

    enum Kind: String, Codable { case constant, cosine, oneCycle }

    init(_ schedule: LearningRateSchedule) {
      switch schedule {
      case .constant: kind = .constant
      case .cosine(let warmup, let floor):
        kind = .cosine
        (self.warmup, self.floor) = (warmup, floor)
      case .oneCycle(let warmup, let start, let floor):
        kind = .oneCycle
        (self.warmup, self.start, self.floor) = (warmup, start, floor)
      }
    }

    var schedule: LearningRateSchedule {
      switch kind {
      case .constant: .constant
      case .cosine: .cosine(warmup: warmup ?? 0, floor: floor ?? 0)
      case .oneCycle: .oneCycle(warmup: warmup ?? 0, start: start ?? 0, floor: floor ?? 0)
      }
    }
  }
}

extension RecipeForm {
  /// The form of a recipe; what is filled in at training is not part of it.
  init(_ recipe: Recipe) {
    name = recipe.name
    summary = recipe.summary
    layers = recipe.network.layers
    scaling = recipe.scaling
    classWeights = recipe.classWeighting
    augmentation = recipe.augmentation
    validation = Validation(share: recipe.validationShare, seed: recipe.splitSeed)
    let training = recipe.training
    epochs = training.epochs
    batchSize = training.batchSize
    shards = training.shards
    products = training.products
    shuffle = training.shuffle
    loss = Loss(training.loss)
    optimizer = training.optimizer
    schedule = Schedule(training.schedule)
    mixup = training.mixup
    averaging = training.averaging
    reduceOnPlateau = training.reduceOnPlateau
    earlyStopping = training.earlyStopping
  }

  /// The recipe.
  var recipe: Recipe {
    Recipe(
      name: name, summary: summary, network: BeatNetwork(layers), scaling: scaling,
      classWeighting: classWeights, augmentation: augmentation, validationShare: validation.share,
      splitSeed: validation.seed,
      training: TrainingConfiguration(
        epochs: epochs, batchSize: batchSize, shards: shards, products: products,
        shuffle: shuffle, loss: loss.loss, optimizer: optimizer, mixup: mixup, averaging: averaging,
        schedule: schedule.schedule, reduceOnPlateau: reduceOnPlateau,
        earlyStopping: earlyStopping))
  }
}

extension BeatNetwork {
  /// The network of some layers: one that a recipe of the catalogue has is that one, so that a
  /// recipe gives the same model file under its name and from a file.
  init(_ layers: BeatLayers) {
    let known = Recipe.all.map(\.network).first { $0.layers == layers }
    self = known ?? .layers(layers)
  }

  /// The layers one by one.
  var layers: BeatLayers {
    if case .layers(let layers) = self { return layers }
    // Neither number of classes nor length makes a difference, but for the last layer.
    let classes = 5
    let layers = architecture(
      samplesPerBeat: BeatDataset.kaggleSamplesPerBeat, classes: classes
    ).layers
    guard let listed = BeatLayers(layers, classes: classes) else {
      preconditionFailure("the networks of the catalogue end in a dense layer")
    }
    return listed
  }
}
