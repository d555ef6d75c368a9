import ECGDatasets
import ECGNeuralNetwork

extension Recipe {
  /// The recipes that can be named.
  public static let all: [Recipe] = [.standard, .fast, .reference]

  /// The recipe called `name`.
  public static func named(_ name: String) -> Recipe? { all.first { $0.name == name } }

  /// Whether it is the recipe that is called by its name, in all that a recipe's file holds.
  package var isOfCatalogue: Bool {
    Recipe.named(name).map { RecipeForm($0) == RecipeForm(self) } ?? false
  }

  /// `default`: the best accuracy for its cost.
  public static let standard = Recipe(
    name: "default",
    summary: "residual network, beats changed at random, averaged weights, cosine schedule",
    network: .residual(ResidualNetwork(filters: [32, 48, 80, 112, 128])), scaling: .none,
    classWeighting: .none,
    augmentation: BeatAugmentation(share: 0.8, stretch: 0.03, scale: 0.08, noise: 0.005),
    training: TrainingConfiguration(
      epochs: 60, batchSize: 128, shards: 4, products: .portable,
      loss: SoftmaxCrossEntropy(labelSmoothing: 0.02),
      optimizer: .adam(Adam(learningRate: 4e-3, weightDecay: 0.02)),
      averaging: WeightAveraging(decay: 0.999),
      schedule: .cosine(warmup: 1, floor: 0.01)))

  /// `fast`: a smaller network and fewer epochs.
  public static let fast = Recipe(
    name: "fast", summary: "small residual network, averaged weights, cosine schedule",
    network: .residual(ResidualNetwork()), scaling: .none, classWeighting: .none,
    training: TrainingConfiguration(
      epochs: 12, batchSize: 128, shards: 4,
      loss: SoftmaxCrossEntropy(labelSmoothing: 0.02),
      optimizer: .adam(Adam(learningRate: 4e-3, weightDecay: 0.02)),
      averaging: WeightAveraging(decay: 0.999),
      schedule: .cosine(warmup: 1, floor: 0.01)))

  /// `reference`: what the textbook notebooks of the field do.
  public static let reference = Recipe(
    name: "reference",
    summary: "plain stack of convolutions, balanced class weights, plateau schedule",
    network: .plain, scaling: .standard, classWeighting: .balanced,
    training: TrainingConfiguration(
      epochs: 40, batchSize: 128, shards: 4,
      optimizer: .adam(Adam(learningRate: 1e-3)),
      reduceOnPlateau: ReduceLROnPlateau(monitor: .validationLoss, factor: 0.5, patience: 3),
      earlyStopping: EarlyStopping(monitor: .validationLoss, patience: 8)))
}
